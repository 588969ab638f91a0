import Electrocardiogram
package import Foundation
package import RiskModel
package import Trial
import TrialStore

extension TrialService {
    /// What became of one file.
    package enum ImportOutcome: Sendable, Equatable {
        case imported(KeptRecording)
        /// The same bytes of the same patient were imported before.
        case alreadyThere(KeptRecording)
        /// Not imported; `reason` is a stable code, `detail` says where and what to do.
        case refused(reason: String, detail: String)
    }

    /// What an importer should know of a recording that is in the database.
    package struct KeptRecording: Sendable, Equatable {
        /// SHA-256 of the file.
        package let digest: Data
        /// What is wrong with the file, so that it will not be scored; empty for most.
        package let doubts: [QualityReason]
        /// The doubts in words, and what the reader had to assume; nothing about the patient.
        package let message: String

        init(_ recording: Recording) {
            digest = recording.sourceDigest
            doubts = QualityGate.reasons(for: recording).filter(\.isOfFile)
            message = (doubts.map(\.explanation) + recording.remarks).joined(separator: "; ")
        }
    }

    /// Of a longer recording its first ten seconds are kept, as long as a resting ECG is.
    package static let recordingSeconds = 10

    /// Larger files are refused before they are read.
    package static let recordingByteLimit = RecordingReader.maximumBytes

    /// Reads one ECG file and keeps its recording under a pseudonymous patient key.
    ///
    /// - Parameters:
    ///   - bytes: the file as it is; its SHA-256 identifies the recording.
    ///   - companions: the files that it names, by those names, where its format spreads over several.
    ///   - site: the site that sent it, within which record numbers are unique.
    ///   - timeZone: the site's, for devices that store clock time without a zone.
    /// - Returns: whether it is new, was there already, or was refused; a file that cannot be read is no error.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func importRecording(
        _ bytes: Data,
        companions: [String: Data] = [:],
        site: SiteCode,
        timeZone: TimeZone
    ) async throws -> ImportOutcome {
        let role = try await role(among: [.service, .dataManager])
        var recording: Recording
        do {
            let read = try RecordingReader.read(bytes) { (name: String) throws(RecordingError) -> Data? in
                companions[name]
            }
            recording = read.first(seconds: Self.recordingSeconds)
        } catch {
            return .refused(reason: error.code, detail: String(describing: error))
        }
        let completed = recording.completedMeasurements()
        recording.measurements = completed.measurements
        recording.remarks += completed.remarks + [recording.signal.limbLeadRemark].compactMap(\.self)
        guard let number = recording.patient.recordNumber, !number.isEmpty else {
            return .refused(
                reason: "record-number-missing",
                detail:
                    "the file names no patient; correct it at its source (a CSV says it in a line `# patient_id: 1234`)"
            )
        }
        guard let waveform = WaveformCodec.encode(recording.signal) else {
            return .refused(reason: "amplitude-out-of-range", detail: "a sample is no number")
        }
        let identity = PatientIdentity(
            recordNumber: number,
            familyName: recording.patient.familyName,
            givenName: recording.patient.givenName,
            birthDate: recording.patient.birthDate?.isoDay
        )
        let acquired = recording.acquiredAt.flatMap { $0.instant(in: timeZone) }
        // Devices' clocks are set by hand, and some to daylight saving: an hour ahead is no fault.
        guard acquired.map({ $0 < Date().addingTimeInterval(86_400) }) ?? true else {
            return .refused(
                reason: "recorded-in-future",
                detail: "AcquisitionDate lies in the future; correct the device's clock and export the ECG again"
            )
        }
        // Imports of one patient and a rotation of the key can meet in a deadlock; the one that the server ends runs again.
        return try await acting(as: role, reason: "import of an ECG", attempts: 5) { [recording] transaction in
            var kept = recording
            let patient = try await PatientStore.findOrAdd(identity, site: site, keys: identityKeys, transaction)
            let added = try await RecordingStore.add(
                recording,
                sources: completed.sources,
                waveform: waveform,
                of: patient,
                site: site,
                acquiredAt: acquired,
                transaction
            )
            guard let added else { return .alreadyThere(KeptRecording(recording)) }
            kept.remarks = added.remarks
            try await ScoringQueue.add(
                added.id,
                of: patient,
                site: site,
                preprocessing: EchoNextPreprocessing.version,
                transaction
            )
            return .imported(KeptRecording(kept))
        }
    }
}

extension CalendarDate {
    /// Such as `2025-03-09`.
    var isoDay: String { String(format: "%04d-%02d-%02d", year, month, day) }
}

extension AcquisitionTime {
    /// The instant; in the file's own offset where it has one, else in the site's zone.
    func instant(in zone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = utcOffsetMinutes.flatMap { TimeZone(secondsFromGMT: $0 * 60) } ?? zone
        return calendar.date(
            from: DateComponents(
                year: date.year,
                month: date.month,
                day: date.day,
                hour: hour,
                minute: minute,
                second: second
            )
        )
    }
}

extension QualityReason {
    /// Whether it lies in the file, where a new export may mend it, and not in the patient or the diagnosis.
    fileprivate var isOfFile: Bool {
        switch self {
        case .ageMissing, .sexMissing, .measurementsMissing, .leadMissing, .leadFlat, .leadClipped, .lengthUnusable,
            .samplingRateUnusable, .amplitudeUnitUnknown:
            true
        case .ageBelow18, .poorDataQuality, .ventricularPacing: false
        }
    }
}
