import Crypto
package import Foundation

/// The key that seals identities and hashes record numbers: the database alone reveals nobody.
package struct IdentityKey: Sendable {
    /// Names the key in the database, without telling anything of it.
    package let id: String
    private let sealing: SymmetricKey
    private let hashing: SymmetricKey
    private let marking: SymmetricKey

    /// Derives independent keys, for sealing, for hashing and for marks, by HKDF-SHA-256.
    ///
    /// - Parameter secret: 32 random bytes.
    /// - Throws: ``IdentityError/invalidKey(_:)`` for any other length.
    package init(secret: Data) throws(IdentityError) {
        guard secret.count == 32 else { throw .invalidKey("the identity key has \(secret.count) bytes, not 32") }
        let root = SymmetricKey(data: secret)
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Data("stratum \(purpose)".utf8), outputByteCount: 32)
        }
        sealing = derive("identity sealing")
        hashing = derive("record number hashing")
        marking = derive("person marks")
        let name = derive("key name").withUnsafeBytes { Data($0) }
        id = name.prefix(8).map { String(format: "%02x", $0) }.joined()
    }

    /// A fresh random secret.
    package static func makeSecret() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }

    /// Keyed hash for exact lookup of a record number within a site.
    package func hash(recordNumber: String, site: String) -> Data {
        var message = Data(site.utf8)
        message.append(0)
        message.append(contentsOf: recordNumber.trimmingCharacters(in: .whitespaces).utf8)
        return Data(HMAC<SHA256>.authenticationCode(for: message, using: hashing))
    }

    /// By what this person can be recognised elsewhere.
    package func marks(of identity: PatientIdentity) -> [PersonMark] {
        identity.markedTexts.map { kind, text in
            let message = Data("\(kind.rawValue)\0\(text)".utf8)
            return PersonMark(kind: kind, hash: Data(HMAC<SHA256>.authenticationCode(for: message, using: marking)))
        }
    }

    /// Seals an identity to one patient: the sealed bytes cannot be moved to another row.
    package func seal(_ identity: PatientIdentity, patientKey: UUID) throws(IdentityError) -> Data {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let box = try AES.GCM.seal(
                try encoder.encode(identity),
                using: sealing,
                authenticating: Data(patientKey.uuidString.utf8)
            )
            guard let combined = box.combined else { throw IdentityError.sealingFailed }
            return combined
        } catch { throw .sealingFailed }
    }

    /// - Throws: ``IdentityError/cannotOpen`` where key, row or bytes are not those it was sealed with.
    package func open(_ sealed: Data, patientKey: UUID) throws(IdentityError) -> PatientIdentity {
        do {
            let bytes = try AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed),
                using: sealing,
                authenticating: Data(patientKey.uuidString.utf8)
            )
            return try JSONDecoder().decode(PatientIdentity.self, from: bytes)
        } catch { throw .cannotOpen }
    }
}

/// Who a patient is.
///
/// Leaves the store only towards roles that may know.
package struct PatientIdentity: Sendable, Equatable, Codable {
    package var recordNumber: String
    package var familyName: String?
    package var givenName: String?
    /// ISO 8601 day.
    package var birthDate: String?

    package init(recordNumber: String, familyName: String? = nil, givenName: String? = nil, birthDate: String? = nil) {
        self.recordNumber = recordNumber
        self.familyName = familyName
        self.givenName = givenName
        self.birthDate = birthDate
    }
}

/// What can go wrong with identities; never says whose.
package enum IdentityError: Error, Equatable, CustomStringConvertible {
    case invalidKey(String)
    case unreadableKeyFile(path: String, why: String)
    case keyFileExists(path: String)
    /// The database names a key that the key file does not hold.
    case keyNotAtHand(String)
    case keyNotInForce
    case rotationElsewhere(path: String)
    case rotationRefused(String)
    case sealingFailed
    case cannotOpen

    package var description: String {
        switch self {
        case .invalidKey(let why): "\(why); check STRATUM_IDENTITY_KEY_FILE"
        case .unreadableKeyFile(let path, let why): "identity key file \(path): \(why)"
        case .keyFileExists(let path): "\(path) exists already; move it away"
        case .keyNotAtHand(let id):
            "identities here are sealed under key \(id), which the key file does not hold; check STRATUM_IDENTITY_KEY_FILE"
        case .keyNotInForce:
            "identities here are sealed under another key than the key file's; check STRATUM_IDENTITY_KEY_FILE"
        case .rotationElsewhere(let path): "a rotation of \(path) is running already; wait until it is done"
        case .rotationRefused(let why): why
        case .sealingFailed: "an identity could not be sealed"
        case .cannotOpen: "an identity cannot be opened with this key; check STRATUM_IDENTITY_KEY_FILE"
        }
    }
}
