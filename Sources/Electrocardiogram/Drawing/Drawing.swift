/// A page as a list of vector marks, from which every output format is made.
///
/// Lengths are whole hundredths of a millimetre, so that no renderer rounds differently from another; x grows to the
/// right and y downwards from the upper left corner. Later marks lie over earlier ones.
struct Drawing: Sendable, Equatable {
    let width: Int
    let height: Int
    /// What it is, in a few words, for readers who cannot see it.
    let title: String
    /// What it shows, in sentences, for readers who cannot see it.
    let summary: String
    var marks: [Mark] = []

    /// One thing drawn.
    enum Mark: Sendable, Equatable {
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

    struct Point: Sendable, Equatable {
        let x: Int
        let y: Int
    }

    struct Stroke: Sendable, Equatable {
        let width: Int
        let colour: Colour
    }

    struct TextStyle: Sendable, Equatable {
        let size: Int
        var bold = false
        var anchor = Anchor.start
        var colour = Colour.black
    }

    /// Which part of a line of text lies at its point; its base line always does.
    enum Anchor: String, Sendable {
        case start
        case middle
        case end
    }

    /// Red, green and blue in one number, as in `0xFF0000`.
    struct Colour: Sendable, Equatable {
        let rgb: UInt32

        static let white = Colour(rgb: 0xFFFFFF)
        static let black = Colour(rgb: 0x000000)
        static let grey = Colour(rgb: 0x555555)
        static let fineGrid = Colour(rgb: 0xF8CFCF)
        static let boldGrid = Colour(rgb: 0xE79A9A)
        static let warning = Colour(rgb: 0xA40000)
    }
}

extension Int {
    /// So many whole millimetres in the drawing's unit.
    static func millimetres(_ count: Int) -> Int { count * 100 }
}
