import AuditTrail
import Crypto
import Foundation
import Testing

@Suite("The Merkle tree")
struct MerkleTreeTests {
    /// Inputs and roots that implementations of RFC 6962 check themselves against.
    private static let inputs = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    private static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test("has the roots of the RFC's reference inputs", arguments: 1...8)
    func reference(count: Int) throws {
        let leaves = try Self.inputs.prefix(count).map { MerkleTree.leaf(try #require(Hexadecimal.bytes($0))) }
        #expect(Hexadecimal.text(MerkleTree.root(of: leaves)) == Self.roots[count - 1])
    }

    @Test("splits as the RFC's recursion does", arguments: [0, 1, 2, 9, 31, 32, 33, 100])
    func recursion(count: Int) {
        let leaves = (0..<count).map { MerkleTree.leaf(Data("line \($0)".utf8)) }
        #expect(MerkleTree.root(of: leaves) == Self.recursive(leaves[...]))
    }

    /// RFC 6962, section 2.1, word for word.
    private static func recursive(_ leaves: ArraySlice<Data>) -> Data {
        if leaves.isEmpty { return Data(SHA256.hash(data: Data())) }
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let node = Data([1]) + recursive(leaves.prefix(split)) + recursive(leaves.dropFirst(split))
        return Data(SHA256.hash(data: node))
    }
}
