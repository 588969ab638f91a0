import CSV
import Crypto

/// A file as it was read: its name without folders, and its bytes.
package struct SourceFile: Sendable, Equatable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Name and SHA-256, for print.
    var title: String { "\(name) (SHA-256 \(sha256))" }

    private var sha256: String {
        SHA256.hash(data: bytes).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }

    func table() throws(ReportingError) -> CSVTable {
        do {
            return try CSVReader().read(bytes)
        } catch {
            throw .notATable(file: name, error)
        }
    }

    func problem(line: Int? = nil, field: String? = nil, _ problem: DataProblem) -> ReportingError {
        .badData(file: name, line: line, field: field, problem)
    }
}
