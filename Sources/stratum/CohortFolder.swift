import CSV
import Electrocardiogram
import Foundation
import Simulation
import Synchronization
import Trial

/// A simulated cohort as files: what hospitals would send, and apart from it what echocardiography would find.
///
/// `ecg/SITE/000001.xml` one MUSE file a patient, `history.csv` for screening, `echo.csv` for after enrolment.
enum CohortFolder {
    static let echoColumns = ["record_number"] + EchoStudy.Field.allCases.map(\.rawValue)

    /// Writes patients 0 ..< count on all cores; `progress` gets the number written and the number wanted.
    ///
    /// - Throws: what the file system says, or ``RecordingError``.
    static func write(
        _ cohort: SimulatedCohort,
        count: Int,
        to folder: URL,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws {
        for site in cohort.sites {
            try FileManager.default.createDirectory(
                at: folder.appending(path: "ecg/\(site)"),
                withIntermediateDirectories: true
            )
        }
        let written = Mutex(0)
        let rows = try await SimulationWorkers.map(count) { index in
            let patient = cohort.patient(index)
            try MuseXMLWriter.write(patient.recording).write(to: folder.appending(path: path(of: patient)))
            progress(
                written.withLock {
                    $0 += 1; return $0
                },
                count
            )
            return (history: historyRow(patient), echo: echoRow(patient))
        }
        try table(HistoryFile.columns, rows.map(\.history)).write(to: folder.appending(path: "history.csv"))
        try table(echoColumns, rows.map(\.echo)).write(to: folder.appending(path: "echo.csv"))
    }

    private static func path(of patient: SimulatedPatient) -> String {
        let number = String(patient.index + 1)
        return "ecg/\(patient.site)/\(String(repeating: "0", count: max(0, 6 - number.count)))\(number).xml"
    }

    private static func table(_ header: [String], _ rows: [[String]]) -> Data {
        var writer = CSVWriter(header: header)
        rows.forEach { writer.add($0) }
        return Data(writer.text.utf8)
    }

    static func historyRow(_ patient: SimulatedPatient) -> [String] {
        let history = patient.history
        return [
            patient.recordNumber, patient.site, history.lastEchoDate?.iso8601 ?? "never",
            history.knownDiseases.isEmpty ? "none" : history.knownDiseases.joined(separator: ";"), history.careSetting,
            history.lifeExpectancyUnderOneYear ? "1" : "0",
        ]
    }

    /// Empty: not recorded; `na`: looked at and not assessable, as `echo record` writes them.
    static func echoRow(_ patient: SimulatedPatient) -> [String] {
        let echo = patient.echo
        return [patient.recordNumber]
            + EchoStudy.Field.allCases.map { echo.notAssessable.contains($0) ? "na" : echo.text(of: $0) }
    }
}

extension EchoStudy {
    /// One field as files write it; empty where it was not recorded.
    fileprivate func text(of field: Field) -> String {
        func number(_ value: Double?) -> String {
            value.map { Int(exactly: $0).map(String.init) ?? $0.description } ?? ""
        }
        switch field {
        case .lvef: return number(lvefPercent)
        case .septum: return number(septumMillimetres)
        case .posteriorWall: return number(posteriorWallMillimetres)
        case .aorticStenosis: return aorticStenosis?.rawValue ?? ""
        case .aorticRegurgitation: return aorticRegurgitation?.rawValue ?? ""
        case .mitralRegurgitation: return mitralRegurgitation?.rawValue ?? ""
        case .mitralStenosis: return mitralStenosis?.rawValue ?? ""
        case .tricuspidRegurgitation: return tricuspidRegurgitation?.rawValue ?? ""
        case .pulmonaryRegurgitation: return pulmonaryRegurgitation?.rawValue ?? ""
        case .rvSystolicDysfunction: return rvSystolicDysfunction?.rawValue ?? ""
        case .pericardialEffusion: return pericardialEffusion?.rawValue ?? ""
        case .pasp: return number(paspMillimetresOfMercury)
        case .trVelocity: return number(trVelocityMetresPerSecond)
        }
    }
}

/// Runs independent pieces of simulation on all cores, results in the order of their index.
enum SimulationWorkers {
    static func map<Result: Sendable>(
        _ count: Int,
        _ body: @escaping @Sendable (Int) throws -> Result
    ) async throws -> [Result] {
        let chunk = 50
        return try await withThrowingTaskGroup(of: (Int, [Result]).self) { group in
            var parts: [Int: [Result]] = [:]
            var starts = stride(from: 0, to: count, by: chunk).makeIterator()
            func addNext() {
                guard let start = starts.next() else { return }
                group.addTask {
                    let part = try (start..<min(count, start + chunk)).map { index in
                        try Task.checkCancellation()
                        return try body(index)
                    }
                    return (start, part)
                }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { addNext() }
            while let (start, part) = try await group.next() {
                parts[start] = part
                addNext()
            }
            return parts.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }
}
