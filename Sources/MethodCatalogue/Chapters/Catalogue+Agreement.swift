import Biostatistics

extension Catalogue {
    static let agreement: [Method] = [
        cohenKappa, fleissKappa, intraclassCorrelation, blandAltman, readerStudy,
    ]

    private static let fleissKappa = Method(
        "kappa_fleiss",
        title: "Fleiss' kappa of several raters",
        chapter: .agreement,
        fields: [
            .required("counts", "a row a subject: how many raters chose each category, the same sum in every row"),
            .optional("conf", "not used: Fleiss' kappa has a test here but no interval"),
        ],
        example: #"{"counts": [[3, 0], [1, 2], [0, 3], [3, 0]]}"#,
        table: .columns(matrix: .required("counts", "a column a category: how many raters chose it"))
    ) { input in
        MethodResult(FleissKappa.of(try fleissCounts(input))) { kappa in
            [
                "kappa": MethodResult(kappa.kappa),
                "p_bar": MethodResult(kappa.meanAgreement),
                "p_e": MethodResult(kappa.expectedAgreement),
                "se0": MethodResult(kappa.nullStandardError),
                "z": MethodResult(kappa.z),
                "p": MethodResult(kappa.p),
                "category_kappa": .list(kappa.categories.map { MethodResult($0) }),
            ]
        }
    }

    private static func fleissCounts(_ input: MethodInput) throws -> [[Int]] {
        let counts = try input.countTable("counts")
        for (place, row) in counts.enumerated() {
            let (sum, first) = (row.reduce(0.0) { $0 + Double($1) }, counts[0].reduce(0.0) { $0 + Double($1) })
            guard sum == first, sum <= 0x1p51 else {
                throw input.error("counts[\(place)]", "must have as many ratings as the first row, 2^51 at most")
            }
        }
        return counts
    }

    private static let intraclassCorrelation = Method(
        "icc",
        title: "Intraclass correlation, the six forms of Shrout and Fleiss",
        chapter: .agreement,
        fields: [.required("ratings", "a row a subject, a column a rater, none missing"), .conf],
        example: #"{"ratings": [[9, 2, 5], [6, 1, 3], [8, 4, 6], [7, 1, 2]]}"#,
        table: .columns(matrix: .required("ratings", "a column a rater"))
    ) { input in
        let level = try input.level()
        return MethodResult(IntraclassCorrelation.of(try ratings(input))) { icc in
            let forms = IntraclassCorrelation.Form.allCases.map { form in
                MethodResult.Member(name: form.rawValue, value: coefficient(icc.coefficient(form, level: level)))
            }
            return [
                "ms_rows": MethodResult(icc.meanSquareRows),
                "ms_columns": MethodResult(icc.meanSquareColumns),
                "ms_error": MethodResult(icc.meanSquareError),
                "ms_within": MethodResult(icc.meanSquareWithin),
                "degenerate": .truth(icc.isDegenerate),
                "icc": .record(forms),
            ]
        }
    }

    /// Beyond this the squares of measurements leave the range of a Double.
    private static let largest = 1e100

    private static func ratings(_ input: MethodInput) throws -> [[Double]] {
        let ratings = try input.matrix("ratings")
        if let odd = ratings.firstIndex(where: { $0.contains { abs($0) > largest } }) {
            throw input.error("ratings[\(odd)]", "must lie in \(-largest) to \(largest)")
        }
        return ratings
    }

    private static func coefficient(
        _ result: Result<IntraclassCorrelation.Coefficient, NotEstimable>
    ) -> MethodResult {
        MethodResult(result) { coefficient in
            MethodResult.estimateAndLimits(coefficient.estimate).merging([
                "f": MethodResult(coefficient.f),
                "df1": .count(coefficient.df1),
                "df2": .count(coefficient.df2),
                "p": MethodResult(coefficient.p),
            ])
        }
    }

    private static let measurements: [Method.Field] = [
        .required("x", "the first measurement of each subject"),
        .required("y", "the second measurement of each subject"),
    ]

    private static let blandAltman = Method(
        "bland_altman_ccc",
        title: "Bland–Altman limits of agreement and Lin's concordance correlation",
        chapter: .agreement,
        fields: measurements + [.conf],
        example: #"{"x": [52.9, 56.3, 55.9, 44.5, 62.9], "y": [57.3, 64.5, 57.7, 46.3, 57.1]}"#,
        table: Method.TableInput(roles: measurements) { try $0.completeCases(of: measurements) }
    ) { input in
        let x = try input.numbers("x", in: -largest...largest)
        let pair = PairedMeasurements(x: x, y: try input.numbers("y", in: -largest...largest, count: x.count))
        let level = try input.level()
        let limits = pair.limitsOfAgreement(level: level)
        let few = NotEstimable.tooFew("subjects", needed: 2)
        return [
            "n": .count(x.count),
            "bias": MethodResult(point: pair.bias(level: level)),
            "bias_ci": MethodResult(interval: pair.bias(level: level), else: few),
            "sd": MethodResult(pair.standardDeviation),
            "loa_lower": MethodResult(limits) { MethodResult(point: $0.lower) },
            "loa_upper": MethodResult(limits) { MethodResult(point: $0.upper) },
            "loa_lower_ci": MethodResult(limits) { MethodResult(interval: $0.lower) },
            "loa_upper_ci": MethodResult(limits) { MethodResult(interval: $0.upper) },
            "ccc": concordance(pair.concordance(level: level)),
            "within_subject_sd": MethodResult(pair.withinSubjectDeviation, else: .noObservations),
        ]
    }

    private static func concordance(_ result: Result<ConcordanceCorrelation, NotEstimable>) -> MethodResult {
        MethodResult(result) { concordance in
            MethodResult.estimateAndLimits(concordance.estimate).merging([
                "bias_correction": MethodResult(concordance.biasCorrection),
                "pearson": MethodResult(concordance.pearson),
            ])
        }
    }
}
