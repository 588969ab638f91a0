package import Electrocardiogram
package import Foundation
package import PostgreSQL
package import Trial

/// Recordings and their waveforms.
package enum RecordingStore {
    /// A stored recording with what a model needs of it.
    package struct Stored: Sendable {
        package let patient: PatientKey
        package let id: RecordingID
        package let recording: Recording
    }

    /// A recording that was added.
    package struct Added: Sendable {
        package let id: RecordingID
        /// Those of the recording, and one more where the patient has another of the same moment.
        package let remarks: [String]
    }

    /// Files of one ECG in two formats have other bytes, and only a person can tell whether they are the same.
    private static let twinRemark =
        "The patient has another recording of the same moment; it may be this one in another format or version"

    /// Adds a recording of a patient; the same source bytes are added once.
    ///
    /// - Parameters:
    ///   - recording: with the measurements that the file states, and others that were computed.
    ///   - sources: which those are.
    ///   - waveform: its signal, encoded.
    ///   - patient: whose it is.
    ///   - site: that sent it.
    ///   - acquiredAt: when it was recorded; nil where unknown.
    ///   - transaction: of a role that may add recordings.
    /// - Returns: what was added; nil where the recording is there already.
    /// - Throws: ``PostgresError``.
    package static func add(
        _ recording: Recording,
        sources: MeasurementSources,
        waveform: WaveformCodec.Encoded,
        of patient: PatientKey,
        site: SiteCode,
        acquiredAt: Date?,
        _ transaction: Transaction
    ) async throws -> Added? {
        let id = UUID()
        let m = recording.measurements
        let rows = try await transaction.query(
            """
            INSERT INTO ecg.recording (patient_key, recording_id, site_code, source_format, source_sha256, acquired_at,
                age, sex, device, ventricular_rate, atrial_rate, pr_interval_ms, qrs_duration_ms, qt_interval_ms,
                qtc_interval_ms, computed_measurements, statements, remarks, window_first_sample, window_total_samples)
            VALUES (\(patient.rawValue), \(id), \(site.rawValue), \(recording.format), \(recording.sourceDigest),
                \(acquiredAt), \(recording.patient.age)::smallint, \(recording.patient.sex?.rawValue),
                \(recording.device), \(m.ventricularRate), \(m.atrialRate), \(m.prInterval), \(m.qrsDuration),
                \(m.qtInterval), \(m.qtcInterval), \(computed(sources)), \(recording.statements),
                \(recording.remarks)::text[] || CASE WHEN EXISTS (
                    SELECT FROM ecg.recording WHERE patient_key = \(patient.rawValue) AND acquired_at = \(acquiredAt)
                ) THEN ARRAY[\(twinRemark)::text] ELSE '{}' END,
                \(recording.window?.firstSample)::integer, \(recording.window?.totalSamples)::integer)
            ON CONFLICT (patient_key, source_sha256) DO NOTHING
            RETURNING remarks
            """
        )
        guard let row = rows.first else { return nil }
        let signal = recording.signal
        try await transaction.execute(
            """
            INSERT INTO ecg.waveform (patient_key, recording_id, sampling_rate, sample_count, microvolts_per_count,
                lead_mask, sample_encoding, samples)
            VALUES (\(patient.rawValue), \(id), \(signal.samplingRate)::integer, \(signal.sampleCount)::integer,
                \(signal.microvoltsPerCount), \(waveform.leadMask)::integer, \(waveform.encoding.rawValue),
                \(waveform.samples))
            """
        )
        return Added(id: RecordingID(rawValue: id), remarks: try row.decode("remarks"))
    }

    /// Recordings with their signals, in the order of their keys.
    ///
    /// - Parameters:
    ///   - jobs: which ones.
    ///   - transaction: of a role that may read recordings and waveforms.
    /// - Returns: those that there are.
    /// - Throws: ``PostgresError``, or ``StoreError`` for a stored signal that does not decode.
    package static func recordings(
        of jobs: [ScoringQueue.Job],
        _ transaction: Transaction
    ) async throws -> [Stored] {
        let rows = try await transaction.query(
            """
            SELECT r.*, w.sampling_rate, w.sample_count, w.microvolts_per_count, w.lead_mask,
                w.sample_encoding, w.samples
            FROM unnest(\(jobs.map(\.patient.rawValue)), \(jobs.map(\.recording.rawValue)))
                AS job (patient_key, recording_id)
            JOIN ecg.recording r USING (patient_key, recording_id)
            JOIN ecg.waveform w USING (patient_key, recording_id)
            ORDER BY r.patient_key, r.recording_id
            """
        )
        return try rows.map(stored)
    }

    private static func stored(_ row: Row) throws -> Stored {
        let id: UUID = try row.decode("recording_id")
        guard
            let signal = WaveformCodec.decode(
                try encoded(row),
                sampleCount: try row.decode("sample_count"),
                samplingRate: try row.decode("sampling_rate"),
                microvoltsPerCount: try row.decode("microvolts_per_count")
            )
        else { throw StoreError.damaged(table: "ecg.waveform", key: id.uuidString) }
        let recording = Recording(
            format: try row.decode("source_format"),
            sourceDigest: try row.decode("source_sha256"),
            patient: RecordedPatient(
                age: try row.decode("age"),
                sex: try row.decode("sex", as: String?.self).flatMap(Sex.init(rawValue:))
            ),
            device: try row.decode("device"),
            signal: signal,
            measurements: try measurements(row),
            statements: try row.decode("statements"),
            remarks: try row.decode("remarks")
        )
        return Stored(
            patient: PatientKey(rawValue: try row.decode("patient_key")),
            id: RecordingID(rawValue: id),
            recording: recording
        )
    }

    /// The columns whose values the file does not state.
    private static func computed(_ sources: MeasurementSources) -> [String] {
        let columns = [
            ("ventricular_rate", sources.ventricularRate), ("atrial_rate", sources.atrialRate),
            ("pr_interval_ms", sources.prInterval), ("qrs_duration_ms", sources.qrsDuration),
            ("qt_interval_ms", sources.qtInterval), ("qtc_interval_ms", sources.qtcInterval),
        ]
        return columns.filter { $0.1.map { $0 != .file } ?? false }.map(\.0)
    }

    private static func encoded(_ row: Row) throws -> WaveformCodec.Encoded {
        let name: String = try row.decode("sample_encoding")
        guard let encoding = WaveformCodec.Encoding(rawValue: name) else {
            throw StoreError.damaged(table: "ecg.waveform", key: name)
        }
        return WaveformCodec.Encoded(
            leadMask: try row.decode("lead_mask"),
            encoding: encoding,
            samples: try row.decode("samples")
        )
    }

    private static func measurements(_ row: Row) throws -> Measurements {
        try Measurements(
            ventricularRate: row.decode("ventricular_rate"),
            atrialRate: row.decode("atrial_rate"),
            prInterval: row.decode("pr_interval_ms"),
            qrsDuration: row.decode("qrs_duration_ms"),
            qtInterval: row.decode("qt_interval_ms"),
            qtcInterval: row.decode("qtc_interval_ms")
        )
    }
}
