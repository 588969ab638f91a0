/// An XML element on its way out: text or other elements.
struct MuseElement {
    let name: String
    let text: String
    let children: [MuseElement]

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
        self.children = []
    }

    init(_ name: String, _ children: [MuseElement]) {
        self.name = name
        self.text = ""
        self.children = children
    }

    /// The whole document, indented by two spaces a level.
    static func document(_ root: MuseElement) throws(RecordingError) -> String {
        var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE RestingECG SYSTEM \"restecg.dtd\">\n"
        try root.append(to: &output, indent: "")
        return output
    }

    private func append(to output: inout String, indent: String) throws(RecordingError) {
        guard !children.isEmpty else {
            output += "\(indent)<\(name)>\(try escaped())</\(name)>\n"
            return
        }
        output += "\(indent)<\(name)>\n"
        for child in children { try child.append(to: &output, indent: indent + "  ") }
        output += "\(indent)</\(name)>\n"
    }

    /// The text with the characters of markup replaced; XML has no way to carry the other control characters.
    private func escaped() throws(RecordingError) -> String {
        guard !text.unicodeScalars.contains(where: { $0.value < 32 || (0xFFFE...0xFFFF).contains($0.value) }) else {
            throw .notWritable(what: name, reason: "it holds control characters")
        }
        guard text.utf8.contains(where: { $0 == 38 || $0 == 60 || $0 == 62 }) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
