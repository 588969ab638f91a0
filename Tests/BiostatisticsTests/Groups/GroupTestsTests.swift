import Testing

@testable import Biostatistics

@Suite("Tests between groups")
struct GroupTestsTests {
    private static func sample(_ seed: UInt64, _ n: Int, shift: Double = 0, step: Double? = nil) -> [Double] {
        var generator = Xoshiro256StarStar(seed: seed)
        return (0..<n).map { _ in
            let value = generator.normal() + shift
            return step.map { (value / $0).rounded() * $0 } ?? value
        }
    }

    /// Student, Biometrika 6 (1908) 1, the sleep data: t = −1.8608 with 17.776 (Welch) and 18 degrees of freedom.
    @Test("Student's sleep data")
    func sleep() throws {
        let pair = TwoSamples(
            [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
            [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
        )
        let (welch, student) = (try pair.welch().get(), try pair.student().get())
        #expect(abs(welch.statistic + 1.8608) < 5e-5 && abs(welch.df - 17.776) < 5e-4)
        #expect(abs(student.statistic + 1.8608) < 5e-5 && student.df == 18 && abs(student.p - 0.07919) < 5e-6)
    }

    @Test("changing places turns the sign of every difference")
    func places() throws {
        let (one, other) = (Self.sample(1, 14), Self.sample(2, 19, shift: 1))
        let (pair, turned) = (TwoSamples(one, other), TwoSamples(other, one))
        #expect(try abs(pair.welch().get().statistic + turned.welch().get().statistic) < 1e-13)
        let (u, v) = (try WilcoxonTest.test(one, other).get(), try WilcoxonTest.test(other, one).get())
        #expect(try u.u + v.u == 14 * 19 && abs(u.exactP.get() - v.exactP.get()) < 1e-15)
    }

    @Test("with two groups all rank tests are one", arguments: [nil, 0.5])
    func oneTest(_ step: Double?) throws {
        let groups = [Self.sample(3, 21, step: step), Self.sample(4, 17, shift: 0.4, step: step)]
        let wilcoxon = try WilcoxonTest.test(groups[0], groups[1]).get().normalP.get()
        let tests = GroupTests(groups)
        #expect(try abs(tests.kruskalWallis().get().p - wilcoxon) < 1e-12)
        #expect(try abs(tests.jonckheere().get().p - wilcoxon) < 1e-12)
        let (f, t) = (try tests.anova().get(), try TwoSamples(groups[0], groups[1]).student().get())
        #expect(abs(f.statistic - t.statistic * t.statistic) < 1e-11 && abs(f.p - t.p) < 1e-12)
    }

    /// Of the ten ways to choose two of five ranks, one each has U = 0 and 1, two have U = 2 and 3.
    @Test("the exact Wilcoxon p counts arrangements")
    func arrangements() throws {
        #expect(try abs(WilcoxonTest.test([1, 2], [3, 4, 5]).get().exactP.get() - 0.2) < 1e-15)
        #expect(try abs(WilcoxonTest.test([1, 3], [2, 4, 5]).get().exactP.get() - 0.4) < 1e-15)
        #expect(try abs(WilcoxonTest.test([2, 4], [1, 3, 5]).get().exactP.get() - 1) < 1e-15)
    }

    @Test("ranks ignore any rising change of scale")
    func scale() throws {
        let groups = [Self.sample(5, 12), Self.sample(6, 9), Self.sample(7, 15, shift: 1)]
        let cubed = groups.map { $0.map { $0 * $0 * $0 } }
        #expect(try GroupTests(groups).kruskalWallis().get() == GroupTests(cubed).kruskalWallis().get())
        #expect(try GroupTests(groups).jonckheere().get() == GroupTests(cubed).jonckheere().get())
    }

    @Test("reversing the groups turns the trend")
    func reversed() throws {
        let groups = [Self.sample(8, 8, step: 1), Self.sample(9, 11, step: 1), Self.sample(10, 6, shift: 2, step: 1)]
        let (up, down) = (
            try GroupTests(groups).jonckheere().get(), try GroupTests(groups.reversed()).jonckheere().get()
        )
        #expect(up.z > 0 && abs(up.z + down.z) < 1e-13)
    }

    @Test("values that do not vary leave no test, and say so")
    func constant() {
        let pair = TwoSamples([5, 5, 5], [5, 5])
        #expect(throws: NotEstimable.noVariation(of: "the value within the groups")) { try pair.welch().get() }
        #expect(pair.standardizedMeanDifference.point == nil && pair.difference == 0)
        #expect(throws: NotEstimable.noVariation(of: "the value")) {
            try GroupTests([[5, 5], [5]]).kruskalWallis().get()
        }
        #expect(throws: NotEstimable.self) { try GroupTests([[5, 5], [6, 6]]).anova().get() }
    }

    @Test("empty groups are left out, and too few are refused")
    func empty() throws {
        let tests = GroupTests([[1, 2, 4], [], [3, 5]])
        #expect(tests.groupCount == 2)
        #expect(try tests.anova().get() == GroupTests([[1, 2, 4], [3, 5]]).anova().get())
        #expect(throws: NotEstimable.noObservations) { try WilcoxonTest.test([], [1]).get() }
        #expect(throws: NotEstimable.noObservations) { try GroupTests([[], []]).anova().get() }
        #expect(throws: NotEstimable.tooFew("groups with values", needed: 2)) {
            try GroupTests([[1, 2]]).jonckheere().get()
        }
    }

    @Test("a hundred thousand patients are no trouble")
    func large() throws {
        let groups = [Self.sample(11, 60_000, step: 0.01), Self.sample(12, 40_000, shift: 0.02, step: 0.01)]
        let wilcoxon = try WilcoxonTest.test(groups[0], groups[1]).get()
        #expect(try abs(GroupTests(groups).kruskalWallis().get().p / wilcoxon.normalP.get() - 1) < 1e-9)
    }
}
