/// Agreement beyond chance of any number of raters, each subject rated by the same number.
public struct FleissKappa: Sendable, Equatable {
    /// Kappa; refused where all ratings are of one category.
    public let kappa: Result<Double, NotEstimable>
    /// Mean share of agreeing pairs of raters.
    public let meanAgreement: Double
    /// The same were the raters to choose at random.
    public let expectedAgreement: Double
    /// Standard error under random choice, for the test only.
    public let nullStandardError: Result<Double, NotEstimable>
    /// Kappa of each category against all others; refused for a category nobody or everybody used.
    public let categories: [Result<Double, NotEstimable>]

    /// Kappa over its null standard error; refused where kappa is.
    public var z: Result<Double, NotEstimable> {
        kappa.flatMap { kappa in
            nullStandardError.flatMap { error in
                error > 0 ? .success(kappa / error) : .failure(.noVariation(of: "agreement by chance"))
            }
        }
    }

    /// Two-sided p of random choice.
    public var p: Result<Double, NotEstimable> { z.map(NormalDistribution.twoSidedP) }
}

extension FleissKappa {
    /// How many raters put each subject (row) in each category (column): rows of one length and one sum.
    ///
    /// Refused without subjects or with fewer than two raters. Equals R `irr::kappam.fleiss(detail = TRUE)`.
    /// Sources: Fleiss, Psychol Bull 76 (1971) 378; Fleiss, Nee and Landis, Psychol Bull 86 (1979) 974.
    public static func of(_ counts: [[Int]]) -> Result<FleissKappa, NotEstimable> {
        guard let first = counts.first else { return .failure(.noObservations) }
        let raters = first.reduce(0, +)
        precondition(
            counts.allSatisfy { $0.count == first.count && $0.reduce(0, +) == raters && $0.allSatisfy { $0 >= 0 } },
            "every subject has the same number of ratings"
        )
        guard raters > 1 else { return .failure(.tooFew("raters", needed: 2)) }
        return .success(FleissKappa(counts, raters: Double(raters)))
    }

    private init(_ counts: [[Int]], raters m: Double) {
        let subjects = Double(counts.count)
        let uses = counts[0].indices.map { j in counts.reduce(0.0) { $0 + Double($1[j]) } / (subjects * m) }
        let unequal = counts[0].indices.map { j in
            counts.reduce(0.0) { $0 + Double($1[j]) * (m - Double($1[j])) } / (subjects * m * (m - 1))
        }
        let chance = uses.map { $0 * (1 - $0) }
        let room = chance.reduce(0, +)
        let refusal = NotEstimable.zeroDenominator("the room for agreement beyond chance")
        meanAgreement = 1 - unequal.reduce(0, +)
        expectedAgreement = uses.reduce(0) { $0 + $1 * $1 }
        kappa = room > 0 ? .success(1 - unequal.reduce(0, +) / room) : .failure(refusal)
        categories = zip(unequal, chance).map { $1 > 0 ? .success(1 - $0 / $1) : .failure(refusal) }
        let skew = uses.reduce(0) { $0 + $1 * (1 - $1) * (1 - 2 * $1) }
        let variance = 2 * (room * room - skew) / (subjects * m * (m - 1))
        nullStandardError = room > 0 ? .success(max(0, variance).squareRoot() / room) : .failure(refusal)
    }
}
