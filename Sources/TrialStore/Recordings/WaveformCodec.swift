package import Electrocardiogram
package import Foundation

/// Signal ⇄ the bytes of `ecg.waveform`: exact, and made so that the database's own compression bites.
///
/// Each present lead is a run of numbers, little-endian: first differences of half counts (derived leads hold halves),
/// with wrap-around. Neighbouring samples differ little, so most high bytes are equal. Samples that are no half counts,
/// because a file's leads had to be brought to one scale, are kept as they are.
package enum WaveformCodec {
    /// How each number is written.
    package enum Encoding: String, Sendable {
        /// First differences of half counts.
        case int16, int32
        /// The samples themselves.
        case float32
    }

    /// A signal as columns.
    package struct Encoded: Sendable, Equatable {
        package let leadMask: Int
        package let encoding: Encoding
        package let samples: Data

        package init(leadMask: Int, encoding: Encoding, samples: Data) {
            self.leadMask = leadMask
            self.encoding = encoding
            self.samples = samples
        }
    }

    /// Nil where a sample is no number.
    package static func encode(_ signal: Signal) -> Encoded? {
        guard signal.leads.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
        let samples: (Encoding, Data) =
            differences(signal, as: Int16.self).map { (.int16, $0) }
            ?? differences(signal, as: Int32.self).map { (.int32, $0) }
            ?? (.float32, Data(signal.leads.joined().flatMap { littleEndian($0.bitPattern) }))
        let mask = signal.leads.enumerated().reduce(0) { $1.element.isEmpty ? $0 : $0 | 1 << $1.offset }
        return Encoded(leadMask: mask, encoding: samples.0, samples: samples.1)
    }

    /// Nil where the bytes do not fit mask and count.
    package static func decode(
        _ encoded: Encoded,
        sampleCount: Int,
        samplingRate: Int,
        microvoltsPerCount: Double?
    ) -> Signal? {
        let runs: [[Float]]? =
            switch encoded.encoding {
            case .int16: numbers(encoded, sampleCount, UInt16.self)?.map { counts($0.map(Int16.init(bitPattern:))) }
            case .int32: numbers(encoded, sampleCount, UInt32.self)?.map { counts($0.map(Int32.init(bitPattern:))) }
            case .float32: numbers(encoded, sampleCount, UInt32.self)?.map { $0.map(Float.init(bitPattern:)) }
            }
        guard var rest = runs?[...] else { return nil }
        let leads = Lead.allCases.indices.map { index in
            encoded.leadMask & (1 << index) == 0 ? [] : rest.popFirst() ?? []
        }
        return Signal(samplingRate: samplingRate, microvoltsPerCount: microvoltsPerCount, leads: leads)
    }

    private static func differences<Number: FixedWidthInteger>(_ signal: Signal, as type: Number.Type) -> Data? {
        var numbers: [Number] = []
        numbers.reserveCapacity(signal.sampleCount * Lead.allCases.count)
        for lead in signal.leads {
            var previous: Number = 0
            for sample in lead {
                // By way of Int32, whose conversion from Float is an instruction and no general function.
                guard let halves = Int32(exactly: sample * 2).flatMap(Number.init(exactly:)) else { return nil }
                numbers.append((halves &- previous).littleEndian)
                previous = halves
            }
        }
        return numbers.withUnsafeBytes { Data($0) }
    }

    private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    /// The numbers of each lead that is present.
    private static func numbers<Number: FixedWidthInteger>(
        _ encoded: Encoded,
        _ sampleCount: Int,
        _ type: Number.Type
    ) -> [[Number]]? {
        let width = Number.bitWidth / 8
        let leads = encoded.leadMask.nonzeroBitCount
        guard sampleCount >= 0, encoded.samples.count == leads * sampleCount * width else { return nil }
        return encoded.samples.withUnsafeBytes { bytes in
            (0..<leads).map { lead in
                (0..<sampleCount).map { sample in
                    let offset = (lead * sampleCount + sample) * width
                    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
                }
            }
        }
    }

    private static func counts<Number: FixedWidthInteger>(_ differences: [Number]) -> [Float] {
        var value: Number = 0
        return differences.map { difference in
            value &+= difference
            return Float(value) / 2
        }
    }
}
