/// The ROC curve: at every distinct score, who scores at least that much.
///
/// Thresholds are observed scores and the rule is "score ≥ threshold"; the point where nobody is positive is implied.
public struct RocCurve: Sendable, Equatable {
    /// A cut point and how many it calls positive.
    public struct Point: Sendable, Equatable {
        /// Positive are scores of at least this.
        public let threshold: Double
        /// Cases called positive.
        public let truePositives: Int
        /// Controls called positive.
        public let falsePositives: Int
    }

    /// How many have the outcome.
    public let caseCount: Int
    /// How many have not.
    public let controlCount: Int
    /// From the highest threshold down, so that both counts only rise.
    public let points: [Point]

    /// The test against the outcome at a cut point.
    public func table(at point: Point) -> ConfusionMatrix {
        ConfusionMatrix(
            truePositives: point.truePositives,
            falsePositives: point.falsePositives,
            falseNegatives: caseCount - point.truePositives,
            trueNegatives: controlCount - point.falsePositives
        )
    }

    /// Positive among the cases.
    public func sensitivity(at point: Point) -> Double { Double(point.truePositives) / Double(caseCount) }

    /// Negative among the controls.
    public func specificity(at point: Point) -> Double {
        Double(controlCount - point.falsePositives) / Double(controlCount)
    }
}

extension RankedScores {
    /// The ROC curve; refused where a class is empty.
    public func rocCurve() -> Result<RocCurve, NotEstimable> {
        if let refusal { return .failure(refusal) }
        var points: [RocCurve.Point] = []
        var (casesBelow, controlsBelow) = (0, 0)
        forEachTie { key, cases, controls in
            points.append(
                RocCurve.Point(
                    threshold: OrderedKey.value(of: key),
                    truePositives: caseCount - casesBelow,
                    falsePositives: controlCount - controlsBelow
                )
            )
            casesBelow += cases
            controlsBelow += controls
        }
        points.reverse()
        return .success(RocCurve(caseCount: caseCount, controlCount: controlCount, points: points))
    }
}
