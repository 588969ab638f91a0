import Foundation

/// A NumPy array file that stays on disk and is read a row at a time.
///
/// Reads by position rather than through a mapping: a file that is cut off while it is read gives an error and no
/// signal, and any number of rows may be read at a time.
final class NumPyFile: Sendable {
    let header: NumPyHeader
    private let descriptor: Int32

    /// Opens a file and holds its size against its header.
    ///
    /// - Throws: ``RecordingError``, in which `name` stands for the file.
    init(_ url: URL, name: String) throws(RecordingError) {
        let descriptor = url.path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw .missing(what: name, place: nil) }
        do throws(RecordingError) {
            let size = lseek(descriptor, 0, SEEK_END)
            let head = try Self.bytes(of: descriptor, at: 0, count: min(Int(size), NumPyHeader.limit))
            header = try NumPyHeader(head)
            guard Int(size) - header.end == header.count * header.element.width else {
                let reason = "has another size than its header says: copy the file again"
                throw .unusable(what: name, reason: reason, place: nil)
            }
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// How many rows there are, along the first dimension.
    var rows: Int { header.shape.first ?? 0 }

    /// The numbers of one row, in C order.
    ///
    /// - Precondition: `index` is one of ``rows``.
    func row(at index: Int) throws(RecordingError) -> [Float] {
        precondition((0..<rows).contains(index), "there is no such row")
        let size = header.count / rows * header.element.width
        let bytes = try Self.bytes(of: descriptor, at: header.end + index * size, count: size)
        return bytes.withUnsafeBytes(header.element.values)
    }

    private static func bytes(of descriptor: Int32, at offset: Int, count: Int) throws(RecordingError) -> [UInt8] {
        guard count > 0 else { return [] }
        var total = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while total < count {
                let start = buffer.baseAddress.map { $0 + total }
                let taken = pread(descriptor, start, count - total, off_t(offset + total))
                if taken < 0 && errno == EINTR { continue }
                guard taken > 0 else { break }
                total += taken
            }
            initialized = total
        }
        guard total == count else {
            throw .unusable(what: "the NumPy array", reason: "ends early: copy the file again", place: nil)
        }
        return bytes
    }
}
