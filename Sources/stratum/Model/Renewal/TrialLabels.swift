import Electrocardiogram
import Foundation
import RiskModel
import Trial
import TrialService

/// Labelled recordings of a trial: outcomes of a data cut, and the index recordings of its participants.
///
/// A trial enrols by tier, so its participants are no picture of the patients the model will meet: each counts for N/n of
/// the tier it was drawn from, N eligible in the closed frame and n with a known outcome.
struct TrialLabels {
    /// Recordings that wait in memory for the network.
    private static let slice = 64

    let service: TrialService
    let trial: TrialID
    let cut: Int?
    let purpose: String

    /// - Throws: exit code 77 where the account may not, 65 where there is no such cut.
    func read(for card: ModelCard, _ weights: ResNetWeights) async throws -> LabelledSource.Labelled {
        let named = try await service.cut(cut, of: trial, for: purpose)
        let frame = named.cut.frame.map { frame in
            Dictionary(uniqueKeysWithValues: frame.map { ($0.key.rawValue, $0.value) })
        }
        var features = try LabelledFeatures(of: weights, eligible: frame)
        var leftOut = LeftOut()
        let rows = usable(named.cut, frame, &leftOut)
        let line = ProgressLine("Reading")
        defer { line.finish() }
        for start in stride(from: 0, to: rows.count, by: Self.slice) {
            let part = rows[start..<min(start + Self.slice, rows.count)]
            let recordings = try await service.indexRecordings(of: part.map(\.subject), in: trial, for: purpose)
            try features.add(
                part.compactMap { row in labelled(row, recordings[row.subject], named.cut, card, &leftOut) }
            )
            line.update(start + part.count, of: rows.count)
        }
        let digest = named.digest.map { String(format: "%02x", $0) }.joined()
        return LabelledSource.Labelled(
            features: features,
            population: "\(features.count) participants of trial \(trial.rawValue), data cut \(named.number), "
                + "SHA-256 \(digest)",
            weighting: frame.map { _ in
                "each participant by N/n of the tier of \(named.cut.enrollingModel) it was drawn from: N eligible in the "
                    + "closed frame, n with a known outcome; speaks for the recruited tiers alone"
            },
            remarks: leftOut.remarks
        )
    }

    /// Rows whose echocardiogram is known, and whose tier was drawn from where tiers weigh.
    private func usable(_ cut: DataCut, _ frame: [String: Int]?, _ leftOut: inout LeftOut) -> [DataCut.Row] {
        cut.rows.filter { row in
            guard !row.outcomes.isEmpty else {
                leftOut.add("outcome-unknown")
                return false
            }
            guard frame.map({ ($0[tier(of: row, cut) ?? ""] ?? 0) > 0 }) ?? true else {
                leftOut.add("tier-not-in-frame")
                return false
            }
            return true
        }
    }

    private func tier(of row: DataCut.Row, _ cut: DataCut) -> String? {
        row.assessments[cut.enrollingModel]?.tier?.id.rawValue
    }

    private func labelled(
        _ row: DataCut.Row,
        _ recording: Recording?,
        _ cut: DataCut,
        _ card: ModelCard,
        _ leftOut: inout LeftOut
    ) -> LabelledRecording? {
        guard let recording else {
            leftOut.add("recording-not-visible")
            return nil
        }
        switch Readiness(recording) {
        case .leftOut(let reason):
            leftOut.add(reason)
            return nil
        case .ready(let input):
            let labels = card.outputs.map { output in Outcome(rawValue: output.label).flatMap { row.outcomes[$0] } }
            return LabelledRecording(input: input, labels: labels, patient: row.subject, stratum: tier(of: row, cut))
        }
    }
}
