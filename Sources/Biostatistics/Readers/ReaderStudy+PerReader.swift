extension ReaderStudy {
    /// Right calls among those that the measure covers, of the reader at a place in ``readers``.
    public func proportion(_ measure: Measure, reader: Int, arm: Arm) -> Proportion {
        let covered = calls(of: reader, in: arm).filter { measure.covers(truths[$0.place]) }
        return Proportion(events: covered.count(where: \.isRight), total: covered.count)
    }

    /// Second arm minus first of one reader, with Tango's interval where he read the same cases in both.
    ///
    /// Refused where an arm has no case that the measure covers.
    public func difference(_ measure: Measure, reader: Int, level: Double = 0.95) -> Estimate {
        guard let one = proportion(measure, reader: reader, arm: .first).estimate,
            let other = proportion(measure, reader: reader, arm: .second).estimate
        else { return .notEstimable(.noObservations) }
        guard let pairs = pairs(measure, reader: reader) else { return .value(other - one, interval: nil) }
        return pairs.tangoDifference(level: level)
    }

    /// The reader's calls in the second arm paired with those in the first; nil where the cases are not the same.
    private func pairs(_ measure: Measure, reader: Int) -> PairedProportions? {
        let second = calls(of: reader, in: .second).filter { measure.covers(truths[$0.place]) }
        let first = calls(of: reader, in: .first).filter { measure.covers(truths[$0.place]) }
        guard first.map(\.place) == second.map(\.place) else { return nil }
        return PairedProportions(zip(second, first).map { (first: $0.isRight, second: $1.isRight) })
    }
}
