import Biostatistics

extension Catalogue {
    static let readerStudy = Method(
        "reader_study",
        title: "Several readers in two arms, such as with and without help",
        chapter: .agreement,
        fields: roles + [
            .required("arms", "the two arms by name; differences are second minus first"),
            .required("seed", "seed of the bootstrap, a whole number"),
            .optional("replicates", "replicates of the bootstrap, 2000 where it is left out"), .conf,
        ],
        example: """
            {"reader": ["A", "A", "A", "A", "B", "B", "B", "B"], "case": ["1", "2", "1", "2", "1", "2", "1", "2"],
             "arm": ["alone", "alone", "aided", "aided", "alone", "alone", "aided", "aided"],
             "call": [1, 1, 1, 0, 0, 0, 1, 0], "truth": [1, 0, 1, 0, 1, 0, 1, 0],
             "arms": ["alone", "aided"], "seed": 1, "replicates": 200}
            """,
        table: Method.TableInput(roles: roles) { try readings($0) }
    ) { input in
        let study = try study(input)
        let level = try input.level()
        let replicates = try input.count("replicates", in: 1...1_000_000, default: 2000)
        let seed = UInt64(try input.count("seed", in: 0...(1 << 53)))
        let means = study.means(replicates: replicates, seed: seed, level: level)
        let measures = ReaderStudy.Measure.allCases.map { measure in
            MethodResult.Member(name: measure.rawValue, value: overall(study, measure, means[measure], level: level))
        }
        return [
            "readings": .count(study.readingCount),
            "readers": .count(study.readers.count),
            "cases": .count(study.cases.count),
            "diseased": .count(study.diseasedCount),
            "fully_crossed": .truth(study.isFullyCrossed),
            "replicates": .count(replicates),
            "seed": .count(Int(seed)),
            "overall": .record(measures),
            "by_reader": .list(study.readers.indices.map { reader(study, $0, level: level) }),
        ]
    }

    private static let roles: [Method.Field] = [
        .required("reader", "who read"), .required("case", "what was read"), .required("arm", "how it was read"),
        .required("call", "1 where the reader called the case diseased, else 0"),
        .required("truth", "1 where the case is diseased, else 0"),
    ]

    private static func readings(_ selection: TableSelection) throws -> TableMembers {
        let texts = try ["reader", "case", "arm"].map { try selection.texts($0).map { $0.map(JSONValue.string) } }
        let numbers = try ["call", "truth"].map { try selection.numbers($0).map { $0.map(JSONValue.number) } }
        let columns = texts + numbers
        let complete = (0..<selection.count).filter { row in columns.allSatisfy { $0[row] != nil } }
        let lists = columns.map { column in JSONValue.array(complete.compactMap { column[$0] }) }
        return TableMembers(
            Dictionary(uniqueKeysWithValues: zip(roles.map(\.name), lists)),
            leftOut: selection.count - complete.count,
            sources: selection.sources(of: roles.map(\.name), rows: complete)
        )
    }

    private static func study(_ input: MethodInput) throws -> ReaderStudy {
        let readers = try input.texts("reader")
        let cases = try input.texts("case", count: readers.count)
        let arms = try arms(input, count: readers.count)
        let calls = try input.labels("call", count: readers.count)
        let truths = try input.labels("truth", count: readers.count)
        let readings = readers.indices.map {
            ReaderStudy.Reading(
                reader: readers[$0],
                caseName: cases[$0],
                arm: arms[$0],
                call: calls[$0],
                truth: truths[$0]
            )
        }
        do {
            return try ReaderStudy(readings)
        } catch .repeatedReading(let index) {
            throw input.error("case[\(index)]", "was read before by the same reader in the same arm")
        } catch .changedTruth(let index) {
            throw input.error("truth[\(index)]", "is not the truth that the same case had before")
        }
    }

    private static func arms(_ input: MethodInput, count: Int) throws -> [ReaderStudy.Arm] {
        let names = try input.texts("arms", count: 2)
        guard names[0] != names[1] else { throw input.error("arms", "must name two different arms") }
        return try input.texts("arm", count: count).enumerated().map { index, name in
            guard let place = names.firstIndex(of: name) else {
                throw input.error("arm[\(index)]", "must be \(names[0]) or \(names[1])")
            }
            return place == 0 ? .first : .second
        }
    }

    private static func overall(
        _ study: ReaderStudy,
        _ measure: ReaderStudy.Measure,
        _ mean: MeanOverReaders?,
        level: Double
    ) -> MethodResult {
        guard let mean else { return MethodResult(.noObservations) }
        return [
            "first": .estimateAndLimits(mean.first),
            "second": .estimateAndLimits(mean.second),
            "difference": .estimateAndLimits(mean.difference),
            "undefined_replicates": .count(mean.undefinedReplicates),
            "obuchowski_rockette": MethodResult(study.obuchowskiRockette(measure, level: level)) { crossed($0) },
        ]
    }

    private static func crossed(_ result: ObuchowskiRockette) -> MethodResult {
        [
            "first": .estimateAndLimits(result.first),
            "second": .estimateAndLimits(result.second),
            "difference": .estimateAndLimits(result.difference),
            "se": MethodResult(result.standardError),
            "f": MethodResult(result.f),
            "df1": .count(1),
            "df2": MethodResult(result.degreesOfFreedom),
            "p": MethodResult(result.p),
            "ms_arms": MethodResult(result.components.meanSquareArms),
            "ms_interaction": MethodResult(result.components.meanSquareInteraction),
            "error_variance": MethodResult(result.components.errorVariance),
            "cov1": MethodResult(result.components.covariance1),
            "cov2": MethodResult(result.components.covariance2),
            "cov3": MethodResult(result.components.covariance3),
        ]
    }

    private static func reader(_ study: ReaderStudy, _ reader: Int, level: Double) -> MethodResult {
        let measures = ReaderStudy.Measure.allCases.map { measure in
            let arms = [ReaderStudy.Arm.first, .second].map { arm in
                share(study.proportion(measure, reader: reader, arm: arm), level: level)
            }
            let difference = study.difference(measure, reader: reader, level: level)
            let value: MethodResult = [
                "first": arms[0], "second": arms[1], "difference": .estimateAndLimits(difference),
            ]
            return MethodResult.Member(name: measure.rawValue, value: value)
        }
        return MethodResult.record([.init(name: "reader", value: .text(study.readers[reader]))] + measures)
    }

    private static func share(_ proportion: Proportion, level: Double) -> MethodResult {
        let counts: MethodResult = ["x": .count(proportion.events), "n": .count(proportion.total)]
        return counts.merging(.estimateAndLimits(proportion.wilson(level: level)))
    }
}
