import CSV
import Foundation
import MethodCatalogue
import Synchronization

/// The tables of a folder, each read once.
final class TableCache: Sendable {
    private let folder: URL
    private let tables = Mutex<[String: CSVTable]>([:])

    init(_ folder: URL) { self.folder = folder }

    /// A table by its file's name.
    ///
    /// - Throws: `MethodInputError` where the name leads out of the folder or the file is no table.
    func table(_ name: String) throws -> CSVTable {
        if let known = tables.withLock({ $0[name] }) { return known }
        guard !name.contains("/"), let data = try? InputFile.bytes(folder.appending(path: name).path, limit: 64 << 20)
        else { throw MethodInputError(path: name, problem: "is no file beside the cases") }
        do throws(CSVError) {
            let table = try CSVReader().read([UInt8](data))
            tables.withLock { $0[name] = table }
            return table
        } catch {
            throw MethodInputError(path: "\(name):\(error.line ?? 1)", problem: error.explanation)
        }
    }
}
