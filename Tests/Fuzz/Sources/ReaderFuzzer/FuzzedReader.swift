package import Electrocardiogram
package import Foundation

/// The readers that are fuzzed; the raw value names the folder of seeds.
package enum FuzzedReader: String, CaseIterable, Sendable {
    /// Whatever the content is found to be.
    case any
    case muse
    case aecg
    case philips
    case dicom
    case scp
    /// A header, a ``separator`` and the signal file, whatever the header calls it.
    case wfdb
    case edf
    case csv
    /// The beginning of the array of waveforms, the array of tabular values and the metadata, with separators.
    case echonext

    /// What came of an input.
    package enum Outcome: Equatable, Sendable {
        case read
        case refused(RecordingError)
        /// A rule is broken, and this is which.
        case fault(String)
    }

    /// Stands between files that are read together; made anew, as the sanitizer takes data in a global for a leak.
    package static var separator: Data { Data("\n--- next file ---\n".utf8) }

    /// Reads one input and holds what comes of it against the rules for every recording and every error.
    package func outcome(of input: Data) -> Outcome {
        do throws(RecordingError) {
            return try fault(in: input).map(Outcome.fault) ?? .read
        } catch {
            return Invariants.fault(in: error).map(Outcome.fault) ?? .refused(error)
        }
    }

    /// Reads one input.
    ///
    /// - Returns: What is wrong with what was read, though it was not refused; nil where all is well.
    /// - Throws: ``RecordingError`` where the input is refused.
    private func fault(in input: Data) throws(RecordingError) -> String? {
        switch self {
        case .any: try Invariants.fault(in: Self.readAny(input))
        case .muse: try Invariants.fault(in: MuseXMLReader.read(MuseChecksums.mended(input)))
        case .aecg: try Invariants.fault(in: AnnotatedECGReader.read(input))
        case .philips: try Invariants.fault(in: PhilipsXMLReader.read(input))
        case .dicom: try Invariants.fault(in: DICOMReader.read(input))
        case .scp: try Invariants.fault(in: SCPReader.read(SCPChecksums.mended(input)))
        case .wfdb: try Invariants.fault(in: Self.readWFDB(input))
        case .edf: try Invariants.fault(in: EDFReader.read(input))
        case .csv: try Invariants.fault(in: RecordingCSVReader.read(input))
        case .echonext: try PreparedFiles.fault(in: Self.parts(of: input))
        }
    }

    private static func readAny(_ input: Data) throws(RecordingError) -> Recording {
        let parts = parts(of: input)
        return try RecordingReader.read(parts[0]) { (_: String) throws(RecordingError) -> Data? in
            parts.count > 1 ? parts[1] : nil
        }
    }

    private static func readWFDB(_ input: Data) throws(RecordingError) -> Recording {
        let parts = parts(of: input)
        let signals = parts.count > 1 ? parts[1] : Data()
        let header = WFDBChecksums.mended(parts[0], signals: signals)
        return try WFDBReader.read(header: header) { (_: String) throws(RecordingError) -> Data in
            guard parts.count > 1 else { throw .missing(what: "a signal file", place: nil) }
            return signals
        }
    }

    /// The files of an input, at least one.
    private static func parts(of input: Data) -> [Data] {
        var parts: [Data] = []
        var rest = input
        let separator = separator
        while let range = rest.range(of: separator) {
            parts.append(Data(rest[..<range.lowerBound]))
            rest = Data(rest[range.upperBound...])
        }
        return parts + [rest]
    }
}
