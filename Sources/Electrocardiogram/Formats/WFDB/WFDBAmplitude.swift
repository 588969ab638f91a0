/// The gain field of a signal line.
enum WFDBAmplitude {
    /// Writes a scale in microvolts per count as counts per unit with the unit; nil as 0, which means not calibrated.
    ///
    /// The format stores the reciprocal. Neighbours of the quotient are tried in millivolts, microvolts, volts and
    /// nanovolts until one gives back the very scale; where none does, the scale read back differs by one unit in
    /// the last of its 53 bits.
    static func field(_ microvoltsPerCount: Double?) -> String {
        guard let scale = microvoltsPerCount else { return "0" }
        for (unit, microvolts) in [("mV", 1000.0), ("uV", 1), ("V", 1_000_000), ("nV", 0.001)] {
            let gain = microvolts / scale
            if let exact = [gain, gain.nextUp, gain.nextDown].first(where: { microvolts / $0 == scale }) {
                return "\(text(exact))(0)/\(unit)"
            }
        }
        return "\(text(1000 / scale))(0)/mV"
    }

    /// A number in as few digits as give it back.
    static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }
}
