extension Signal {
    /// The leads that carry all information; the other four follow from I and II.
    public static let independentLeads: [Lead] = [.i, .ii, .v1, .v2, .v3, .v4, .v5, .v6]

    /// Makes twelve leads of the eight independent ones, in the order of ``independentLeads``.
    ///
    /// III = II − I, aVR = −(I + II)/2, aVL = I − II/2, aVF = II − I/2, in counts; halves occur. An empty array is a
    /// missing lead, and what would be derived from it is missing too.
    ///
    /// - Precondition: eight arrays; those that are not empty have one length.
    public init(samplingRate: Int, microvoltsPerCount: Double?, independent: [[Float]]) {
        precondition(independent.count == Self.independentLeads.count, "there are eight independent leads")
        let limbs = Self.limbLeads(i: independent[0], ii: independent[1])
        self.init(
            samplingRate: samplingRate,
            microvoltsPerCount: microvoltsPerCount,
            leads: [independent[0], independent[1]] + limbs + independent[2...]
        )
    }

    /// III, aVR, aVL and aVF of leads I and II; four empty arrays when one of these is empty.
    static func limbLeads(i: [Float], ii: [Float]) -> [[Float]] {
        [
            zip(i, ii).map { i, ii in ii - i },
            zip(i, ii).map { i, ii in -(i + ii) / 2 },
            zip(i, ii).map { i, ii in i - ii / 2 },
            zip(i, ii).map { i, ii in ii - i / 2 },
        ]
    }
}
