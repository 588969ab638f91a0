import Biostatistics
import Foundation

/// Risks by a Cox model that is linear in the inputs, cross-fitted: each participant's from a fit without their part.
///
/// Risks of different parts are ranked against each other, so all parts take the same inputs and are fitted in the same
/// way: by the likelihood where it has a maximum in every part, else by Firth's penalised likelihood in every part.
struct LinearRisks {
    /// Of the participants, in their order.
    static let parts = 10

    /// One list a participant, one risk a horizon.
    let risks: [[Double]]
    let fitting: SurvivalReport.LinearFitting

    /// - Parameters:
    ///   - followUp: of the participants.
    ///   - inputs: one list a participant, each of as many values as `names`.
    ///   - names: of the inputs.
    ///   - horizons: days.
    /// - Returns: the risks; not estimable where participants, events or values are too few.
    static func of(
        _ followUp: FollowUp,
        inputs: [[Double]],
        names: [String],
        horizons: [Double]
    ) -> Result<LinearRisks, NotEstimable> {
        guard followUp.count >= 2 * parts else { return .failure(.tooFew("participants", needed: 2 * parts)) }
        let places = (0..<parts).map { part in followUp.times.indices.filter { $0 % parts != part } }
        // What is the same in everybody a part is fitted to has no coefficient there.
        let used = names.indices.filter { column in
            places.allSatisfy { fitted in fitted.contains { inputs[$0][column] != inputs[fitted[0]][column] } }
        }
        guard !used.isEmpty else { return .failure(.noVariation(of: "every input")) }
        let covariates = inputs.map { row in used.map { row[$0] } }
        let tenths = places.enumerated().map { Part($0, fitted: $1, followUp, covariates) }
        // Fewer events than coefficients: the likelihood would be flat, or a fit of noise.
        guard tenths.allSatisfy({ $0.data.events > used.count }) else {
            return .failure(.tooFew("events", needed: used.count + 1))
        }
        let plain = tenths.map { CoxModel.fit($0.data) }
        let separated = zip(tenths, plain).filter { $1.isSeparated }.map(\.0)
        let fits = separated.isEmpty ? plain : tenths.map { CoxModel.fit($0.data, penalty: .firth) }
        var risks = Array(repeating: [Double](), count: followUp.count)
        for (part, fit) in zip(tenths, fits) {
            switch fit.flatMap({ part.risks(by: $0, covariates, horizons) }) {
            case .failure(let reason): return .failure(reason)
            case .success(let found): for (place, list) in found { risks[place] = list }
            }
        }
        let shared = used.indices.filter { column in
            separated.contains { $0.eventsShareAValue(of: column, followUp, covariates) }
        }
        let fitting = SurvivalReport.LinearFitting(
            partsWithoutMaximum: separated.count,
            sharedByEvents: shared.map { names[used[$0]] },
            leftOut: names.indices.filter { !used.contains($0) }.map { names[$0] }
        )
        return .success(LinearRisks(risks: risks, fitting: fitting))
    }

    /// A tenth of the participants, and the others, to whom the model is fitted.
    private struct Part {
        let number: Int
        let fitted: [Int]
        let data: CoxData

        init(_ number: Int, fitted: [Int], _ followUp: FollowUp, _ covariates: [[Double]]) {
            (self.number, self.fitted) = (number, fitted)
            let others = FollowUp(
                times: fitted.map { followUp.times[$0] },
                events: fitted.map { followUp.events[$0] }
            )
            data = CoxData(others, covariates: fitted.map { covariates[$0] })
        }

        /// Of those whom the fit has not seen.
        func risks(
            by model: CoxModel,
            _ covariates: [[Double]],
            _ horizons: [Double]
        ) -> Result<[(place: Int, risks: [Double])], NotEstimable> {
            guard let baseline = model.cumulativeHazards(Array(repeating: 0, count: data.covariates)).first else {
                return .failure(.noObservations)
            }
            var hazards: [Double] = []
            for horizon in horizons {
                switch baseline.value(at: horizon) {
                case .success(let hazard): hazards.append(hazard)
                case .failure(let reason): return .failure(reason)
                }
            }
            let unseen = covariates.indices.filter { $0 % LinearRisks.parts == number }
            return .success(
                unseen.map { place in
                    let predictor = zip(model.coefficients, covariates[place]).reduce(0) { $0 + $1.0.value * $1.1 }
                    return (place, hazards.map { -expm1(-$0 * exp(predictor)) })
                }
            )
        }

        /// As where nobody with a rare finding has the event: it is what most often leaves the likelihood no maximum.
        func eventsShareAValue(of column: Int, _ followUp: FollowUp, _ covariates: [[Double]]) -> Bool {
            Set(fitted.filter { followUp.events[$0] }.map { covariates[$0][column] }).count == 1
        }
    }
}

extension Result<CoxModel, NotEstimable> {
    fileprivate var isSeparated: Bool {
        guard case .failure(.separated) = self else { return false }
        return true
    }
}
