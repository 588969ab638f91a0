import EmbeddedFile
package import Foundation
import Validation

/// The cases inside the binary: what the folder `Validation/cases` held when it was built.
package enum ShippedCases {
    /// Name and bytes of each file.
    package static var files: [(name: String, data: Data)] {
        let shelf = validation_shelf()
        return (0..<shelf.count).map { index in
            let file = shelf.files[index]
            return (String(cString: file.name), Data(bytes: file.bytes, count: file.count))
        }
    }

    /// None of them names a table.
    package static let dataSets = DataSetSource { name in
        throw MethodInputError(path: name, problem: "is not inside the program")
    }
}
