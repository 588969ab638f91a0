import CSV
import Foundation

/// Rows between being read and being written: as many as fill a block.
struct ScoredRows {
    private let model: DeepCoxModel
    private let network: DeepCoxNetwork
    private let tierLabels: [[UInt8]]
    private let tierDay: Int
    private let imputation: Imputation?
    /// Empty fields of a row without scores, and of one of which nothing was imputed.
    private let fieldsOfScores: Int
    private let fieldsOfImputation: Int
    private var block: DeepCoxBlock
    private var rows: [Row] = []
    private var identifiers: [UInt8] = []

    private struct Row {
        /// Where the identifier ends.
        let end: Int
        let outcome: Outcome

        var hasScores: Bool {
            if case .refused = outcome { return false }
            return true
        }
    }

    private enum Outcome {
        /// In the block.
        case scored
        case imputed(ImputedScore)
        /// The reason code, and the inputs that it is about.
        case refused(String, inputs: [Int])
    }

    init(_ model: DeepCoxModel, _ network: DeepCoxNetwork, _ imputation: Imputation?) {
        self.model = model
        self.network = network
        let survival = model.survival
        block = DeepCoxBlock(model)
        tierLabels = survival.tiers.map { $0.bands.map { Array(CSVWriter.quoted($0.label).utf8) } } ?? []
        tierDay = survival.baseline.firstIndex { $0.day == survival.tiers?.day } ?? 0
        self.imputation = imputation
        fieldsOfScores = 2 + survival.baseline.count + (survival.tiers == nil ? 0 : 1)
        fieldsOfImputation = imputation == nil ? 0 : 2 * survival.baseline.count + 1
    }

    var isFull: Bool { rows.count == DeepCoxBlock.capacity }

    /// Takes a row, whose `number` in its table counts from 0.
    mutating func append(
        _ record: CSVRecordBytes,
        _ identifier: Int,
        _ values: PatientValues,
        number: Int
    ) throws {
        record.write(identifier, to: &identifiers)
        let outcome = try outcome(values, number: number)
        rows.append(Row(end: identifiers.count, outcome: outcome))
        if case .scored = outcome { block.append(values.values) }
    }

    private func outcome(_ values: PatientValues, number: Int) throws -> Outcome {
        if let (place, fault) = values.fault { return .refused(fault.rawValue, inputs: [place]) }
        let missing = values.missing
        guard !missing.isEmpty else { return .scored }
        guard let imputation else { return .refused(InputFault.missing.rawValue, inputs: missing) }
        guard missing.count <= ImputedScore.limit else { return .refused("too-many-missing", inputs: missing) }
        let constant = imputation.cohort.constant(among: missing)
        guard constant.isEmpty else { return .refused("constant-in-reference", inputs: constant) }
        return .imputed(try imputation.score(values.values, missing: missing, by: model, row: number))
    }

    /// Adds the rows' lines, counts them and forgets them.
    mutating func write(to output: inout [UInt8], _ tally: inout PatientTableScoring.Tally) {
        let scores = block.scores(model, network)
        var (start, scored) = (0, 0)
        for row in rows {
            output += identifiers[start..<row.end]
            start = row.end
            switch row.outcome {
            case .scored:
                write(scores, scored, to: &output)
                scored += 1
            case .imputed(let score):
                write(score, to: &output)
                tally.imputed += 1
                if score.imputed.count > ImputedScore.warningLimit { tally.muchImputed += 1 }
            case .refused(let code, let inputs):
                output += repeatElement(UInt8(ascii: ","), count: fieldsOfScores + fieldsOfImputation + 1)
                output += "\(code):\(names(inputs))".utf8
                tally.refused[code, default: 0] += 1
            }
            output.append(UInt8(ascii: "\r"))
            output.append(UInt8(ascii: "\n"))
        }
        tally.scored += rows.count { $0.hasScores }
        rows.removeAll(keepingCapacity: true)
        identifiers.removeAll(keepingCapacity: true)
        block.removeAll()
    }

    private func names(_ inputs: [Int]) -> String {
        inputs.map { model.survival.inputs[$0].name }.joined(separator: ";")
    }

    private func write(_ scores: DeepCoxBlock.Scores, _ row: Int, to output: inout [UInt8]) {
        Self.add(scores.deep[row], to: &output)
        Self.add(scores.predictors[row], to: &output)
        for day in scores.probabilities { Self.add(day[row], to: &output) }
        addTier(of: scores.probabilities[tierDay][row], to: &output)
        output += repeatElement(UInt8(ascii: ","), count: fieldsOfImputation + 1)
    }

    private func write(_ score: ImputedScore, to output: inout [UInt8]) {
        for value in [score.deepScore, score.linearPredictor] + score.probabilities { Self.add(value, to: &output) }
        addTier(of: score.probabilities[tierDay], to: &output)
        for interval in score.intervals {
            Self.add(interval.lower, to: &output)
            Self.add(interval.upper, to: &output)
        }
        output.append(UInt8(ascii: ","))
        output += names(score.imputed).utf8
        output.append(UInt8(ascii: ","))
    }

    private func addTier(of probability: Double, to output: inout [UInt8]) {
        guard let tiers = model.survival.tiers else { return }
        output.append(UInt8(ascii: ","))
        output += tierLabels[tiers.place(of: probability)]
    }

    /// The shortest digits that read back to the same double.
    private static func add(_ value: Double, to output: inout [UInt8]) {
        output.append(UInt8(ascii: ","))
        var text = value.description
        text.withUTF8 { output += $0 }
    }
}
