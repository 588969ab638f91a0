package import Electrocardiogram
package import Foundation

/// Signal ⇄ the bytes of `ecg.waveform`: exact, and made so that the database's own compression bites.
///
/// Each present lead is a run of whole numbers, little-endian: first differences of half counts (derived leads hold
/// halves), with wrap-around. Neighbouring samples differ little, so most high bytes are equal. The numbers have 16
/// bits, or 32 where a sample does not fit.
package enum WaveformCodec {
    /// A signal as columns.
    package struct Encoded: Sendable, Equatable {
        package let leadMask: Int
        /// 16 or 32, of each number.
        package let sampleBits: Int
        package let samples: Data
    }

    /// Nil where a sample is no multiple of one half, or beyond what 32 bits hold.
    package static func encode(_ signal: Signal) -> Encoded? {
        encode(signal, as: Int16.self) ?? encode(signal, as: Int32.self)
    }

    /// Nil where the bytes do not fit mask and count.
    package static func decode(
        _ encoded: Encoded,
        sampleCount: Int,
        samplingRate: Int,
        microvoltsPerCount: Double?
    ) -> Signal? {
        let leads: [[Float]]? =
            switch encoded.sampleBits {
            case 16: decode(encoded, sampleCount, as: Int16.self)
            case 32: decode(encoded, sampleCount, as: Int32.self)
            default: nil
            }
        return leads.map { Signal(samplingRate: samplingRate, microvoltsPerCount: microvoltsPerCount, leads: $0) }
    }

    private static func encode<Number: FixedWidthInteger>(_ signal: Signal, as type: Number.Type) -> Encoded? {
        var mask = 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(signal.sampleCount * Lead.allCases.count * Number.bitWidth / 8)
        for (index, lead) in signal.leads.enumerated() where !lead.isEmpty {
            mask |= 1 << index
            var previous: Number = 0
            for sample in lead {
                guard let halves = Number(exactly: sample * 2) else { return nil }
                let difference = halves &- previous
                for byte in 0..<Number.bitWidth / 8 {
                    bytes.append(UInt8(truncatingIfNeeded: difference >> Number(8 * byte)))
                }
                previous = halves
            }
        }
        return Encoded(leadMask: mask, sampleBits: Number.bitWidth, samples: Data(bytes))
    }

    private static func decode<Number: FixedWidthInteger>(
        _ encoded: Encoded,
        _ sampleCount: Int,
        as type: Number.Type
    ) -> [[Float]]? {
        let width = Number.bitWidth / 8
        guard encoded.samples.count == encoded.leadMask.nonzeroBitCount * sampleCount * width else { return nil }
        let bytes = [UInt8](encoded.samples)
        var offset = 0
        return Lead.allCases.indices.map { index -> [Float] in
            guard encoded.leadMask & (1 << index) != 0 else { return [] }
            var value: Number = 0
            return (0..<sampleCount).map { _ in
                var difference: Number = 0
                for byte in (0..<width).reversed() { difference = difference << 8 | Number(bytes[offset + byte]) }
                value &+= difference
                offset += width
                return Float(value) / 2
            }
        }
    }
}
