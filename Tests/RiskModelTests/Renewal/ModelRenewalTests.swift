import Foundation
import Testing

@testable import RiskModel

@Suite("A model's renewal")
struct ModelRenewalTests {
    /// What of a model's logits the labels of these tests follow.
    private static func chance(_ logit: Double) -> Double { 1 / (1 + exp(0.7 - 0.5 * logit)) }

    private static func renewed(
        by method: ModelRenewal.Method,
        recordings: Int = 400,
        seed: UInt64 = 3,
        outputs: Set<String>? = nil
    ) async throws -> (old: ResNetWeights, card: ModelCard, inputs: [PreparedInput], labels: [[Bool?]], ModelRenewal) {
        let weights = try RenewalSamples.weights()
        let card = RenewalSamples.card(weights)
        let inputs = RenewalSamples.inputs(recordings)
        let labels = RenewalSamples.labels(try RenewalSamples.logits(weights, card, inputs), chance)
        let renewal = try await ModelRenewal(
            of: weights,
            card: card,
            by: method,
            outputs: outputs,
            on: RenewalSamples.features(weights, inputs, labels),
            population: "made-up recordings",
            seed: seed
        )
        return (weights, card, inputs, labels, renewal)
    }

    @Test func `a recalibrated network computes intercept + slope · old logit, and no prior is left to add`()
        async throws
    {
        let (old, card, inputs, _, renewal) = try await Self.renewed(by: .recalibration)
        let before = try RenewalSamples.logits(old, card, inputs)
        let network = try ResNet1DTabular(renewal.weights)
        for (place, label) in ["first", "second"].enumerated() {
            let change = try #require(renewal.card.renewal?.outputs.first { $0.label == label })
            let (intercept, slope) = (try #require(change.intercept), try #require(change.slope))
            for (input, old) in zip(inputs.prefix(40), before) {
                let logit = try network.logits(waveforms: input.waveform, tabular: input.tabular)[0][place]
                #expect(abs(Double(logit) - (intercept + slope * old[place])) < 1e-5)
            }
        }
        #expect(renewal.card.outputs.map(\.prior) == [nil, nil, nil])
    }

    @Test func `the labels' own line is found within sampling error, and after it slope is 1 and intercept 0`()
        async throws
    {
        let (old, card, inputs, _, renewal) = try await Self.renewed(by: .recalibration, recordings: 4000)
        let computed = try RenewalSamples.logits(old, card, inputs)
        for (place, output) in try #require(renewal.card.renewal).outputs.prefix(2).enumerated() {
            // Fisher's information of the true line: around this middle, level and slope are estimated independently.
            let logits = computed.map { $0[place] }
            let information = logits.map { 1 / (2 + 2 * cosh(-0.7 + 0.5 * $0)) }
            let total = information.reduce(0, +)
            let middle = zip(logits, information).map(*).reduce(0, +) / total
            let spread = zip(logits, information).map { $1 * ($0 - middle) * ($0 - middle) }.reduce(0, +)
            let (intercept, slope) = (try #require(output.intercept), try #require(output.slope))
            #expect(abs(slope - 0.5) < 4 / spread.squareRoot())
            #expect(abs(intercept + slope * middle - (-0.7 + 0.5 * middle)) < 4 / total.squareRoot())
            let after = try #require(output.after)
            #expect(abs(try #require(after.slope.value) - 1) < 0.06)
            #expect(abs(try #require(after.inTheLarge.value)) < 0.02)
            let before = try #require(output.before)
            #expect(try #require(before.brier.value) > (try #require(after.brier.value)))
            #expect(after.groups.map(\.recordings).reduce(0, +) == 4000)
        }
    }

    @Test func `outputs that are not renewed stay bit for bit, with the reason`() async throws {
        let (old, _, _, _, renewal) = try await Self.renewed(by: .refit, outputs: ["second", "third"])
        let width = old.shape.featureCount
        for place in [0, 2] {
            let rows = place * width..<(place + 1) * width
            #expect(renewal.weights.values("output.weight")[rows] == old.values("output.weight")[rows])
            #expect(renewal.weights.values("output.bias")[place] == old.values("output.bias")[place])
        }
        #expect(renewal.card.outputs.map(\.prior) == [0.2, nil, nil])
        let reasons = renewal.card.renewal?.outputs.map(\.unchanged)
        #expect(reasons == ["not asked for", nil, "no recording has a label of it"])
        for (name, tensor) in old.tensors where !name.hasPrefix("output.") {
            #expect(renewal.weights.tensors[name] == tensor)
        }
    }

    @Test(arguments: ModelRenewal.Method.allCases)
    func `repetition gives the same bytes, and the seed decides nothing but the folds`(
        method: ModelRenewal.Method
    ) async throws {
        let first = try await Self.renewed(by: method, recordings: 200).4
        let again = try await Self.renewed(by: method, recordings: 200).4
        #expect(first.weights.safetensors == again.weights.safetensors)
        #expect(try first.card.json == again.card.json)
        let other = try await Self.renewed(by: method, recordings: 200, seed: 4).4
        #expect(other.card.renewal?.outputs[1].after != first.card.renewal?.outputs[1].after)
        #expect(other.card.renewal?.outputs[1].before == first.card.renewal?.outputs[1].before)
        if method == .recalibration { #expect(other.weights == first.weights) }
    }

    @Test func `a re-fit finds what the old layer does not know`() async throws {
        let weights = try RenewalSamples.weights()
        let card = RenewalSamples.card(weights)
        let inputs = RenewalSamples.inputs(1500)
        // The label follows the age alone, the second tabular value.
        var noise = Noise(seed: 12)
        let labels = inputs.map { input -> [Bool?] in
            [nil, Double(noise.next() + 1) / 2 < 1 / (1 + exp(-2 * Double(input.tabular[1]))), nil]
        }
        let renewal = try await ModelRenewal(
            of: weights,
            card: card,
            by: .refit,
            on: RenewalSamples.features(weights, inputs, labels),
            population: "made-up recordings",
            seed: 1
        )
        let output = try #require(renewal.card.renewal?.outputs[1])
        #expect(try #require(output.after?.auroc.value) > (try #require(output.before?.auroc.value)) + 0.05)
        // An area by the held-out logits cannot pass that of the age itself by more than chance.
        let best = try #require(
            AreaUnderROC.of(scores: inputs.map { Double($0.tabular[1]) }, labels: labels.map { $0[1] ?? false })
        )
        #expect(abs(try #require(output.after?.auroc.value) - best) < 0.01)
    }

    @Test func `the strongest penalty leaves the recalibration, and at the fit the penalised gradient is zero`() throws
    {
        let weights = try RenewalSamples.weights()
        let card = RenewalSamples.card(weights)
        let inputs = RenewalSamples.inputs(200)
        let labels = RenewalSamples.labels(try RenewalSamples.logits(weights, card, inputs), Self.chance)
        let features = try RenewalSamples.features(weights, inputs, labels)
        let sample = try OutputSample(1, of: OutputRow(1, of: weights, prior: nil), features, seed: 1)
        let rows = Array(sample.labels.indices)
        let map = try LogitMap(sample, rows: rows)
        let x = StandardisedFeatures(sample.features)
        let masses = rows.map { $0 % 3 == 0 ? 2.0 : 0.5 }
        let offsets = sample.logits.map { map($0) }
        for penalty in [1e9, 0.1] {
            let fit = try RidgeLogistic(
                features: x,
                labels: sample.labels,
                rows: rows,
                penalty: penalty,
                offsets: offsets,
                weights: masses
            ).fit(from: [Double](repeating: 0, count: x.columns))
            if penalty > 1 { #expect(fit.dropFirst().allSatisfy { abs($0) < 1e-6 }) }
            for column in 0..<x.columns {
                let slope = rows.reduce(column == 0 ? 0 : penalty * fit[column]) { sum, row in
                    let chance = 1 / (1 + exp(-x.predictor(row, fit) - offsets[row]))
                    let residual = chance - (sample.labels[row] ? 1 : 0)
                    return sum + masses[row] * residual * x.values[row * x.columns + column] / masses.reduce(0, +)
                }
                #expect(abs(slope) < 1e-7)
            }
        }
    }

    @Test func `recordings of one patient share a fold, and every fold has cases`() throws {
        let weights = try RenewalSamples.weights()
        let card = RenewalSamples.card(weights)
        let inputs = RenewalSamples.inputs(300)
        let labels = RenewalSamples.labels(try RenewalSamples.logits(weights, card, inputs), Self.chance)
        let features = try RenewalSamples.features(weights, inputs, labels, patients: 100)
        let sample = try OutputSample(0, of: OutputRow(0, of: weights, prior: 0.2), features, seed: 2)
        for place in 0..<100 { #expect(Set([place, place + 100, place + 200].map { sample.folds[$0] }).count == 1) }
        for fold in 0..<OutputSample.foldCount {
            #expect(sample.rows(in: fold).contains { sample.labels[$0] })
            #expect(Set(sample.rows(in: fold)).isDisjoint(with: sample.rows(without: [fold])))
        }
    }

    @Test func `weights of tiers give each tier its share of the frame`() throws {
        let weights = try RenewalSamples.weights()
        let inputs = RenewalSamples.inputs(200)
        let labels = inputs.indices.map { [$0 % 2 == 0, nil, nil] as [Bool?] }
        let strata = inputs.indices.map { $0 < 150 ? "high" : "low" }
        let features = try RenewalSamples.features(
            weights,
            inputs,
            labels,
            strata: strata,
            eligible: ["high": 300, "low": 900, "very-low": 5000]
        )
        let sample = try OutputSample(0, of: OutputRow(0, of: weights, prior: nil), features, seed: 1)
        let shares = try #require(sample.weights)
        // A quarter of the frame is high: 150 participants stand for 2 each, 50 for 18 each, mean 6.
        #expect(abs(shares[0] - 2.0 / 6) < 1e-12 && abs(shares[199] - 18.0 / 6) < 1e-12)
    }

    @Test func `too few cases and an output that ranks the wrong way leave everything as it was`() async throws {
        let weights = try RenewalSamples.weights()
        let card = RenewalSamples.card(weights)
        let inputs = RenewalSamples.inputs(200)
        let logits = try RenewalSamples.logits(weights, card, inputs)
        let reversed = RenewalSamples.labels(logits) { 1 / (1 + exp(2 * $0)) }
        let labels = reversed.enumerated().map { place, row in [place < 19, row[1], nil] as [Bool?] }
        await #expect {
            _ = try await ModelRenewal(
                of: weights,
                card: card,
                by: .recalibration,
                on: RenewalSamples.features(weights, inputs, labels),
                population: "made-up recordings",
                seed: 1
            )
        } throws: { error in
            "\(error)".contains("first: 19 patients with the condition, fewer than 20")
                && "\(error)".contains("second: the recalibration slope is not above 0")
        }
    }

    @Test func `separated labels are no recalibration, and said to be separated`() async throws {
        let weights = try RenewalSamples.weights()
        let card = RenewalSamples.card(weights)
        let inputs = RenewalSamples.inputs(100)
        let logits = try RenewalSamples.logits(weights, card, inputs).map { $0[1] }
        let middle = logits.sorted()[50]
        let labels = logits.map { [nil, $0 >= middle, nil] as [Bool?] }
        await #expect {
            _ = try await ModelRenewal(
                of: weights,
                card: card,
                by: .refit,
                on: RenewalSamples.features(weights, inputs, labels),
                population: "made-up recordings",
                seed: 1
            )
        } throws: { "\($0)".contains("separated") }
    }
}
