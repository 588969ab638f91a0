/// The one scale to which the leads of a file are brought.
struct CommonScale: Equatable {
    /// Nil where a lead has no usable unit.
    let microvoltsPerCount: Double?
    /// By what each lead's counts are multiplied, in their order.
    let factors: [Double]

    /// How far two scales may differ and still be the same number written in decimal digits twice, as a fraction.
    private static let tolerance = 1e-9
    /// The finest division of the finest scale that is tried to make all factors whole.
    private static let largestDivisor = 16

    /// Chooses the scale and says in a remark what that did to the samples.
    ///
    /// Of leads with different scales the finest is taken, or the coarsest fraction of it (down to a sixteenth) of
    /// which all scales are whole multiples; then no sample changes, unless it gets more digits than a `Float` has.
    /// Where there is no such fraction, samples are multiplied by a factor that is not whole. Rounding moves them by
    /// less than half a step of the file.
    static func choose(for leads: [ScaledLead], remarks: inout [String]) -> CommonScale {
        let unknown = leads.filter { $0.microvoltsPerCount == nil }.map(\.lead.rawValue)
        let scales = leads.compactMap { $0.microvoltsPerCount.map(abs) }
        guard unknown.isEmpty, let finest = scales.min() else {
            let names = unknown.joined(separator: ", ")
            remarks.append("The amplitude unit of \(names) is missing or unknown; it is not guessed.")
            return CommonScale(
                microvoltsPerCount: nil,
                factors: leads.map { ($0.microvoltsPerCount ?? 1) < 0 ? -1 : 1 }
            )
        }
        let signs = leads.map { ($0.microvoltsPerCount ?? 1) < 0 ? -1.0 : 1 }
        let ratios = scales.map { $0 / finest }
        if ratios.allSatisfy({ $0 - 1 <= tolerance }) {
            return CommonScale(microvoltsPerCount: finest, factors: signs)
        }
        let divisor = (1...largestDivisor).first { divisor in ratios.allSatisfy { isWhole($0 * Double(divisor)) } }
        let scale = finest / Double(divisor ?? 1)
        let factors = ratios.map { ratio in divisor.map { (ratio * Double($0)).rounded() } ?? ratio }
        // Up to here a `Float` holds half counts too, which a zero between two counts makes.
        let isExact =
            divisor != nil
            && zip(leads, factors).allSatisfy { $0.magnitude * $1 <= StoredChannel.largestCount / 2 }
        remarks.append(
            "The leads have different scales; all are brought to \(scale) µV per count, "
                + (isExact ? "which changes no sample." : "which moves samples by less than half a step.")
        )
        return CommonScale(microvoltsPerCount: scale, factors: zip(factors, signs).map(*))
    }

    private static func isWhole(_ value: Double) -> Bool { abs(value - value.rounded()) <= tolerance * value }
}
