/// How the counts of each lead become counts of one scale.
struct MuseScale {
    /// Of the signal; nil where a lead has no usable unit.
    let microvoltsPerCount: Double?
    /// Whether leads are multiplied by their own factor.
    private let converts: Bool

    init(of leads: [MuseLead], remarks: inout [String]) {
        let scales = leads.map(\.microvoltsPerCount)
        guard !scales.isEmpty, !scales.contains(nil) else {
            let place = leads.first { $0.microvoltsPerCount == nil }.map { " at \($0.place.text)" } ?? ""
            remarks.append("The amplitude unit\(place) is missing or unknown; it is not guessed.")
            (microvoltsPerCount, converts) = (nil, false)
            return
        }
        let known = scales.compactMap(\.self)
        let finest = known.min() ?? 1
        guard Set(known).count > 1 else {
            (microvoltsPerCount, converts) = (finest, false)
            return
        }
        converts = true
        guard known.allSatisfy({ Self.isWhole($0 / finest) }) else {
            remarks.append("The leads have different scales; all are converted to microvolts.")
            microvoltsPerCount = 1
            return
        }
        remarks.append("The leads have different scales; all are converted to the finest, \(finest) µV a count.")
        microvoltsPerCount = finest
    }

    /// What the counts of a lead are multiplied by.
    func factor(_ lead: MuseLead) -> Double {
        guard converts, let own = lead.microvoltsPerCount, let scale = microvoltsPerCount else { return 1 }
        return Self.isWhole(own / scale) ? (own / scale).rounded() : own / scale
    }

    /// Whether a ratio is a whole number but for rounding, and small enough to keep products exact.
    private static func isWhole(_ ratio: Double) -> Bool {
        (0.5...128).contains(ratio) && abs(ratio - ratio.rounded()) < 1e-9
    }
}
