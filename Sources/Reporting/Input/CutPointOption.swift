package import Trial

/// Cut points given by whoever asks for the report, such as `echonext=0.3,0.6`; always exploratory.
package struct CutPointOption: Sendable, Equatable {
    package let model: String
    package let cutPointSet: CutPointSet

    /// Reads `MODEL=CUT[,CUT…]`: one to four ascending numbers between 0 and 1.
    package init(_ text: String) throws(ReportingError) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { throw Self.malformed(text) }
        let words = parts[1].split(separator: ",", omittingEmptySubsequences: false)
        let cuts = words.compactMap { Double($0) }
        guard cuts.count == words.count, let tiers = TierScale.scale(cutPoints: cuts.count),
            cuts.allSatisfy({ $0 > 0 && $0 < 1 }), zip(cuts, cuts.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw Self.malformed(text) }
        model = String(parts[0])
        cutPointSet = CutPointSet(
            id: "command-line",
            status: .exploratory,
            model: model,
            output: "score",
            tiers: tiers,
            cutPoints: cuts
        )
    }

    private static func malformed(_ text: String) -> ReportingError {
        .badRequest("--cut-points \(text): write MODEL=CUT,CUT with one to four ascending numbers between 0 and 1")
    }
}
