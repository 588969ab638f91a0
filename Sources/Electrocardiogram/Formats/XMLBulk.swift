import Foundation

/// Finds text that the parser need not look at: base64 between the tags of elements of one name.
///
/// Taking letters, digits, `+`, `/`, `=` and white space out from between two tags changes neither the structure of a
/// document nor whether it is well formed. Samples are nearly all of an ECG file.
struct XMLBulk {
    private let opening: [UInt8]
    private let closing: [UInt8]

    /// Text between tags of a name, without attributes.
    init(of name: String) {
        opening = Array("<\(name)>".utf8)
        closing = Array("</\(name)>".utf8)
    }

    /// How long the opening tag is.
    var tagLength: Int { opening.count }

    /// The next such text at or after an offset; nil when there is none.
    func next(in buffer: UnsafeRawBufferPointer, from offset: Int) -> Range<Int>? {
        var position = offset
        while let tag = bracket(in: buffer, from: position) {
            position = tag + 1
            if let end = skipped(at: tag, in: buffer) {
                position = end
                continue
            }
            guard Self.has(opening, at: tag, in: buffer) else { continue }
            let start = tag + opening.count
            position = bracket(in: buffer, from: start) ?? buffer.count
            let text = UnsafeRawBufferPointer(rebasing: buffer[start..<position])
            if Self.has(closing, at: position, in: buffer), Self.isBase64(text) { return start..<position }
        }
        return nil
    }

    /// Where a comment or a section of raw text ends that begins here: within, a tag is none.
    private func skipped(at offset: Int, in buffer: UnsafeRawBufferPointer) -> Int? {
        guard offset + 1 < buffer.count, buffer[offset + 1] == UInt8(ascii: "!") else { return nil }
        for (start, end) in [(Self.comment, Self.commentEnd), (Self.raw, Self.rawEnd)] {
            guard Self.has(start, at: offset, in: buffer) else { continue }
            var position = offset + start.count
            while position < buffer.count, !Self.has(end, at: position, in: buffer) { position += 1 }
            return position
        }
        return nil
    }

    private static let comment = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)
    private static let raw = Array("<![CDATA[".utf8)
    private static let rawEnd = Array("]]>".utf8)

    /// Where the next tag begins.
    private func bracket(in buffer: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        guard let base = buffer.baseAddress, offset < buffer.count,
            let found = memchr(base + offset, Int32(UInt8(ascii: "<")), buffer.count - offset)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private static func has(_ mark: [UInt8], at offset: Int, in buffer: UnsafeRawBufferPointer) -> Bool {
        guard let base = buffer.baseAddress, mark.count <= buffer.count - offset else { return false }
        return memcmp(base + offset, mark, mark.count) == 0
    }

    private static func isBase64(_ text: UnsafeRawBufferPointer) -> Bool {
        foreign.withUnsafeBufferPointer { foreign in
            var found: UInt8 = 0
            let whole = text.count & ~3
            // Four at a time and without a way out between, so that the look-ups need not wait for each other.
            for index in stride(from: 0, to: whole, by: 4) {
                found |= foreign[Int(text[index])] | foreign[Int(text[index + 1])]
                found |= foreign[Int(text[index + 2])] | foreign[Int(text[index + 3])]
            }
            for index in whole..<text.count { found |= foreign[Int(text[index])] }
            return found == 0
        }
    }

    /// For each byte 0 where it belongs to base64 or is white space, else 1.
    private static let foreign: [UInt8] = {
        var foreign = [UInt8](repeating: 1, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
        for character in alphabet.utf8 { foreign[Int(character)] = 0 }
        return foreign
    }()
}
