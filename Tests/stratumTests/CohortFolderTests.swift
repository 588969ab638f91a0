import CSV
import Electrocardiogram
import Foundation
import PostgreSQL
import Simulation
import Testing
import Trial
import TrialService
import TrialStore

@testable import stratum

@Suite("The folder of a simulated cohort")
struct CohortFolderTests {
    private static let count = 5

    private func cohort(seed: UInt64 = 7) throws -> SimulatedCohort {
        let day = try #require(CalendarDate(year: 2025, month: 6, day: 30))
        return SimulatedCohort(seed: seed, sites: ["NYP", "CSMC"], referenceDate: day)
    }

    @Test("holds one readable ECG a patient, in the folder of the patient's site")
    func recordings() async throws {
        let cohort = try cohort()
        try await TemporaryFolder.with { folder in
            try await CohortFolder.write(cohort, count: Self.count, to: folder) { _, _ in }
            for index in 0..<Self.count {
                let patient = cohort.patient(index)
                let file = folder.appending(path: "ecg/\(patient.site)/00000\(index + 1).xml")
                let recording = try RecordingReader.read(Data(contentsOf: file))
                #expect(recording.patient.recordNumber == patient.recordNumber)
                #expect(recording.measurements == patient.recording.measurements)
            }
            #expect(EcgFiles.find([folder.appending(path: "ecg").path]).count == Self.count)
        }
    }

    @Test("holds a history that screening reads back")
    func history() async throws {
        let cohort = try cohort()
        try await TemporaryFolder.with { folder in
            try await CohortFolder.write(cohort, count: Self.count, to: folder) { _, _ in }
            let bytes = try Data(contentsOf: folder.appending(path: "history.csv"))
            let lines = try HistoryFile.read(bytes, name: "history.csv")
            try #require(lines.count == Self.count)
            for (index, line) in lines.enumerated() {
                let patient = cohort.patient(index)
                let echo = patient.history.lastEchoDate
                #expect(line.recordNumber == patient.recordNumber)
                #expect(line.site.rawValue == patient.site)
                #expect(line.history.neverEchoed == (echo == nil))
                #expect(
                    line.history.lastEcho == echo.map { PostgresDate(year: $0.year, month: $0.month, day: $0.day) }
                )
                #expect((line.history.knownDiseases ?? []) == patient.history.knownDiseases)
                #expect(line.history.careSetting == patient.history.careSetting)
                #expect(line.history.lifeExpectancyUnderOneYear == patient.history.lifeExpectancyUnderOneYear)
            }
        }
    }

    @Test("holds echoes that `echo record` takes, all but the image quality")
    func echoes() async throws {
        let cohort = try cohort()
        try await TemporaryFolder.with { folder in
            try await CohortFolder.write(cohort, count: Self.count, to: folder) { _, _ in }
            let table = try CSVReader().read(Array(Data(contentsOf: folder.appending(path: "echo.csv"))))
            try #require(table.records.count == Self.count)
            for (index, record) in table.records.enumerated() {
                let patient = cohort.patient(index)
                #expect(record.fields[0] == patient.recordNumber)
                let pairs = zip(table.header, record.fields).dropFirst().map { (field: $0, text: $1) }
                var expected = patient.echo
                expected.imageQuality = nil
                #expect(try EchoValidation.study(from: pairs) == expected)
            }
        }
    }

    @Test("has the same bytes for the same seed, and others for another")
    func reproducible() async throws {
        let first = try await contents(seed: 7)
        #expect(first.count == Self.count + 2)
        #expect(try await contents(seed: 7) == first)
        #expect(try await contents(seed: 8) != first)
    }

    private func contents(seed: UInt64) async throws -> [String: Data] {
        let cohort = try cohort(seed: seed)
        return try await TemporaryFolder.with { folder in
            try await CohortFolder.write(cohort, count: Self.count, to: folder) { _, _ in }
            let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".xml") || $0.hasSuffix(".csv") }
            return try Dictionary(
                uniqueKeysWithValues: paths.map { ($0, try Data(contentsOf: folder.appending(path: $0))) }
            )
        }
    }
}
