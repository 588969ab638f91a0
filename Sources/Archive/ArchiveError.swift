/// Why an archive cannot be read on; its text says what to do.
package enum ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It is cut off or damaged, in the library's words.
    case damaged(reason: String)
    /// More files than ``ArchiveReader/maximumEntries``.
    case tooManyEntries(limit: Int)
    /// What came out of it is out of all proportion to its size.
    case unfoldsTooFar(bytes: Int)
    /// The library found no memory.
    case noMemory

    /// A stable code for reports and counts.
    package var code: String {
        switch self {
        case .damaged: "archive-damaged"
        case .tooManyEntries, .unfoldsTooFar: "archive-too-large"
        case .noMemory: "not-readable"
        }
    }

    package var description: String {
        switch self {
        case .damaged(let reason): "the archive is damaged (\(reason)); copy it again from its source"
        case .tooManyEntries(let limit): "the archive holds more than \(limit) files; give several smaller ones"
        case .unfoldsTooFar(let bytes):
            "the archive unfolds to more than \(bytes) bytes, far beyond its size; unpack it and look at what it holds"
        case .noMemory: "there is no memory to read the archive; try again with less running"
        }
    }
}
