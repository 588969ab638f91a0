import CSV
import Foundation
import Reporting

/// Reads and writes the files a report names.
enum ReportFiles {
    /// A file within the reader's bounds.
    static func read(_ path: String) throws -> SourceFile {
        let url = URL(fileURLWithPath: path)
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            let data = try handle.read(upToCount: CSVLimits.usual.bytes + 1) ?? Data()
            return SourceFile(name: url.lastPathComponent, bytes: Array(data))
        } catch {
            throw Failure.refuse("\(path): cannot be read: check the name and its permissions", code: Failure.badData)
        }
    }

    /// The remarks that lie beside an outcomes file: `trial.remarks.txt` beside `trial.csv`.
    static func remarks(beside path: String) throws -> SourceFile? {
        let remarks = URL(fileURLWithPath: path).deletingPathExtension().appendingPathExtension("remarks.txt").path
        return FileManager.default.fileExists(atPath: remarks) ? try read(remarks) : nil
    }

    /// Writes whole or not at all.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure.refuse(
                "\(path): cannot be written: check that the folder exists and is yours",
                code: Failure.usage
            )
        }
    }
}
