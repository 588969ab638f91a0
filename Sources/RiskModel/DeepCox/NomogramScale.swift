import Foundation

/// Where a scale has its ticks: round numbers, labelled as far as there is room.
struct NomogramScale: Equatable {
    struct Tick: Equatable {
        let value: Double
        /// Nil for a tick between two labels.
        let label: String?
    }

    let ticks: [Tick]

    /// Ticks at round numbers from one end of a range to the other.
    ///
    /// - Parameters:
    ///   - range: ends that get a tick where they are round.
    ///   - length: of the scale on paper.
    ///   - labelDistance: that labels keep at least, in the unit of `length`.
    ///   - tickDistance: that ticks keep at least.
    ///   - step: of which all steps are multiples; 1 for counts.
    init(
        _ range: ModelCard.Survival.Interval,
        length: Double,
        labelDistance: Double,
        tickDistance: Double,
        step: Double? = nil
    ) {
        let perUnit = length / (range.upper - range.lower)
        let major = Self.step(atLeast: labelDistance / perUnit, multipleOf: step)
        // A finer step divides the coarser one, so that every label has its tick.
        let minor =
            [10.0, 5, 4, 2, 1].map { major / $0 }.first { fine in
                fine * perUnit >= tickDistance && Self.isRound(fine) && (step.map { fine >= $0 } ?? true)
            } ?? major
        let (first, last) = ((range.lower / minor - 1e-9).rounded(.up), (range.upper / minor + 1e-9).rounded(.down))
        ticks = stride(from: first, through: last, by: 1).map { place in
            let value = place * minor
            let whole = (value / major).rounded()
            let isLabelled = abs(value - whole * major) < minor / 1000
            return Tick(value: value, label: isLabelled ? Self.text(whole * major) : nil)
        }
    }

    /// The least of 1, 2, 5 times a power of ten that is large enough.
    private static func step(atLeast least: Double, multipleOf unit: Double?) -> Double {
        let least = max(least, unit ?? 0)
        let power = pow(10, log10(least).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) } ?? 10 * power
    }

    /// Whether a step is 1, 2 or 5 times a power of ten.
    private static func isRound(_ step: Double) -> Bool {
        let lead = step / pow(10, (log10(step) + 1e-9).rounded(.down))
        return [1, 2, 5].contains { abs(lead - $0) < 1e-6 }
    }

    /// As few decimals as it takes, and none that are zero.
    static func text(_ value: Double) -> String {
        let rounded = (value * 1e6).rounded() / 1e6
        let text = rounded == 0 ? "0" : rounded.description
        return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text).replacing("-", with: "−")
    }
}
