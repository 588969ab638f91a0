import Biostatistics

/// Numbers as they are printed, the same on a terminal and on a page.
///
/// Rounded only here.
enum Wording {
    static func percent(_ estimate: Estimate) -> String {
        estimate.point.map(percent) ?? DisplayFormat.notEstimable
    }

    static func percent(_ proportion: Double) -> String { DisplayFormat.percent(proportion) + " %" }

    /// Limits in percent without the sign, such as `(55.8–84.9)`; a dash where there is no interval.
    static func percentInterval(_ estimate: Estimate) -> String {
        interval(estimate) { DisplayFormat.percent($0) }
    }

    /// Limits in percent, such as `55.8–84.9`.
    static func bareInterval(_ estimate: Estimate) -> String {
        String(percentInterval(estimate).drop { $0 == "(" }.prefix { $0 != ")" })
    }

    /// A proportion in percent with its limits, for sentences.
    static func withInterval(_ estimate: Estimate) -> String {
        estimate.point == nil ? "not estimable" : "\(percent(estimate)) \(percentInterval(estimate))"
    }

    /// Such as `24/33 (72.7 %)`.
    static func countPercent(_ proportion: Proportion) -> String {
        let share = proportion.estimate.map(percent) ?? DisplayFormat.notEstimable
        return "\(proportion.events)/\(proportion.total) (\(share))"
    }

    /// A difference of proportions in percentage points with its interval.
    static func points(_ estimate: Estimate) -> String {
        guard let point = estimate.point else { return DisplayFormat.notEstimable }
        guard let interval = estimate.interval else { return DisplayFormat.percent(point) }
        let limits = [interval.lower, interval.upper].map { DisplayFormat.percent($0) }
        return "\(DisplayFormat.percent(point)) (\(limits[0]) to \(limits[1]))"
    }

    static func ratio(_ estimate: Estimate) -> String {
        guard let point = estimate.point else { return DisplayFormat.notEstimable }
        guard estimate.interval != nil else { return "\(significant(point)) (no interval)" }
        return "\(significant(point)) \(interval(estimate, significant))"
    }

    /// Whole patients, rounded up, as half a patient cannot be studied.
    static func numberNeeded(_ estimate: Estimate) -> String {
        guard let point = estimate.point else { return DisplayFormat.notEstimable }
        return "\(wholeUp(point)) \(interval(estimate, wholeUp))"
    }

    static func pValue(_ p: Double) -> String {
        let text = DisplayFormat.pValue(p)
        guard let sign = text.first, sign == "<" || sign == ">" else { return "p = \(text)" }
        return "p \(sign) \(text.dropFirst())"
    }

    static func trend(_ trend: Result<TrendTest, NotEstimable>) -> String {
        switch trend {
        case .success(let test): "z = \(DisplayFormat.number(test.z, decimals: 3)), \(pValue(test.p))"
        case .failure(let reason): "\(DisplayFormat.notEstimable) (\(reason.explanation))"
        }
    }

    /// One sentence a reason, naming every figure that lacks for it; all figures of a report often lack for the same.
    static func reasons(_ missing: [(name: String, reason: NotEstimable)]) -> [String] {
        var reasons: [NotEstimable] = []
        for entry in missing where !reasons.contains(entry.reason) { reasons.append(entry.reason) }
        return reasons.map { reason in
            var names: [String] = []
            for entry in missing where entry.reason == reason && !names.contains(entry.name) {
                names.append(entry.name)
            }
            return "NE, \(reason.explanation): \(names.joined(separator: ", "))"
        }
    }

    static func level(_ level: Double) -> String {
        let text = DisplayFormat.percent(level, decimals: 2)
        let short = text.hasSuffix("00") ? String(text.dropLast(3)) : text
        return short + " %"
    }

    private static func interval(_ estimate: Estimate, _ text: (Double) -> String) -> String {
        guard let interval = estimate.interval else { return "–" }
        return "(\(text(interval.lower))–\(text(interval.upper)))"
    }

    private static func significant(_ value: Double) -> String {
        DisplayFormat.number(value, decimals: value.magnitude < 100 ? 2 : 0)
    }

    private static func wholeUp(_ value: Double) -> String {
        DisplayFormat.number(value.rounded(.up), decimals: 0)
    }
}
