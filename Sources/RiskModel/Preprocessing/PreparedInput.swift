import Crypto
public import Foundation

/// What the network sees of one recording.
public struct PreparedInput: Sendable, Equatable {
    /// 2500 × 12 values, sample-major: the twelve leads of the first sample, then of the second.
    public let waveform: [Float]
    /// Sex, age, ventricular rate, atrial rate, PR, QRS, QTc; scaled.
    public let tabular: [Float]
    /// What was done beyond the usual, and why the score deserves less trust.
    public let remarks: [String]

    /// SHA-256 of the waveform as little-endian float32, sample-major; 32 bytes.
    public var waveformDigest: Data { Data(SHA256.hash(data: Self.littleEndian(waveform))) }

    /// SHA-256 of the waveform followed by the tabular values, as little-endian float32; 32 bytes.
    public var digest: Data { Data(SHA256.hash(data: Self.littleEndian(waveform + tabular))) }

    private static func littleEndian(_ values: [Float]) -> Data {
        // A closure, not a key path: 30,000 samples an ECG.
        values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
    }
}
