import Foundation
import Testing

@testable import Electrocardiogram

/// Files damaged in ways that repeat from run to run.
enum DamagedBytes {
    /// Reads a file cut off at every `step` bytes; each has to end in an error.
    static func cutOff(_ whole: Data, step: Int, read: (Data) throws -> Recording) {
        for length in stride(from: 0, to: whole.count - 1, by: step) {
            #expect(throws: RecordingError.self, "cut off at \(length)") { try read(whole.prefix(length)) }
        }
    }

    /// Reads a file with one to four bytes changed, many times over; each ends in a recording or an error.
    static func changed(_ whole: Data, times: Int, seed: UInt64, read: (Data) throws -> Recording) {
        var random = SplitMix(state: seed)
        for _ in 0..<times {
            var bytes = [UInt8](whole)
            for _ in 0...Int(random.next() % 4) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            do {
                let signal = try read(Data(bytes)).signal
                #expect(signal.leads.allSatisfy { $0.allSatisfy(\.isFinite) })
                #expect(signal.sampleCount <= whole.count * 64)
            } catch {
                #expect(error is RecordingError)
            }
        }
    }
}

/// Steele, Lea and Flood's generator: small, seeded, the same everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// What other tools' readings of the same samples are compared by.
enum Checksum {
    /// CRC-32 of a lead's samples as little-endian 16-bit integers.
    static func ofLittleEndian(_ counts: [Float]) -> UInt32 {
        CyclicRedundancyCheck.crc32(
            counts.flatMap { count -> [UInt8] in
                let sample = Int16(count)
                return [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
            }
        )
    }
}
