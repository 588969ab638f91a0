import CSV
import Foundation
import Reporting

/// Reads the files a report names.
enum ReportFiles {
    /// A file within the reader's bounds.
    static func read(_ path: String) throws -> SourceFile {
        let bytes = try InputFile.read(path, limit: CSVLimits.usual.bytes)
        return SourceFile(name: URL(fileURLWithPath: path).lastPathComponent, bytes: Array(bytes))
    }

    /// The remarks that lie beside an outcomes file: `trial.remarks.txt` beside `trial.csv`.
    static func remarks(beside path: String) throws -> SourceFile? {
        let remarks = URL(fileURLWithPath: path).deletingPathExtension().appendingPathExtension("remarks.txt").path
        return FileManager.default.fileExists(atPath: remarks) ? try read(remarks) : nil
    }
}
