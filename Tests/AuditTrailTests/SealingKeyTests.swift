import AuditTrail
import Foundation
import Testing

@Suite("A sealing key")
struct SealingKeyTests {
    /// RFC 8032, section 7.1, test 2.
    @Test("signs as RFC 8032 says")
    func reference() throws {
        let seed = try #require(
            Hexadecimal.bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
        )
        let key = try SealingKey(seed: seed)
        #expect(
            Hexadecimal.text(key.verification.bytes)
                == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        )
        let signature = try #require(
            Hexadecimal.bytes(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            )
        )
        #expect(key.verification.accepts(signature, of: Data([0x72])))
        #expect(key.verification.accepts(try key.sign(Data([0x72])), of: Data([0x72])))
        #expect(!key.verification.accepts(signature, of: Data([0x73])))
    }

    @Test("needs 32 bytes", arguments: [0, 31, 33])
    func length(count: Int) {
        #expect(throws: AuditTrailError.invalidKey) { try SealingKey(seed: Data(repeating: 1, count: count)) }
        #expect(throws: AuditTrailError.invalidKey) { try VerificationKey(bytes: Data(repeating: 1, count: count)) }
    }

    @Test("is written in digits that read back, and nothing else is read")
    func digits() {
        let bytes = Data((0...255).map(UInt8.init))
        #expect(Hexadecimal.bytes(Hexadecimal.text(bytes)) == bytes)
        for text in ["0", "0g", " 00", "+1"] { #expect(Hexadecimal.bytes(text) == nil) }
    }
}
