/// A page as a list of vector marks, from which every output format is made.
///
/// Lengths are whole hundredths of a millimetre, so that no renderer rounds differently from another; x grows to the
/// right and y downwards from the upper left corner. Later marks lie over earlier ones.
package struct Drawing: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// What it is, in a few words, for readers who cannot see it.
    package let title: String
    /// What it shows, in sentences, for readers who cannot see it.
    package let summary: String
    package var marks: [Mark]

    /// An empty page, unless marks are given.
    package init(width: Int, height: Int, title: String, summary: String, marks: [Mark] = []) {
        self.width = width
        self.height = height
        self.title = title
        self.summary = summary
        self.marks = marks
    }

    /// One thing drawn.
    package enum Mark: Sendable, Equatable {
        /// Open lines of one stroke; the name says what they are, such as a lead.
        case lines([[Point]], Stroke, name: String)
        case rectangle(Point, width: Int, height: Int, Colour)
        case text(String, Point, TextStyle)

        /// Whether there is nothing to see.
        var isEmpty: Bool {
            switch self {
            case .lines(let lines, _, _): lines.isEmpty
            case .rectangle: false
            case .text(let words, _, _): words.isEmpty
            }
        }
    }

    package struct Point: Sendable, Equatable {
        package let x: Int
        package let y: Int

        package init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    package struct Stroke: Sendable, Equatable {
        package let width: Int
        package let colour: Colour

        package init(width: Int, colour: Colour) {
            self.width = width
            self.colour = colour
        }
    }

    package struct TextStyle: Sendable, Equatable {
        package let size: Int
        package var bold: Bool
        package var anchor: Anchor
        package var colour: Colour

        package init(size: Int, bold: Bool = false, anchor: Anchor = .start, colour: Colour = .black) {
            self.size = size
            self.bold = bold
            self.anchor = anchor
            self.colour = colour
        }
    }

    /// Which part of a line of text lies at its point; its base line always does.
    package enum Anchor: String, Sendable {
        case start
        case middle
        case end
    }

    /// Red, green and blue in one number, as in `0xFF0000`.
    package struct Colour: Sendable, Equatable {
        package let rgb: UInt32

        package init(rgb: UInt32) { self.rgb = rgb }

        package static let white = Colour(rgb: 0xFFFFFF)
        package static let black = Colour(rgb: 0x000000)
        package static let grey = Colour(rgb: 0x555555)
        package static let fineGrid = Colour(rgb: 0xF8CFCF)
        package static let boldGrid = Colour(rgb: 0xE79A9A)
        package static let warning = Colour(rgb: 0xA40000)
    }
}

extension Int {
    /// So many whole millimetres in the drawing's unit.
    package static func millimetres(_ count: Int) -> Int { count * 100 }
}
