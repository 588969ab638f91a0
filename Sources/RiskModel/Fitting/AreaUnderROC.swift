/// The chance that a random event scores above a random other, ties counting one half.
public enum AreaUnderROC {
    /// Nil unless both classes occur.
    ///
    /// Source: Hanley and McNeil, Radiology 1982;143:29–36.
    public static func of(scores: [Double], labels: [Bool]) -> Double? {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        let events = labels.count { $0 }
        let others = labels.count - events
        guard events > 0, others > 0 else { return nil }
        var rankSum = 0.0
        var first = 0
        while first < order.count {
            var end = first
            while end < order.count, scores[order[end]] == scores[order[first]] { end += 1 }
            let tied = order[first..<end].count { labels[$0] }
            rankSum += Double(tied) * Double(first + 1 + end) / 2
            first = end
        }
        return (rankSum - Double(events * (events + 1)) / 2) / Double(events * others)
    }
}
