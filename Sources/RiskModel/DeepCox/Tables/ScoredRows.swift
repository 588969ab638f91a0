import CSV
import Foundation

/// Rows between being read and being written: as many as fill a block.
struct ScoredRows {
    private let model: DeepCoxModel
    private let network: DeepCoxNetwork
    private let tierLabels: [[UInt8]]
    private let tierDay: Int
    private let fieldsAfterIdentifier: Int
    private var block: DeepCoxBlock
    private var rows: [Row] = []
    private var identifiers: [UInt8] = []

    private struct Row {
        /// Where the identifier ends.
        let end: Int
        /// Why there are no scores, and of which input.
        let fault: (place: Int, fault: InputFault)?
    }

    init(_ model: DeepCoxModel, _ network: DeepCoxNetwork) {
        self.model = model
        self.network = network
        let survival = model.survival
        block = DeepCoxBlock(model)
        tierLabels = survival.tiers.map { $0.bands.map { Array(CSVWriter.quoted($0.label).utf8) } } ?? []
        tierDay = survival.baseline.firstIndex { $0.day == survival.tiers?.day } ?? 0
        fieldsAfterIdentifier = 2 + survival.baseline.count + (survival.tiers == nil ? 0 : 1)
    }

    var isFull: Bool { rows.count == DeepCoxBlock.capacity }

    mutating func append(_ record: CSVRecordBytes, _ identifier: Int, _ values: PatientValues) {
        record.write(identifier, to: &identifiers)
        let fault = values.fault ?? values.missing.first.map { ($0, .missing) }
        rows.append(Row(end: identifiers.count, fault: fault))
        if fault == nil { block.append(values.values) }
    }

    /// Adds the rows' lines, counts them and forgets them.
    mutating func write(to output: inout [UInt8], _ tally: inout PatientTableScoring.Tally) {
        let scores = block.scores(model, network)
        var (start, scored) = (0, 0)
        for row in rows {
            output += identifiers[start..<row.end]
            start = row.end
            if let (place, fault) = row.fault {
                output += repeatElement(UInt8(ascii: ","), count: fieldsAfterIdentifier + 1)
                output += "\(fault.rawValue):\(model.survival.inputs[place].name)".utf8
                tally.refused[fault.rawValue, default: 0] += 1
            } else {
                write(scores, scored, to: &output)
                scored += 1
            }
            output.append(UInt8(ascii: "\r"))
            output.append(UInt8(ascii: "\n"))
        }
        tally.scored += scored
        rows.removeAll(keepingCapacity: true)
        identifiers.removeAll(keepingCapacity: true)
        block.removeAll()
    }

    private func write(_ scores: DeepCoxBlock.Scores, _ row: Int, to output: inout [UInt8]) {
        Self.add(scores.deep[row], to: &output)
        Self.add(scores.predictors[row], to: &output)
        for day in scores.probabilities { Self.add(day[row], to: &output) }
        output.append(UInt8(ascii: ","))
        guard let tiers = model.survival.tiers else { return }
        output += tierLabels[tiers.place(of: scores.probabilities[tierDay][row])]
        output.append(UInt8(ascii: ","))
    }

    /// The shortest digits that read back to the same double.
    private static func add(_ value: Double, to output: inout [UInt8]) {
        output.append(UInt8(ascii: ","))
        var text = value.description
        text.withUTF8 { output += $0 }
    }
}
