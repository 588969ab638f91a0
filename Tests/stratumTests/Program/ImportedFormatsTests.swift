import Electrocardiogram
import Foundation
import PostgreSQL
import TestSupport
import Testing
import TrialStore

/// Oracle: the numbers that stand in the files, read by hand: text, base64, or bytes behind their headers.
@Suite("A file of each format")
struct ImportedFormatsTests {
    /// A file and what the database has to hold of it.
    private struct Expected {
        let file: String
        let format: String
        let rate: Int
        let leads: Int
        /// The first samples of lead I.
        let microvolts: [Double]
    }

    /// Files of the seeds, which the writers of the readers' tests made.
    private static let seeds = [
        Expected(
            file: "muse/eight.xml",
            format: "muse-xml",
            rate: 500,
            leads: 12,
            microvolts: counts(4.88, -48, -21, 306)
        ),
        Expected(
            file: "aecg/absolute.xml",
            format: "hl7-aecg",
            rate: 500,
            leads: 12,
            microvolts: counts(2.5, 252, -27, -6)
        ),
        Expected(
            file: "philips/uncompressed.xml",
            format: "philips-xml",
            rate: 500,
            leads: 12,
            microvolts: counts(5, 252, -27, -6)
        ),
        Expected(
            file: "dicom/explicit.dcm",
            format: "dicom",
            rate: 500,
            leads: 12,
            microvolts: counts(2.5, 10, -1, 1001)
        ),
        Expected(file: "scp/plain.scp", format: "scp-ecg", rate: 500, leads: 12, microvolts: counts(2.5, -3, -2, -1)),
        Expected(
            file: "edf/annotated.edf",
            format: "edf",
            rate: 4,
            leads: 7,
            microvolts: counts(0.1, 29157, 8198, -12070)
        ),
        Expected(
            file: "edf/twelve.bdf",
            format: "bdf",
            rate: 10,
            leads: 12,
            microvolts: counts(1, -4_160_991, -7_585_237, 854_769)
        ),
    ]

    /// Files that the test writes.
    private static let own = [
        Expected(file: "table.csv", format: "csv", rate: 250, leads: 6, microvolts: counts(1, 3.5, -4, 0)),
        Expected(file: "plain.hea", format: "wfdb", rate: 500, leads: 12, microvolts: counts(5, 7, 8, -9)),
        Expected(file: "matlab.hea", format: "wfdb", rate: 500, leads: 12, microvolts: counts(5, -7, 8, 9)),
    ]

    private static func counts(_ scale: Double, _ counts: Double...) -> [Double] { counts.map { $0 * scale } }

    @Test("is imported with its format, rate and leads, and its samples as they were made")
    func imported() async throws {
        let place = try TemporaryClusterFolder()
        let files = place.url.appending(path: "files")
        try Self.fill(files)
        let program = InstalledProgram(data: place.url.appending(path: "data"))
        try await program.succeed("trial init discovery-shd")
        try await program.succeed("account grant ingest service")
        let report = place.url.path + "/report.csv"
        let expected = Self.seeds + Self.own
        let said = try await program.run("ecg import \(files.path) --site NYP --as ingest --report \(report)")
        #expect(said.output.contains("\(expected.count) files: \(expected.count) imported, 0 already there, 0 refused"))
        let digests = try Self.digests(report)
        let stored = try await Self.stored(program)
        #expect(stored.count == expected.count)
        for file in expected {
            let digest = try #require(digests[file.file], "\(file.file)")
            try Self.check(file, try #require(stored[digest], "\(file.file)"))
        }
    }

    @Test("is kept beside the same ECG in another format, and it is said that they may be one")
    func twin() async throws {
        let place = try TemporaryClusterFolder()
        let program = InstalledProgram(data: place.url.appending(path: "data"))
        try await program.succeed("trial init discovery-shd")
        try await program.succeed("account grant ingest service")
        func table(_ number: String, _ second: Int, _ amplitude: Int) throws -> String {
            let file = place.url.appending(path: "\(number)-\(second)-\(amplitude).csv")
            let head = "# sampling_rate: 250\n# unit: uV\n# patient_id: \(number)\n"
            try file.fill("\(head)# acquired_at: 2026-01-02T03:04:0\(second)\nI,II\n1,\(amplitude)\n2,3\n")
            return file.path
        }
        func said(_ file: String) async throws -> String {
            try await program.succeed("ecg import \(file) --site NYP --as ingest")
        }
        let remark = "another recording of the same moment"
        #expect(try await !said(table("C-1", 5, 7)).contains(remark))
        #expect(try await said(table("C-1", 5, 8)).contains(remark))
        // Another moment, another patient, the same bytes once more.
        #expect(try await !said(table("C-1", 6, 7)).contains(remark))
        #expect(try await !said(table("C-2", 5, 7)).contains(remark))
        #expect(try await !said(table("C-1", 5, 7)).contains(remark))
    }

    private static func check(_ file: Expected, _ stored: (format: String, signal: Signal)) throws {
        let scale = try #require(stored.signal.microvoltsPerCount, "\(file.file)")
        let first = stored.signal[.i].prefix(file.microvolts.count).map { Double($0) * scale }
        #expect(stored.format == file.format, "\(file.file)")
        #expect(stored.signal.samplingRate == file.rate, "\(file.file)")
        #expect(stored.signal.leads.count { !$0.isEmpty } == file.leads, "\(file.file)")
        #expect(first.count == file.microvolts.count, "\(file.file)")
        for (sample, expected) in zip(first, file.microvolts) {
            #expect(abs(sample - expected) <= 1e-6 * max(1, abs(expected)), "\(file.file)")
        }
    }

    /// Copies the seeds and writes what they lack: a table, and records of which one lies in a file of MATLAB.
    private static func fill(_ folder: URL) throws {
        let corpus = URL(filePath: #filePath).appending(path: "../../../Fuzz/corpus").standardized
        for seed in seeds {
            let target = folder.appending(path: seed.file)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(at: corpus.appending(path: seed.file), to: target)
        }
        let table = "# sampling_rate: 250\n# unit: uV\n# patient_id: C-1\nI,II\n3.5,1\n-4,2\n0,3\n"
        try folder.appending(path: "table.csv").fill(table)
        try write(record([7, 8, -9]), "plain", ending: "dat", preamble: 0, to: folder)
        try write(record([-7, 8, 9]), "matlab", ending: "mat", preamble: 24, to: folder)
    }

    private static func record(_ first: [Float]) -> Recording {
        Recording(
            format: "test",
            sourceDigest: Data(count: 32),
            patient: RecordedPatient(recordNumber: "W-1"),
            signal: Signal(
                samplingRate: 500,
                microvoltsPerCount: 5,
                independent: [first] + Array(repeating: [2, 4, 6], count: 7)
            )
        )
    }

    /// A matrix of MATLAB has 24 bytes in front of its samples, which the header says.
    private static func write(
        _ recording: Recording,
        _ name: String,
        ending: String,
        preamble: Int,
        to folder: URL
    ) throws {
        let record = try WFDBWriter.write(recording, name: name)
        let header = String(decoding: record.header, as: UTF8.self)
            .replacing("\(name).dat 16", with: "\(name).\(ending) 16" + (preamble > 0 ? "+\(preamble)" : ""))
        try folder.appending(path: "\(name).hea").fill(header)
        try (Data(count: preamble) + record.signals).write(to: folder.appending(path: "\(name).\(ending)"))
    }

    /// The digest of each file by its path in the folder.
    private static func digests(_ report: String) throws -> [String: String] {
        let lines = try String(contentsOfFile: report, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        let pairs = lines.compactMap { line -> (String, String)? in
            guard let path = line.firstMatch(of: /\/files\/([^,]+),/)?.output.1,
                let digest = line.firstMatch(of: /([0-9a-f]{64})$/)?.output.1
            else { return nil }
            return (String(path), String(digest))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private static func stored(_ program: InstalledProgram) async throws -> [String: (format: String, signal: Signal)] {
        let cluster = try await PrivateCluster.join(dataFolder: program.data)
        let connection = try await Connection.connect(
            cluster.configuration(user: PrivateCluster.superuserName, database: "stratum")
        )
        let rows = try await connection.query(
            """
            SELECT encode(source_sha256, 'hex') AS digest, source_format, sampling_rate, sample_count,
                microvolts_per_count, lead_mask, sample_encoding, samples
            FROM ecg.recording JOIN ecg.waveform USING (patient_key, recording_id)
            """
        )
        let pairs = try rows.map { row in
            let encoded = WaveformCodec.Encoded(
                leadMask: try row.decode("lead_mask", as: Int.self),
                encoding: try #require(.init(rawValue: try row.decode("sample_encoding", as: String.self))),
                samples: try row.decode("samples", as: Data.self)
            )
            let signal = WaveformCodec.decode(
                encoded,
                sampleCount: try row.decode("sample_count", as: Int.self),
                samplingRate: try row.decode("sampling_rate", as: Int.self),
                microvoltsPerCount: try row.decode("microvolts_per_count", as: Double?.self)
            )
            let format = try row.decode("source_format", as: String.self)
            return (try row.decode("digest", as: String.self), (format: format, signal: try #require(signal)))
        }
        await connection.close()
        await cluster.leave()
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
