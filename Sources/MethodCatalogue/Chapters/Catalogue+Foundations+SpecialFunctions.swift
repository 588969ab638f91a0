import Biostatistics

extension Catalogue {
    static let specialFunctions = Method(
        "special_functions",
        title: "Distribution and special functions",
        chapter: .foundations,
        fields: [
            .required("fn", "the function, by its name in R; _upper is the upper tail: \(functionNames)"),
            .required("args", "its arguments in the order of the R function; k itself belongs to pbinom_upper"),
        ],
        example: #"{"fn": "pt", "args": [-2.1, 33]}"#
    ) { input in
        let name = try input.text("fn")
        guard let function = SpecialFunction.all.first(where: { $0.name == name }) else {
            throw input.error("fn", "must be one of \(functionNames), is \(name)")
        }
        let values = try input.numbers("args", count: function.arguments.count)
        for (index, argument) in function.arguments.enumerated() {
            if let problem = argument.problem(with: values[index]) { throw input.error("args[\(index)]", problem) }
        }
        return ["value": function.value(values)]
    }

    private static var functionNames: String { SpecialFunction.all.map(\.name).joined(separator: ", ") }
}

/// What an argument may be.
private enum Argument {
    case real, probability, positiveProbability, positive, correlation, mean, whole, count

    func problem(with x: Double) -> String? {
        let isWhole = x == x.rounded() && abs(x) <= 1e15
        switch self {
        case .real: return nil
        case .probability: return (0...1).contains(x) ? nil : "must lie in 0 to 1"
        case .positiveProbability: return x > 0 && x <= 1 ? nil : "must be positive and at most 1"
        case .positive: return x > 0 && x <= 1e12 ? nil : "must be positive and at most 1e12"
        case .correlation: return (-1...1).contains(x) ? nil : "must lie in -1 to 1"
        case .mean: return (0...1e12).contains(x) ? nil : "must lie in 0 to 1e12"
        case .whole: return isWhole ? nil : "must be a whole number"
        case .count: return isWhole && x >= 0 ? nil : "must be a whole number, at least 0"
        }
    }
}

/// A function of the list with the arguments it takes.
private struct SpecialFunction: Sendable {
    let name: String
    let arguments: [Argument]
    let value: @Sendable ([Double]) -> MethodResult

    init(_ name: String, _ arguments: Argument..., value: @escaping @Sendable ([Double]) -> Double) {
        self.name = name
        self.arguments = arguments
        self.value = { MethodResult(value($0)) }
    }

    /// A function that has no value everywhere.
    init(_ name: String, _ arguments: Argument..., partly value: @escaping @Sendable ([Double]) -> MethodResult) {
        self.name = name
        self.arguments = arguments
        self.value = value
    }

    static let all = continuous + discrete

    private static let continuous = [
        SpecialFunction("pnorm", .real) { NormalDistribution.cumulative($0[0]) },
        SpecialFunction("pnorm_upper", .real) { NormalDistribution.upperTail($0[0]) },
        SpecialFunction("qnorm", .probability) { NormalDistribution.quantile($0[0]) },
        SpecialFunction("pt", .real, .positive) { StudentTDistribution.cumulative($0[0], df: $0[1]) },
        SpecialFunction("qt", .probability, .positive) { StudentTDistribution.quantile($0[0], df: $0[1]) },
        SpecialFunction("pchisq_upper", .real, .positive) { ChiSquaredDistribution.upperTail($0[0], df: $0[1]) },
        SpecialFunction("qchisq", .probability, .positive) { ChiSquaredDistribution.quantile($0[0], df: $0[1]) },
        SpecialFunction("pf_upper", .real, .positive, .positive) {
            FDistribution.upperTail($0[0], df1: $0[1], df2: $0[2])
        },
        SpecialFunction("qf", .probability, .positive, .positive) {
            FDistribution.quantile($0[0], df1: $0[1], df2: $0[2])
        },
        SpecialFunction("pbeta", .real, .positive, .positive) {
            BetaDistribution.cumulative($0[0], a: $0[1], b: $0[2])
        },
        SpecialFunction("qbeta", .probability, .positive, .positive) {
            BetaDistribution.quantile($0[0], a: $0[1], b: $0[2])
        },
        SpecialFunction("pgamma", .real, .positive) { GammaDistribution.cumulative($0[0], shape: $0[1]) },
        SpecialFunction("qgamma", .probability, .positive) { GammaDistribution.quantile($0[0], shape: $0[1]) },
        SpecialFunction("lgamma", .real) { GammaFunction.logarithm($0[0]) },
        SpecialFunction(
            "digamma",
            .real,
            partly: {
                MethodResult(GammaFunction.digamma($0[0]), else: .undefined("a pole of the digamma function"))
            }
        ),
        SpecialFunction("bvn_cdf", .real, .real, .correlation) {
            BivariateNormalDistribution.cumulative($0[0], $0[1], correlation: $0[2])
        },
        SpecialFunction("pt_noncentral", .real, .positive, .real) {
            NoncentralTDistribution.cumulative($0[0], df: $0[1], noncentrality: $0[2])
        },
        SpecialFunction("qt_noncentral", .probability, .positive, .real) {
            NoncentralTDistribution.quantile($0[0], df: $0[1], noncentrality: $0[2])
        },
    ]

    private static let discrete = [
        SpecialFunction("pbinom", .whole, .count, .probability) {
            BinomialDistribution.cumulative(Int($0[0]), trials: Int($0[1]), probability: $0[2])
        },
        SpecialFunction("pbinom_upper", .whole, .count, .probability) {
            BinomialDistribution.upperTail(Int($0[0]), trials: Int($0[1]), probability: $0[2])
        },
        SpecialFunction("dbinom", .whole, .count, .probability) {
            BinomialDistribution.mass(Int($0[0]), trials: Int($0[1]), probability: $0[2])
        },
        SpecialFunction(
            "phyper",
            .whole,
            .count,
            .count,
            .count,
            partly: { arguments in
                urn(arguments) { $0.cumulative(Int(arguments[0])) }
            }
        ),
        SpecialFunction(
            "dhyper",
            .whole,
            .count,
            .count,
            .count,
            partly: { arguments in
                urn(arguments) { $0.mass(Int(arguments[0])) }
            }
        ),
        SpecialFunction("ppois", .whole, .mean) { PoissonDistribution.cumulative(Int($0[0]), mean: $0[1]) },
        SpecialFunction("pnbinom", .whole, .positive, .positiveProbability) {
            NegativeBinomialDistribution.cumulative(Int($0[0]), size: $0[1], probability: $0[2])
        },
    ]

    private static func urn(
        _ arguments: [Double],
        _ value: (HypergeometricDistribution) -> Double
    ) -> MethodResult {
        let (marked, unmarked, draws) = (Int(arguments[1]), Int(arguments[2]), Int(arguments[3]))
        guard draws <= marked + unmarked else {
            return MethodResult(.undefined("more draws than there are in the urn"))
        }
        return MethodResult(value(HypergeometricDistribution(marked: marked, unmarked: unmarked, draws: draws)))
    }
}
