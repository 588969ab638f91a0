import Electrocardiogram
import Foundation
import Measuring
import RiskModel

/// MUSE documents in memory, so that no disk is timed.
struct MuseFiles {
    let documents: [Data]

    /// All files of a folder whose names end in `.xml`, in the order of their names.
    init(folder: URL) throws {
        documents = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "xml" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { try Data(contentsOf: $0) }
    }

    /// The prepared recordings, in the same order.
    func prepared() throws -> [PreparedInput] { try documents.map { try Self.prepare(MuseXMLReader.read($0)) } }

    /// Reading, preparing, and both, each for all files on one core.
    func measurements() throws -> [TimedWork] {
        let recordings = try documents.map { try MuseXMLReader.read($0) }
        return [
            work("muse_read") { try documents.reduce(0) { $0 + Self.sum(try MuseXMLReader.read($1)) } },
            work("preprocess") { try recordings.reduce(0) { $0 + Self.sum(try Self.prepare($1)) } },
            work("muse_read_preprocess") {
                try documents.reduce(0) { $0 + Self.sum(try Self.prepare(MuseXMLReader.read($1))) }
            },
        ]
    }

    /// All of it: the bytes of a file, one after the other, to logits.
    func bytesToScore(by network: TimedNetwork) -> TimedWork {
        work("muse_to_logits") {
            try documents.reduce(0) { $0 + network.sum(of: [try Self.prepare(MuseXMLReader.read($1))]) }
        }
    }

    private func work(_ analysis: String, _ body: @escaping () throws -> Double) -> TimedWork {
        TimedWork(analysis: analysis, n: documents.count) {
            do { return try body() } catch { fatalError("\(analysis): \(error)") }
        }
    }

    private static func prepare(_ recording: Recording) throws -> PreparedInput {
        try EchoNextPreprocessing.prepare(recording)
    }

    /// The last sample of every lead: proof that it was read, at a price that does not count.
    private static func sum(_ recording: Recording) -> Double {
        recording.signal.leads.reduce(0) { $0 + Double($1.last ?? 0) }
    }

    /// The values of the last moment.
    private static func sum(_ input: PreparedInput) -> Double {
        input.waveform.suffix(12).reduce(0) { $0 + Double($1) }
    }
}
