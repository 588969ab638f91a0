import EmbeddedFile
import Foundation
import Protocols

extension TrialProtocol {
    /// The protocols in the binary, in alphabetical order.
    package static var shippedIDs: [TrialID] {
        shelf.compactMap { TrialID(rawValue: $0.id) }.sorted()
    }

    /// A protocol in the binary; nil where there is none of that id.
    ///
    /// - Throws: ``ProtocolErrors`` where the file that was embedded has faults.
    package static func shipped(_ id: TrialID) throws(ProtocolErrors) -> TrialProtocol? {
        guard let file = shelf.first(where: { $0.id == id.rawValue }) else { return nil }
        return try parse(yaml: file.text)
    }

    private static var shelf: [(id: String, text: String)] {
        let shelf = protocols_shelf()
        return UnsafeBufferPointer(start: shelf.files, count: shelf.count).map { file in
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
            return (String(String(cString: file.name).dropLast(".yaml".count)), String(decoding: bytes, as: UTF8.self))
        }
    }
}
