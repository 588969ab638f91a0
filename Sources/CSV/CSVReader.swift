/// Reads comma-separated text strictly: RFC 4180, with a byte order mark and bare line feeds allowed.
///
/// A file that breaks the format is refused with the line, never mended: a mended quote shifts a patient's outcome.
package struct CSVReader: Sendable {
    package var limits: CSVLimits

    package init(limits: CSVLimits = .usual) { self.limits = limits }

    /// The table in `bytes`, which must be UTF-8.
    package func read(_ bytes: [UInt8]) throws(CSVError) -> CSVTable {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var scanner = CSVScanner(limits: limits)
        for byte in bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0) {
            try scanner.take(byte)
        }
        return try CSVTable(scanner.finish())
    }
}
