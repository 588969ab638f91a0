import ArgumentParser
import Foundation

/// Files that a person names on the command line.
enum InputFile {
    /// Larger files are refused before they are read.
    static let limit = 512 << 20

    /// - Throws: exit code 65 with the path and the remedy.
    static func read(_ path: String) throws -> Data {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let attributes else { throw refuse(path, "there is no such file; check the path") }
        guard attributes[.type] as? FileAttributeType != .typeDirectory else { throw refuse(path, "is a folder") }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= limit else { throw refuse(path, "has \(size) bytes, more than the \(limit) allowed") }
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw refuse(path, "cannot be read; check its permissions")
        }
        return bytes
    }

    private static func refuse(_ path: String, _ why: String) -> any Error {
        Failure.refuse("\(path): \(why)", code: Failure.badData)
    }
}
