/// What a reader accepts before it refuses a file as a mistake or an attack.
package struct CSVLimits: Sendable, Equatable {
    /// Bytes of the whole file.
    package var bytes: Int
    /// Records, header included.
    package var records: Int
    package var columns: Int
    /// Bytes of one field after its quotes are removed.
    package var fieldBytes: Int

    package init(bytes: Int, records: Int, columns: Int, fieldBytes: Int) {
        self.bytes = bytes
        self.records = records
        self.columns = columns
        self.fieldBytes = fieldBytes
    }

    /// Wide enough for a cohort of some hundred thousand patients.
    package static let usual = CSVLimits(bytes: 32 << 20, records: 1_000_000, columns: 512, fieldBytes: 16 << 10)
}
