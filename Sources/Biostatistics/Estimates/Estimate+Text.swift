extension Estimate: CustomStringConvertible {
    /// As journals print it, to three decimals: "0.523 (95% CI 0.481 to 0.565)", "NE (only one outcome class)".
    public var description: String { text(decimals: 3) }

    /// As journals print it; an estimate without an interval stands alone.
    ///
    /// Decimals lie in 0...15.
    public func text(decimals: Int) -> String {
        switch self {
        case .notEstimable(let reason): "\(DisplayFormat.notEstimable) (\(reason.explanation))"
        case .value(let value, nil): DisplayFormat.number(value, decimals: decimals)
        case .value(let value, let interval?):
            "\(DisplayFormat.number(value, decimals: decimals)) (\(interval.text(decimals: decimals)))"
        }
    }
}

extension Interval: CustomStringConvertible {
    /// As journals print it, to three decimals: "95% CI 0.481 to 0.565".
    public var description: String { text(decimals: 3) }

    /// As journals print it, the level in percent with the decimals it needs.
    ///
    /// Decimals lie in 0...15.
    public func text(decimals: Int) -> String {
        let limits = [lower, upper].map { DisplayFormat.number($0, decimals: decimals) }
        return "\(levelText)% CI \(limits[0]) to \(limits[1])"
    }

    private var levelText: String {
        let text = DisplayFormat.percent(level, decimals: 10)
        let digits = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(digits.reversed())
    }
}
