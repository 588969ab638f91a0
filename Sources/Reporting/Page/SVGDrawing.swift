import Biostatistics

/// One figure as inline SVG: shapes take their colours from classes of the style sheet.
struct SVGDrawing {
    enum Anchor: String { case start, middle, end }

    let width: Double
    let height: Double
    /// Unique on its page, for the links from the figure to its title and description.
    let id: String
    let title: String
    let description: String
    private var shapes: [String] = []

    init(width: Double, height: Double, id: String, title: String, description: String) {
        self.width = width
        self.height = height
        self.id = id
        self.title = title
        self.description = description
    }

    var text: String { text(style: nil) }

    /// The figure as a file of its own, with the colours of its classes inside.
    func standalone(style: String) -> String { text(style: style) + "\n" }

    private func text(style: String?) -> String {
        let box = "0 0 \(Self.number(width)) \(Self.number(height))"
        let opening =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"\(box)\" role=\"img\" "
            + "aria-labelledby=\"\(id)-title \(id)-desc\">"
        let names = [
            "<title id=\"\(id)-title\">\(Self.escaped(title))</title>",
            "<desc id=\"\(id)-desc\">\(Self.escaped(description))</desc>",
        ]
        let sheet = style.map { ["<style>\n\($0)\n</style>"] } ?? []
        return ([opening] + names + sheet + shapes + ["</svg>"]).joined(separator: "\n")
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        let ends = zip(["x1", "y1", "x2", "y2"], [x1, y1, x2, y2])
        shapes.append("<line \(Self.attributes(ends)) class=\"\(style)\"/>")
    }

    /// A line through points, open.
    mutating func polyline(_ points: [(x: Double, y: Double)], _ style: String) {
        shapes.append("<polyline points=\"\(Self.list(points))\" class=\"\(style)\"/>")
    }

    /// An area within points.
    mutating func polygon(_ points: [(x: Double, y: Double)], _ style: String) {
        shapes.append("<polygon points=\"\(Self.list(points))\" class=\"\(style)\"/>")
    }

    private static func list(_ points: [(x: Double, y: Double)]) -> String {
        points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, _ style: String) {
        let sides = zip(["x", "y", "width", "height"], [x, y, width, max(0, height)])
        shapes.append("<rect \(Self.attributes(sides)) rx=\"2\" class=\"\(style)\"/>")
    }

    mutating func circle(x: Double, y: Double, radius: Double, _ style: String) {
        shapes.append("<circle \(Self.attributes(zip(["cx", "cy", "r"], [x, y, radius]))) class=\"\(style)\"/>")
    }

    mutating func text(_ text: String, x: Double, y: Double, size: Int = 13, _ anchor: Anchor, _ style: String = "") {
        shapes.append(
            "<text \(Self.attributes(zip(["x", "y"], [x, y]))) font-size=\"\(size)\" "
                + "text-anchor=\"\(anchor.rawValue)\" class=\"\(style)\">\(Self.escaped(text))</text>"
        )
    }

    /// Text that can stand in HTML and in attributes.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
    }

    private static func attributes(_ pairs: some Sequence<(String, Double)>) -> String {
        pairs.map { "\($0)=\"\(number($1))\"" }.joined(separator: " ")
    }

    /// A tenth of a unit is finer than any screen shows.
    private static func number(_ value: Double) -> String {
        let text = DisplayFormat.number(value, decimals: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
