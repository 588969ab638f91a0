import Foundation

@testable import Electrocardiogram

/// Recordings and readings of sheets for the tests.
enum SheetFixture {
    /// Every lead a different curve of up to 1.5 mV with noise, from a fixed seed.
    static func recording(rate: Int = 500, seconds: Double = 10, microvoltsPerCount: Double? = 4.88) -> Recording {
        var state: UInt64 = 42
        let count = Int(Double(rate) * seconds)
        let leads = Lead.allCases.indices.map { lead in
            (0..<count).map { sample in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let noise = Double(state >> 40) / Double(1 << 24) - 0.5
                let time = Double(sample) / Double(rate)
                let spike = Int(time * Double(rate)) % rate == lead * 3 ? 900.0 : 0
                let microvolts = sin(time * Double(lead + 3)) * 300 + spike + noise * 60
                return Float((microvolts / (microvoltsPerCount ?? 1)).rounded())
            }
        }
        return recording(leads, rate: rate, microvoltsPerCount: microvoltsPerCount)
    }

    static func recording(_ leads: [[Float]], rate: Int = 500, microvoltsPerCount: Double? = 1) -> Recording {
        Recording(
            format: "muse-xml",
            sourceDigest: Data(0..<32),
            acquiredAt: CalendarDate(year: 2024, month: 2, day: 29)
                .flatMap { AcquisitionTime(date: $0, hour: 7, minute: 5, second: 9) },
            device: "MAC55",
            signal: Signal(samplingRate: rate, microvoltsPerCount: microvoltsPerCount, leads: leads),
            measurements: Measurements(ventricularRate: 72, prInterval: 160, qtInterval: 400, qtcInterval: 421.5)
        )
    }

    /// All leads alike.
    static func recording(all lead: [Float], rate: Int = 500, microvoltsPerCount: Double? = 1) -> Recording {
        recording(Lead.allCases.map { _ in lead }, rate: rate, microvoltsPerCount: microvoltsPerCount)
    }
}

/// A sheet's SVG read back by its text alone, in millimetres.
struct SVGPage {
    struct Point: Equatable {
        let x: Double
        let y: Double
    }

    /// What stands on the page.
    let texts: [String]
    private let paths: [String: [[Point]]]

    /// Reads one element a line, as the sheet is written.
    init(svg: String) {
        let elements = svg.split(separator: "\n")
        texts = elements.filter { $0.hasPrefix("<text ") }.map { element in
            String(element.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" })
        }
        let named = elements.filter { $0.hasPrefix("<path ") }.map { element in
            let values = element.split(separator: "\"")
            return (String(values[1]), Self.lines(in: values[values.count - 2]))
        }
        paths = Dictionary(named) { $0 + $1 }
    }

    /// The lines of all paths of a name, in document order.
    func lines(_ name: String) -> [[Point]] { paths[name] ?? [] }

    /// Absolute moves and relative lines, as SVG 1.1 section 8.3 has them.
    private static func lines(in path: Substring) -> [[Point]] {
        path.split(separator: "M").map { line in
            var (x, y) = (0, 0)
            let numbers = numbers(in: line)
            return stride(from: 0, to: numbers.count, by: 2).map { index in
                (x, y) = (x + numbers[index], y + numbers[index + 1])
                return Point(x: Double(x) / 100, y: Double(y) / 100)
            }
        }
    }

    /// Whole numbers, apart by a blank, a letter or a minus sign.
    private static func numbers(in text: Substring) -> [Int] {
        var numbers: [Int] = []
        var isNegative = false
        var isInside = false
        for character in text.utf8 {
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = Int(character - UInt8(ascii: "0")) * (isNegative ? -1 : 1)
                let before = isInside ? numbers.removeLast() : 0
                numbers.append(before * 10 + digit)
                isInside = true
            default:
                isNegative = character == UInt8(ascii: "-")
                isInside = false
            }
        }
        return numbers
    }
}
