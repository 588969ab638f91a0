package import Electrocardiogram
package import Foundation

/// Signal ⇄ the bytes of `ecg.waveform`: exact, and made so that the database's own compression bites.
///
/// Each present lead is a run of int16, little-endian: first differences of half counts (derived leads hold halves),
/// with wrap-around. Neighbouring samples differ little, so most high bytes are equal.
package enum WaveformCodec {
    /// A signal as columns.
    package struct Encoded: Sendable, Equatable {
        package let leadMask: Int
        package let samples: Data
    }

    /// Nil where a sample is no multiple of one half, or beyond ±16,383.5 counts.
    package static func encode(_ signal: Signal) -> Encoded? {
        var mask = 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(signal.sampleCount * Lead.allCases.count * 2)
        for (index, lead) in signal.leads.enumerated() where !lead.isEmpty {
            mask |= 1 << index
            var previous: Int16 = 0
            for sample in lead {
                guard let halves = Int16(exactly: sample * 2) else { return nil }
                let difference = UInt16(bitPattern: halves &- previous)
                bytes.append(UInt8(truncatingIfNeeded: difference))
                bytes.append(UInt8(truncatingIfNeeded: difference >> 8))
                previous = halves
            }
        }
        return Encoded(leadMask: mask, samples: Data(bytes))
    }

    /// Nil where the bytes do not fit mask and count.
    package static func decode(
        samples: Data,
        leadMask: Int,
        sampleCount: Int,
        samplingRate: Int,
        microvoltsPerCount: Double?
    ) -> Signal? {
        guard samples.count == leadMask.nonzeroBitCount * sampleCount * 2 else { return nil }
        let bytes = [UInt8](samples)
        var offset = 0
        let leads = Lead.allCases.indices.map { index -> [Float] in
            guard leadMask & (1 << index) != 0 else { return [] }
            var value: Int16 = 0
            return (0..<sampleCount).map { _ in
                value &+= Int16(bitPattern: UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8)
                offset += 2
                return Float(value) / 2
            }
        }
        return Signal(samplingRate: samplingRate, microvoltsPerCount: microvoltsPerCount, leads: leads)
    }
}
