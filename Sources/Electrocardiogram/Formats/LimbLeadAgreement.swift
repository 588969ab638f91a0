/// Holds stored limb leads against I and II, of which they are sums and differences (Einthoven, Goldberger).
///
/// They differ by rounding, and where a device filtered each lead on its own for moments. When they differ nearly
/// always, leads are misnamed, inverted or not of one heart, and no score may be made of them.
enum LimbLeadAgreement {
    /// How far a stored lead may be from the derived one in half of all samples, in microvolts.
    static let tolerance: Float = 100

    /// Refuses leads of which more than half of all samples contradict I and II.
    ///
    /// Nothing is held against anything where I or II is missing or the scale is unknown.
    static func require(_ signal: Signal, place: TextPlace?) throws(RecordingError) {
        guard let scale = signal.microvoltsPerCount.map({ Float($0) }) else { return }
        let derived = Signal.limbLeads(i: signal[.i], ii: signal[.ii])
        for (lead, expected) in zip(Lead.derivedLimbs, derived) {
            let apart = zip(signal[lead], expected).count { abs($0 - $1) * scale > tolerance }
            guard apart * 2 <= expected.count else {
                throw .unusable(
                    what: "lead \(lead.rawValue)",
                    reason: "contradicts leads I and II: most samples differ by more than \(Int(tolerance)) µV "
                        + "from what follows from these",
                    place: place
                )
            }
        }
    }
}
