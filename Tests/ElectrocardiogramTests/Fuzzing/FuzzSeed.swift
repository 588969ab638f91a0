import Foundation
import ReaderHarness
import Testing

@testable import Electrocardiogram

/// A small file from which fuzzing starts, made by the writers of the program and of its tests and by nobody else.
struct FuzzSeed: CustomTestStringConvertible {
    let reader: FuzzedReader
    /// The name of its file, which says what is in it.
    let name: String
    let bytes: Data

    var testDescription: String { "\(reader.rawValue)/\(name)" }

    /// Where seeds lie, one folder a reader.
    static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz/corpus")

    var file: URL { Self.corpus.appending(path: reader.rawValue).appending(path: name) }

    /// The seeds of a reader.
    static func seeds(of reader: FuzzedReader) throws -> [FuzzSeed] {
        let contents: [(String, Data)] =
            switch reader {
            case .any: try one()
            case .muse: try muse()
            case .aecg: aecg()
            case .philips: philips()
            case .dicom: dicom()
            case .scp: scp()
            case .wfdb: try wfdb()
            case .edf: edf()
            case .csv: try csv()
            case .echonext: echonext()
            }
        return contents.map { FuzzSeed(reader: reader, name: $0, bytes: $1) }
    }

    /// The first seed of each reader of one recording, and one that detection once crashed on.
    private static func one() throws -> [(String, Data)] {
        let readers = FuzzedReader.allCases.filter { $0 != .any && $0 != .echonext }
        let firsts = try readers.compactMap { reader in
            try seeds(of: reader).first.map { ("\(reader.rawValue)-\($0.name)", $0.bytes) }
        }
        return firsts + [("wfdb-comments-first.hea", wfdbCommentsFirst)]
    }

    /// Whole numbers that rise and fall, other ones in each lead; limb leads follow from I and II.
    static func leads(_ count: Int) -> [[Int]] {
        let independent = (0..<8).map { lead in
            (0..<count).map { ($0 * (lead + 7) * 3) % 97 + ($0 % 12 == lead ? 300 : 0) - 48 }
        }
        let limbs = zip(independent[0], independent[1])
        return independent[..<2]
            + [
                limbs.map { $1 - $0 }, limbs.map { -($0 + $1) / 2 }, limbs.map { $0 - $1 / 2 },
                limbs.map { $1 - $0 / 2 },
            ] + independent[2...]
    }
}
