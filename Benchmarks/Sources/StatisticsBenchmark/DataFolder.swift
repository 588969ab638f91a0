import Foundation

/// Columns as plain little-endian doubles, which R reads by `readBin` and NumPy by `fromfile`.
struct DataFolder {
    let url: URL

    init(path: String) { url = URL(filePath: path, directoryHint: .isDirectory) }

    func write(_ column: [Double], as name: String) throws {
        try column.withUnsafeBytes { try Data($0).write(to: url.appending(path: name)) }
    }

    func read(_ name: String) throws -> [Double] {
        try Data(contentsOf: url.appending(path: name)).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    }
}
