/// The two-way analysis of variance of subjects by raters, and the intraclass correlations made from it.
///
/// Source: Shrout and Fleiss, Psychol Bull 86 (1979) 420.
public struct IntraclassCorrelation: Sendable, Equatable {
    /// The six forms of Shrout and Fleiss.
    public enum Form: String, Sendable, CaseIterable {
        /// ICC(1,1): each subject has raters of its own.
        case oneWay = "ICC1"
        /// ICC(2,1): raters are a sample; absolute agreement. The default.
        case agreement = "ICC2"
        /// ICC(3,1): just these raters; consistency.
        case consistency = "ICC3"
        /// ICC(1,k): the mean of the raters, as the first.
        case oneWayMean = "ICC1k"
        /// ICC(2,k): the mean of the raters, as the second.
        case agreementMean = "ICC2k"
        /// ICC(3,k): the mean of the raters, as the third.
        case consistencyMean = "ICC3k"
    }

    /// A correlation with the F test that it is 0.
    public struct Coefficient: Sendable, Equatable {
        /// May be negative, and is then printed as it is.
        public let estimate: Estimate
        /// Mean square of subjects over that of error.
        public let f: Double
        /// Degrees of freedom of the numerator.
        public let df1: Int
        /// Degrees of freedom of the denominator.
        public let df2: Int
        /// P of a larger F.
        public let p: Double
    }

    /// How many subjects, at least 2.
    public let subjects: Int
    /// How many raters, at least 2.
    public let raters: Int
    /// Mean square between subjects.
    public let meanSquareRows: Double
    /// Mean square between raters.
    public let meanSquareColumns: Double
    /// Residual mean square.
    public let meanSquareError: Double
    /// Mean square within subjects, raters and residual together.
    public let meanSquareWithin: Double
    /// Whether nothing but rounding is left as residual, so that no F exists.
    public let isDegenerate: Bool

    /// One row a subject, one column a rater, all finite; refused for fewer than two of either.
    public static func of(_ ratings: [[Double]]) -> Result<IntraclassCorrelation, NotEstimable> {
        guard let first = ratings.first else { return .failure(.noObservations) }
        precondition(ratings.allSatisfy { $0.count == first.count }, "every rater rated every subject")
        guard ratings.count > 1 else { return .failure(.tooFew("subjects", needed: 2)) }
        guard first.count > 1 else { return .failure(.tooFew("raters", needed: 2)) }
        return .success(IntraclassCorrelation(ratings))
    }

    private init(_ ratings: [[Double]]) {
        let (n, k) = (Double(ratings.count), Double(ratings[0].count))
        let columns = ratings[0].indices
        // About the grand mean, so that a large common level costs no digits.
        let centre = CompensatedSum.of(ratings.lazy.joined()) / (n * k)
        let centred = ratings.map { $0.map { $0 - centre } }
        let rowMeans = centred.map { CompensatedSum.of($0) / k }
        let columnMeans = columns.map { j in CompensatedSum.of(centred.lazy.map { $0[j] }) / n }
        let grand = CompensatedSum.of(rowMeans) / n
        let residuals = zip(centred, rowMeans).lazy.flatMap { row, mean in
            columns.map { row[$0] - mean - columnMeans[$0] + grand }
        }
        let rows = k * CompensatedSum.of(rowMeans.lazy.map { ($0 - grand) * ($0 - grand) })
        let raterSquares = n * CompensatedSum.of(columnMeans.lazy.map { ($0 - grand) * ($0 - grand) })
        let error = CompensatedSum.of(residuals.map { $0 * $0 })
        let largest = ratings.lazy.joined().reduce(0) { max($0, abs($1)) }
        subjects = ratings.count
        raters = ratings[0].count
        meanSquareRows = rows / (n - 1)
        meanSquareColumns = raterSquares / (k - 1)
        meanSquareError = error / ((n - 1) * (k - 1))
        meanSquareWithin = (raterSquares + error) / (n * (k - 1))
        isDegenerate = meanSquareError <= 1e-28 * largest * largest
    }

    /// One of the six correlations with its exact (2: Satterthwaite's) interval; refused without residual variance.
    ///
    /// Equals R `psych::ICC(x, lmer = FALSE)`. The interval of the mean of raters is that of a single one, stepped up by
    /// Spearman and Brown, which for a single lower limit below −1/(k − 1) has no meaning.
    public func coefficient(_ form: Form, level: Double = 0.95) -> Result<Coefficient, NotEstimable> {
        guard !isDegenerate else { return .failure(.noVariation(of: "the residual")) }
        let oneWay = form == .oneWay || form == .oneWayMean
        let f = meanSquareRows / (oneWay ? meanSquareWithin : meanSquareError)
        let df1 = subjects - 1
        let df2 = oneWay ? subjects * (raters - 1) : (subjects - 1) * (raters - 1)
        guard let estimate = estimate(form) else {
            return .failure(.zeroDenominator("the variance of the ratings"))
        }
        let coefficient = Coefficient(
            estimate: .value(estimate, interval: interval(form, f: f, df2: df2, level: level)),
            f: f,
            df1: df1,
            df2: df2,
            p: FDistribution.upperTail(f, df1: Double(df1), df2: Double(df2))
        )
        return .success(coefficient)
    }

    /// Nil where the denominator is 0.
    func estimate(_ form: Form) -> Double? {
        let (n, k) = (Double(subjects), Double(raters))
        let (rows, error, within) = (meanSquareRows, meanSquareError, meanSquareWithin)
        let bias = (meanSquareColumns - error) / n
        let (above, below) =
            switch form {
            case .oneWay: (rows - within, rows + (k - 1) * within)
            case .agreement: (rows - error, rows + (k - 1) * error + k * bias)
            case .consistency: (rows - error, rows + (k - 1) * error)
            case .oneWayMean: (rows - within, rows)
            case .agreementMean: (rows - error, rows + bias)
            case .consistencyMean: (rows - error, rows)
            }
        return below == 0 ? nil : above / below
    }
}

extension IntervalMethod {
    /// Exact F limits of an intraclass correlation.
    public static let intraclassF = IntervalMethod("F, Shrout–Fleiss")
    /// F limits with Satterthwaite's degrees of freedom.
    public static let intraclassSatterthwaite = IntervalMethod("F with Satterthwaite, Shrout–Fleiss")
}
