import Biostatistics

extension Catalogue {
    static let ipwAccuracy = Method(
        "ipw_accuracy",
        title: "Accuracy weighted by the inverse chance of verification",
        chapter: .designAware,
        fields: [
            .required("tier", "the tier within which patients were chosen, one text or number a patient"),
            .required("test", "1 where the test is positive, 0 where not"),
            .required("disease", "1 where the disease was found, 0 where not, null where nobody looked"),
            .required("p_verify", "the chance of verification, above 0 and at most 1 in those verified"),
            .conf,
        ],
        example: #"""
            {"tier": ["high", "high", "low", "low", "low"], "test": [1, 1, 0, 0, 1], "disease": [1, 0, 0, null, 1],
             "p_verify": [1, 1, 0.5, 0.5, 0.5]}
            """#,
        table: Method.TableInput(
            roles: [
                .required("tier", "the tier within which patients were chosen"),
                .required("test", "1 where the test is positive, 0 where not"),
                .required("disease", "1 where the disease was found, 0 where not, blank where nobody looked"),
                .required("p_verify", "the chance of verification"),
            ],
            members: verifiedRows
        )
    ) { input in
        let level = try input.level()
        let accuracy = InverseProbabilityAccuracy(patients: try patients(of: input))
        var result: MethodResult = [
            "n_verified": .count(accuracy.patients.count), "weighted_total": MethodResult(accuracy.weightedTotal),
        ]
        for measure in AccuracyMeasure.allCases {
            result = result.merging([
                measure.rawValue: MethodResult(accuracy.share(measure)) { share in
                    let single = NotEstimable.tooFew("patients whose outcome is known", needed: 2)
                    let none = NotEstimable.undefined("no logit limits at 0 or 1 or without spread")
                    return [
                        "estimate": MethodResult(share.value),
                        "se": MethodResult(share.standardError, else: single),
                        "se_stratified": share.standardError == nil
                            ? MethodResult(single) : MethodResult(share.designStandardError),
                        "logit_ci": share.logitInterval(level: level).map(MethodResult.init) ?? MethodResult(none),
                    ]
                }
            ])
        }
        return result
    }

    private static func patients(of input: MethodInput) throws -> [InverseProbabilityAccuracy.Patient] {
        let diseases = try input.optionalLabels("disease")
        let tiers = try input.texts("tier", count: diseases.count)
        let tests = try input.labels("test", count: diseases.count)
        let chances = try input.numbers("p_verify", in: 0...1, count: diseases.count)
        return try diseases.indices.compactMap { row in
            guard let isDiseased = diseases[row] else { return nil }
            guard chances[row] > 0, (1 / chances[row]).isFinite else {
                throw input.error("p_verify[\(row)]", "must lie above 0: the patient was verified")
            }
            return InverseProbabilityAccuracy.Patient(
                tier: tiers[row],
                isPositive: tests[row],
                isDiseased: isDiseased,
                chance: chances[row]
            )
        }
    }

    /// Rows whose outcome is known; nothing else of the others enters.
    private static func verifiedRows(_ rows: TableSelection) throws -> TableMembers {
        let tiers = try rows.texts("tier")
        let columns = try ["test", "disease", "p_verify"].map { try rows.numbers($0) }
        let verified = tiers.indices.filter { columns[1][$0] != nil }
        let complete = verified.filter { row in tiers[row] != nil && columns.allSatisfy { $0[row] != nil } }
        func list(_ column: [Double?]) -> JSONValue { .array(complete.compactMap { column[$0].map(JSONValue.number) }) }
        return TableMembers(
            [
                "tier": .array(complete.compactMap { tiers[$0].map(JSONValue.string) }), "test": list(columns[0]),
                "disease": list(columns[1]), "p_verify": list(columns[2]),
            ],
            leftOut: verified.count - complete.count,
            sources: rows.sources(of: ["tier", "test", "disease", "p_verify"], rows: complete)
        )
    }
}
