/// Scores with their outcomes, sorted once, so that a resample costs one pass and no sorting.
///
/// Cases have a higher score where the test is good; tied pairs count half.
public struct ResampledScores: Sendable {
    private let isEvent: [Bool]
    /// Of every observation, the place of its score among the distinct scores in ascending order.
    private let places: [Int]
    private let distinct: Int

    /// One outcome a score; scores are finite.
    public init(scores: [Double], isEvent: [Bool]) {
        precondition(scores.count == isEvent.count, "one outcome a score")
        precondition(scores.allSatisfy(\.isFinite), "scores must be finite")
        self.isEvent = isEvent
        var places = Array(repeating: 0, count: scores.count)
        var (place, previous) = (-1, -Double.infinity)
        for index in scores.indices.sorted(by: { scores[$0] < scores[$1] }) {
            if scores[index] != previous { (place, previous) = (place + 1, scores[index]) }
            places[index] = place
        }
        self.places = places
        distinct = place + 1
    }

    /// The area under the ROC curve in a sample of observations; nil where it has one outcome class only.
    public func auroc(of sample: some Sequence<Int>) -> Double? {
        let counts = counts(of: sample)
        let (events, others) = (counts.events.reduce(0, +), counts.others.reduce(0, +))
        guard events > 0, others > 0 else { return nil }
        var (below, pairs) = (0.0, 0.0)
        for place in 0..<distinct {
            pairs += Double(counts.events[place]) * (below + 0.5 * Double(counts.others[place]))
            below += Double(counts.others[place])
        }
        return pairs / (Double(events) * Double(others))
    }

    /// Average precision in a sample, by steps at every distinct score; nil where it has one outcome class only.
    public func averagePrecision(of sample: some Sequence<Int>) -> Double? {
        let counts = counts(of: sample)
        let (events, others) = (counts.events.reduce(0, +), counts.others.reduce(0, +))
        guard events > 0, others > 0 else { return nil }
        var (found, called, area) = (0.0, 0.0, 0.0)
        for place in (0..<distinct).reversed() where counts.events[place] + counts.others[place] > 0 {
            found += Double(counts.events[place])
            called += Double(counts.events[place] + counts.others[place])
            area += Double(counts.events[place]) * (found / called)
        }
        return area / Double(events)
    }

    private func counts(of sample: some Sequence<Int>) -> (events: [Int], others: [Int]) {
        var events = Array(repeating: 0, count: distinct)
        var others = events
        for index in sample {
            if isEvent[index] { events[places[index]] += 1 } else { others[places[index]] += 1 }
        }
        return (events, others)
    }
}
