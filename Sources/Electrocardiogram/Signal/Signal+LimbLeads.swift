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

    /// The same signal with III, aVR, aVL and aVF derived where they are missing and I and II are not.
    public func derivingLimbLeads() -> Signal {
        let derived = Self.limbLeads(i: self[.i], ii: self[.ii])
        let completed = leads.indices.map { index in
            leads[index].isEmpty && (2..<6).contains(index) ? derived[index - 2] : leads[index]
        }
        return Signal(samplingRate: samplingRate, microvoltsPerCount: microvoltsPerCount, leads: completed)
    }

    /// How far each stored limb lead lies from what I and II make of it, in counts: the largest distance of any sample.
    ///
    /// By Einthoven's law III = II − I, by Goldberger's aVR = −(I + II)/2, aVL = I − II/2, aVF = II − I/2. Rounding to
    /// whole counts explains one and a half counts; more means that leads were filtered apart, swapped or mislabelled.
    /// Leads that are missing, or cannot be checked because I or II is, are left out.
    public var limbLeadResiduals: [Lead: Float] {
        let derived = Self.limbLeads(i: self[.i], ii: self[.ii])
        let pairs = zip([Lead.iii, .avr, .avl, .avf], derived).compactMap { lead, expected -> (Lead, Float)? in
            guard !expected.isEmpty, !self[lead].isEmpty else { return nil }
            return (lead, zip(self[lead], expected).reduce(0) { max($0, abs($1.0 - $1.1)) })
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// Rounding to whole counts explains so many counts of a residual: half a count in each of three leads.
    public static let mostResidual: Float = 1.5
    /// Leads that a device filtered or rounded apart may differ by so much more than counts explain, µV.
    ///
    /// Our own choice: a tenth of a millimetre of the paper, which nobody sees.
    public static let mostResidualMicrovolts = 10.0

    /// What to say of stored limb leads that are not what I and II make of them; nil where they are.
    public var limbLeadRemark: String? {
        let tolerance = microvoltsPerCount.map { Float(Self.mostResidualMicrovolts / $0) } ?? 0
        guard let residual = limbLeadResiduals.values.max(), residual > max(Self.mostResidual, tolerance) else {
            return nil
        }
        return "The stored limb leads do not agree with leads I and II: "
            + "they may be mislabelled or filtered differently."
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
