import Testing

@testable import Biostatistics

@Suite("Kappa")
struct KappaTests {
    static let tables: [AgreementTable] = {
        var generator = Xoshiro256StarStar(seed: 5)
        return (0..<30).map { round in
            let size = 2 + round % 4
            return AgreementTable(
                (0..<size).map { i in (0..<size).map { generator.index(below: 9) + (i == $0 ? 12 : 0) } }
            )
        }
    }()

    private static func reversed(_ table: AgreementTable) -> AgreementTable {
        AgreementTable(table.counts.reversed().map { $0.reversed() })
    }

    private static func transposed(_ table: AgreementTable) -> AgreementTable {
        AgreementTable(table.counts.indices.map { j in table.counts.map { $0[j] } })
    }

    /// Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), Table 18.1 and section 18.1.
    @Test("a published table of diagnoses has its published kappa and null error")
    func textbook() throws {
        let kappa = try AgreementTable([[75, 1, 4], [5, 4, 1], [0, 0, 10]]).kappa(.unweighted).get()
        #expect(abs(try #require(kappa.kappa.point) - 0.68) < 0.005)
        #expect(abs(try #require(kappa.nullStandardError) - 0.076) < 0.0005)
    }

    /// With all margins one half the cells' terms are κ and κ − 1, so that the error is 2 √(pₒ (1 − pₒ) / n).
    @Test("even margins give kappa twice the error of the agreement")
    func evenMargins() throws {
        let kappa = try AgreementTable([[40, 10], [10, 40]]).kappa(.unweighted).get()
        #expect(abs(try #require(kappa.kappa.point) - 0.6) < 1e-15)
        #expect(abs(try #require(kappa.standardError) - 0.08) < 1e-15)
        #expect(abs(try #require(kappa.nullStandardError) - 0.1) < 1e-15)
        let half = NormalDistribution.criticalValue(level: 0.9) * 0.08
        let interval = try #require(
            try AgreementTable([[40, 10], [10, 40]]).kappa(.linear, level: 0.9).get().kappa.interval
        )
        #expect(abs(interval.lower - (0.6 - half)) < 1e-15)
        #expect(abs(interval.upper - (0.6 + half)) < 1e-15)
    }

    @Test("changing the raters about or the order of the scale changes no kappa", arguments: tables)
    func symmetry(_ table: AgreementTable) throws {
        for weights in CohenKappa.Weights.allCases {
            let kappa = try table.kappa(weights).get()
            for other in [Self.reversed(table), Self.transposed(table)] {
                let same = try other.kappa(weights).get()
                #expect(abs(try #require(kappa.kappa.point) - #require(same.kappa.point)) < 1e-14)
                #expect(abs(try #require(kappa.standardError) - #require(same.standardError)) < 1e-14)
                #expect(abs(try #require(kappa.nullStandardError) - #require(same.nullStandardError)) < 1e-14)
            }
        }
        #expect(abs(try table.gwetAC1.get() - Self.transposed(table).gwetAC1.get()) < 1e-14)
    }

    @Test("multiplying all counts leaves kappa and divides its errors by the root", arguments: tables)
    func scaling(_ table: AgreementTable) throws {
        let larger = AgreementTable(table.counts.map { $0.map { $0 * 100 } })
        let (small, large) = (try table.kappa(.linear).get(), try larger.kappa(.linear).get())
        #expect(abs(try #require(small.kappa.point) - #require(large.kappa.point)) < 1e-14)
        #expect(abs(try #require(small.standardError) - 10 * #require(large.standardError)) < 1e-13)
    }

    @Test("two categories know no weights, and PABAK is then twice the agreement less 1")
    func twoCategories() throws {
        for table in Self.tables where table.categories == 2 {
            let kappas = try CohenKappa.Weights.allCases.map { try table.kappa($0).get() }
            #expect(kappas[0] == kappas[1] && kappas[1] == kappas[2])
            #expect(abs(try table.pabak.get() - (2 * #require(table.observedAgreement) - 1)) < 1e-14)
        }
    }

    @Test("complete agreement has kappa 1 with no error, but one under chance")
    func complete() throws {
        let table = AgreementTable([[7, 0, 0], [0, 3, 0], [0, 0, 9]])
        for weights in CohenKappa.Weights.allCases {
            let kappa = try table.kappa(weights).get()
            #expect(kappa.kappa.point == 1)
            #expect(kappa.standardError == 0)
            #expect(try kappa.z.get() > 3)
        }
        #expect(try table.gwetAC1.get() == 1)
    }

    @Test("one category throughout agrees fully and leaves kappa not estimable")
    func oneCategory() throws {
        let table = AgreementTable([[0, 0], [0, 8]])
        let kappa = try table.kappa(.unweighted).get()
        #expect(kappa.observed == 1 && kappa.expected == 1)
        #expect(kappa.kappa.reason == .zeroDenominator("the room for agreement beyond chance"))
        #expect(try table.gwetAC1.get() == 1)
        #expect(try table.pabak.get() == 1)
        #expect(try table.specificAgreement[1].get() == 1)
        #expect(throws: NotEstimable.zeroDenominator("the use of the category")) {
            try table.specificAgreement[0].get()
        }
    }

    @Test("a rater who never varies leaves no test")
    func constantRater() throws {
        let kappa = try AgreementTable([[11, 7, 5], [0, 0, 0], [0, 0, 0]]).kappa(.quadratic).get()
        #expect(abs(try #require(kappa.kappa.point)) < 1e-15)
        #expect(kappa.standardError == 0)
        #expect(throws: NotEstimable.noVariation(of: "a rater's category")) { try kappa.z.get() }
    }

    @Test("without subjects nothing is estimable")
    func empty() {
        let table = AgreementTable([[0, 0], [0, 0]])
        #expect(throws: NotEstimable.noObservations) { try table.kappa(.unweighted).get() }
        #expect(throws: NotEstimable.noObservations) { try table.pabak.get() }
        #expect(throws: NotEstimable.noObservations) { try table.gwetAC1.get() }
        #expect(throws: NotEstimable.tooFew("categories", needed: 2)) { try AgreementTable([[4]]).pabak.get() }
    }

    @Test("huge counts do not overflow")
    func huge() throws {
        let many = Int.max / 2
        let kappa = try AgreementTable([[many, 0], [0, many]]).kappa(.unweighted).get()
        #expect(kappa.kappa.point == 1)
    }

    /// Two raters: Scott's pi of [[3, 1], [1, 3]] is (0.75 − 0.5) / (1 − 0.5).
    @Test("Fleiss' kappa of two raters is Scott's pi")
    func scott() throws {
        let counts = [[2, 0], [2, 0], [2, 0], [1, 1], [1, 1], [0, 2], [0, 2], [0, 2]]
        let kappa = try FleissKappa.of(counts).get()
        #expect(abs(try kappa.kappa.get() - 0.5) < 1e-15)
        for category in kappa.categories { #expect(abs(try category.get() - 0.5) < 1e-15) }
    }

    @Test("the order of subjects and categories does not matter to Fleiss' kappa")
    func fleissOrder() throws {
        var generator = Xoshiro256StarStar(seed: 12)
        let counts = (0..<40).map { _ in
            (0..<6).reduce(into: [0, 0, 0, 0]) { row, _ in row[generator.index(below: 4)] += 1 }
        }
        let kappa = try FleissKappa.of(counts).get()
        let turned = try FleissKappa.of(counts.reversed().map { $0.reversed() }).get()
        #expect(abs(try kappa.kappa.get() - turned.kappa.get()) < 1e-14)
        #expect(abs(try kappa.z.get() - turned.z.get()) < 1e-12)
        for (one, other) in zip(kappa.categories, turned.categories.reversed()) {
            #expect(abs(try one.get() - other.get()) < 1e-14)
        }
    }

    @Test("Fleiss' kappa says why it is not there")
    func fleissRefusals() throws {
        #expect(throws: NotEstimable.noObservations) { try FleissKappa.of([]).get() }
        #expect(throws: NotEstimable.tooFew("raters", needed: 2)) { try FleissKappa.of([[1, 0], [0, 1]]).get() }
        let one = try FleissKappa.of([[3, 0], [3, 0]]).get()
        #expect(one.meanAgreement == 1 && one.expectedAgreement == 1)
        #expect(throws: NotEstimable.zeroDenominator("the room for agreement beyond chance")) { try one.p.get() }
    }
}
