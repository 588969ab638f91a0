import Foundation

/// Words and numbers as the sheet shows them.
enum SheetText {
    /// With at most two decimals, and none that are zero.
    static func number(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard abs(hundredths) < 1e15 else { return value.description }
        let whole = Int(abs(hundredths))
        let sign = hundredths < 0 ? "-" : ""
        let rest = whole % 100
        if rest == 0 { return "\(sign)\(whole / 100)" }
        return "\(sign)\(whole / 100).\(rest % 10 == 0 ? String(rest / 10) : padded(rest))"
    }

    /// Date and clock time as the device gave them, with the zone where it gave one.
    static func time(_ time: AcquisitionTime) -> String {
        let date = time.date
        let year = String(date.year)
        let day = "\(String(repeating: "0", count: 4 - year.count))\(year)-\(padded(date.month))-\(padded(date.day))"
        let clock = "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))"
        guard let offset = time.utcOffsetMinutes else { return "\(day) \(clock)" }
        let size = offset.magnitude
        let zone = "UTC\(offset < 0 ? "-" : "+")\(padded(Int(size / 60))):\(padded(Int(size % 60)))"
        return "\(day) \(clock) \(zone)"
    }

    /// Words from a file or a user on one line of so many places; what is cut off shows as an ellipsis.
    ///
    /// Characters without a shape, which XML may not hold either, become blanks. Those of East Asian scripts take two
    /// places.
    static func line(_ words: String, places: Int) -> String {
        let visible = words.unicodeScalars.map { isShapeless($0) ? " " : $0 }
        var taken = 0
        let fitting = visible.prefix { scalar in
            taken += scalar.value < 0x1100 ? 1 : 2
            return taken <= places
        }
        let text = String(String.UnicodeScalarView(fitting)).trimmingCharacters(in: .whitespaces)
        return fitting.count < visible.count ? text + "…" : text
    }

    private static func isShapeless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: true
        default: false
        }
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
