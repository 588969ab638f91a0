extension Lead {
    /// III, aVR, aVL and aVF, which follow from I and II.
    static let derivedLimbs: [Lead] = [.iii, .avr, .avl, .avf]

    /// Where arrays of leads hold it.
    var position: Int { Lead.allCases.firstIndex(of: self) ?? 0 }
}
