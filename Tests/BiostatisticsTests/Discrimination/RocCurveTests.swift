import Testing

@testable import Biostatistics

@Suite("ROC curve and cut points")
struct RocCurveTests {
    /// Cases 3, 2, 2 and controls 2, 1: at 3 one of three and none, at 2 all and one of two, at 1 everybody.
    @Test func `five patients by hand`() throws {
        let curve = try RankedScores(cases: [3, 2, 2], controls: [2, 1]).rocCurve().get()
        #expect(curve.points.map(\.threshold) == [3, 2, 1])
        #expect(curve.points.map(\.truePositives) == [1, 3, 3])
        #expect(curve.points.map(\.falsePositives) == [0, 1, 2])
        #expect(curve.youdenPoints.map(\.threshold) == [2])
        #expect(curve.youdenIndex(at: curve.youdenPoints[0]) == 0.5)
        #expect(curve.closestToPerfect.map(\.threshold) == [2])
        #expect(curve.sensitivity(atSpecificity: 1) == 1.0 / 3 && curve.specificity(atSensitivity: 0.9) == 0.5)
        let table = ConfusionMatrix(truePositives: 3, falsePositives: 1, falseNegatives: 0, trueNegatives: 1)
        #expect(curve.table(at: curve.points[1]) == table)
    }

    @Test(arguments: [(50, 6), (400, 30), (3000, 100_000)])
    func `every point counts who scores at least as much`(_ count: Int, _ distinct: Int) throws {
        let data = InventedScores(count: count, distinct: distinct, seed: 21)
        let curve = try data.ranked.rocCurve().get()
        #expect(curve.points.map(\.threshold) == Set(data.scores).sorted(by: >))
        for place in [0, curve.points.count / 2, curve.points.count - 1] {
            let point = curve.points[place]
            #expect(point.truePositives == data.cases.count { $0 >= point.threshold })
            #expect(point.falsePositives == data.controls.count { $0 >= point.threshold })
        }
        #expect(curve.points.last.map(curve.sensitivity) == 1 && curve.points.last.map(curve.specificity) == 0)
    }

    @Test(arguments: [(50, 6), (400, 30), (3000, 100_000)])
    func `the whole partial area is the area, and parts add up`(_ count: Int, _ distinct: Int) throws {
        let data = InventedScores(count: count, distinct: distinct, seed: 22)
        let curve = try data.ranked.rocCurve().get()
        let area = try data.ranked.auroc().get().value
        #expect(abs(curve.partialArea(specificity: 0...1) - area) < 1e-12)
        #expect(abs((try curve.correctedPartialArea(specificity: 0...1).get()) - area) < 1e-12)
        let parts = [0...0.37, 0.37...0.9, 0.9...1].map(curve.partialArea)
        #expect(abs(parts.reduce(0, +) - area) < 1e-12)
    }

    @Test func `without information a corrected area is one half, with all of it one`() throws {
        let none = try RankedScores(cases: [1, 1], controls: [1, 1]).rocCurve().get()
        let all = try RankedScores(cases: [2, 3], controls: [0, 1]).rocCurve().get()
        for range in [0...1, 0.9...1, 0.2...0.4] {
            #expect(abs(try none.correctedPartialArea(specificity: range).get() - 0.5) < 1e-13)
            #expect(abs(try all.correctedPartialArea(specificity: range).get() - 1) < 1e-13)
        }
    }

    @Test func `below the diagonal and in an empty range there is no corrected area`() throws {
        let worse = try RankedScores(cases: [0, 1], controls: [2, 3]).rocCurve().get()
        #expect(worse.partialArea(specificity: 0.9...1) == 0)
        #expect(
            worse.correctedPartialArea(specificity: 0.9...1)
                == .failure(.undefined("the curve lies below the diagonal there"))
        )
        #expect(
            worse.correctedPartialArea(specificity: 1...1)
                == .failure(.zeroDenominator("the width of the range of specificity"))
        )
    }

    /// Ten of each class: at 3 four cases and one control, at 2 nine and six; the indices 4/10 − 1/10 and 9/10 − 6/10
    /// are one fraction but two doubles.
    @Test func `thresholds that tie as fractions all reach the optimum`() throws {
        let cases = [Double](repeating: 3, count: 4) + [Double](repeating: 2, count: 5) + [1]
        let controls = [3] + [Double](repeating: 2, count: 5) + [Double](repeating: 1, count: 4)
        let curve = try RankedScores(cases: cases, controls: controls).rocCurve().get()
        #expect(curve.youdenPoints.map(\.threshold) == [3, 2])
    }

    @Test func `targets are met at their edge and by nobody when they must be`() throws {
        let cases = (1...10).map { Double($0) + 0.5 }
        let curve = try RankedScores(cases: cases, controls: (1...10).map(Double.init)).rocCurve().get()
        // Seven tenths and nine tenths are no doubles; the counts behind them decide.
        for tenths in 1...9 {
            let target = Double(tenths) / 10
            #expect(curve.sensitivity(atSpecificity: target) == Double(11 - tenths) / 10)
            #expect(curve.specificity(atSensitivity: target) == Double(11 - tenths) / 10)
        }
        let alike = try RankedScores(cases: [1], controls: [1]).rocCurve().get()
        #expect(alike.sensitivity(atSpecificity: 0.9) == 0 && alike.specificity(atSensitivity: 0.9) == 0)
    }

    @Test func `one class has no curve`() {
        #expect(RankedScores(cases: [], controls: [0.2, 0.3]).rocCurve() == .failure(.oneOutcomeClass))
    }
}
