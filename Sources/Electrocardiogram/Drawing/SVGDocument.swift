/// Writes a drawing as SVG.
///
/// The view box counts hundredths of a millimetre, so coordinates are whole numbers and relative steps add up exactly.
package enum SVGDocument {
    package static func text(of drawing: Drawing) -> String {
        let size = "width=\"\(millimetres(drawing.width))\" height=\"\(millimetres(drawing.height))\""
        let box = "viewBox=\"0 0 \(drawing.width) \(drawing.height)\""
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" \(size) \(box) role="img" font-family="sans-serif">
            <title>\(escaped(drawing.title))</title>
            <desc>\(escaped(drawing.summary))</desc>

            """
        for mark in drawing.marks {
            text += element(mark)
            text += "\n"
        }
        return text + "</svg>\n"
    }

    private static func element(_ mark: Drawing.Mark) -> String {
        switch mark {
        case .lines(let lines, let stroke, let name):
            "<path data-name=\"\(escaped(name))\" fill=\"none\" stroke=\"\(colour(stroke.colour))\" "
                + "stroke-width=\"\(stroke.width)\" stroke-linecap=\"round\" stroke-linejoin=\"round\" "
                + "d=\"\(path(lines))\"/>"
        case .rectangle(let corner, let width, let height, let fill):
            "<rect x=\"\(corner.x)\" y=\"\(corner.y)\" width=\"\(width)\" height=\"\(height)\" "
                + "fill=\"\(colour(fill))\"/>"
        case .text(let words, let point, let style):
            "<text x=\"\(point.x)\" y=\"\(point.y)\" font-size=\"\(style.size)\""
                + (style.bold ? " font-weight=\"bold\"" : "")
                + (style.anchor == .start ? "" : " text-anchor=\"\(style.anchor.rawValue)\"")
                + " fill=\"\(colour(style.colour))\">\(escaped(words))</text>"
        }
    }

    /// Each line from an absolute point in relative steps, which have the fewest digits.
    private static func path(_ lines: [[Drawing.Point]]) -> String {
        var text = ""
        for line in lines {
            guard var last = line.first else { continue }
            text += "M\(last.x) \(last.y)l"
            var needsSpace = false
            for point in line.dropFirst() {
                append(point.x - last.x, to: &text, &needsSpace)
                append(point.y - last.y, to: &text, &needsSpace)
                last = point
            }
        }
        return text
    }

    /// A minus sign parts two numbers as well as a blank does.
    private static func append(_ number: Int, to text: inout String, _ needsSpace: inout Bool) {
        if needsSpace && number >= 0 { text += " " }
        text += String(number)
        needsSpace = true
    }

    private static func millimetres(_ hundredths: Int) -> String {
        let rest = hundredths % 100
        return rest == 0 ? "\(hundredths / 100)mm" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)mm"
    }

    private static func colour(_ colour: Drawing.Colour) -> String {
        let digits = String(colour.rgb, radix: 16)
        return "#" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// Scalar by scalar: a sign with an accent on it is one character, and no less a sign.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
