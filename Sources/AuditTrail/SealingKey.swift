import Crypto
package import Foundation

/// The Ed25519 key that signs seals; it never enters the database.
package struct SealingKey: Sendable {
    /// Checks what this key signs.
    package let verification: VerificationKey
    private let seed: Data

    /// Makes the key of RFC 8032 from its seed.
    ///
    /// - Parameter seed: 32 random bytes.
    /// - Throws: ``AuditTrailError/invalidKey`` for any other length.
    package init(seed: Data) throws(AuditTrailError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { throw .invalidKey }
        self.seed = seed
        verification = try VerificationKey(bytes: key.publicKey.rawRepresentation)
    }

    /// The signature of a message, 64 bytes.
    package func sign(_ message: Data) throws(AuditTrailError) -> Data {
        do {
            return try Curve25519.Signing.PrivateKey(rawRepresentation: seed).signature(for: message)
        } catch { throw .invalidKey }
    }
}

/// The public half of a sealing key: whoever holds it can check every seal.
package struct VerificationKey: Sendable, Equatable {
    package let bytes: Data

    /// - Throws: ``AuditTrailError/invalidKey`` unless `bytes` are 32.
    package init(bytes: Data) throws(AuditTrailError) {
        guard bytes.count == 32 else { throw .invalidKey }
        self.bytes = bytes
    }

    /// Names the key in seals: the first 16 digits of its SHA-256.
    package var id: String { Hexadecimal.text(Data(SHA256.hash(data: bytes)).prefix(8)) }

    /// Whether the signature is this key's, of this message.
    package func accepts(_ signature: Data, of message: Data) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// What cannot be used to seal or to verify.
package enum AuditTrailError: Error, Equatable, CustomStringConvertible {
    case invalidKey
    case notATrail

    package var description: String {
        switch self {
        case .invalidKey: "an Ed25519 key has 32 bytes: 64 hexadecimal digits"
        case .notATrail: "this is no exported audit trail; `stratum audit export` writes one"
        }
    }
}
