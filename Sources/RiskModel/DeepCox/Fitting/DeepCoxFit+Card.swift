import Biostatistics

extension DeepCoxFit {
    /// What a card says that no figure can.
    public struct Description: Sendable {
        /// Lower-case name, also of the files.
        public var id: String
        /// One line for people.
        public var title: String
        /// For whom and what.
        public var intendedUse: String
        /// Such as `critical_illness`; labels of outputs add the day.
        public var outcome: String
        /// Whose patients the cohort holds.
        public var population: String

        /// What a card says.
        public init(id: String, title: String, intendedUse: String, outcome: String, population: String) {
            self.id = id
            self.title = title
            self.intendedUse = intendedUse
            self.outcome = outcome
            self.population = population
        }
    }

    /// The card of the fitted model, which is not for patients until somebody who answers for it says otherwise.
    ///
    /// - Parameters:
    ///   - description: What no figure says.
    ///   - selection: How the inputs were chosen; nil where they were named.
    ///   - unseen: Patients to measure the model on beside, and whose they are; nil for none.
    /// - Returns: A card that holds for ``weights``.
    /// - Throws: ``RiskModelError`` where the description is no card's, or an unseen patient has no usable values.
    public func card(
        _ description: Description,
        selection: InputSelection? = nil,
        unseen: (cohort: SurvivalCohort, population: String)? = nil
    ) throws -> ModelCard {
        let performance = survival.performance?.first
        var card = ModelCard(
            id: description.id,
            title: description.title,
            architecture: DeepCoxShape.architecture,
            intendedUse: description.intendedUse,
            notForPatients: true,
            weightsSHA256: weights.digest,
            preprocessing: DeepCoxModel.preprocessing,
            outputs: survival.baseline.map { ModelCard.Output(label: "\(description.outcome)_\($0.day)d") },
            fitting: ModelCard.Fitting(
                description: ([method(description.population, selection)] + remarks).joined(separator: "; "),
                seed: settings.seed,
                recordings: performance?.patients
            ),
            survival: survival
        )
        if let unseen {
            let model = try DeepCoxModel(weights: weights, card: card)
            let measured = try model.performance(
                on: unseen.cohort,
                linear: linearCoefficients,
                population: "\(unseen.population), not seen in fitting"
            )
            card.survival?.performance?.append(measured)
        }
        card.performance = card.areas
        card.reference = try DeepCoxModel(weights: weights, card: card).reference()
        return card
    }

    private func method(_ population: String, _ selection: InputSelection?) -> String {
        let widths = weights.shape.widths.map(String.init).joined(separator: "–")
        let chosen = selection.map { selection in
            let point = selection.path.points[selection.path.sparsest]
            return "inputs chosen from \(selection.candidates) by LASSO Cox with \(InputSelection.folds)-fold "
                + "cross-validation, λ = \((point.lambda * 1e6).rounded() / 1e6) by the rule of one standard error; "
        }
        return "\(population); " + (chosen ?? "")
            + "\(settings.folds) networks \(widths), each trained without one fold for \(epochs) epochs on the Cox partial "
            + "likelihood; linear Cox model of inputs and out-of-fold deep score, ties after Efron; optimism of its "
            + "C-index by \(settings.resamples) bootstrap samples, networks not trained again; tiers "
            + (settings.cuts == nil ? "hold at most 5 % of the events below and 5 % of the others above" : "as given")
    }
}

extension ModelCard {
    /// AUC by day as every card's table of performance has it, on patients the model had not seen where there are any.
    fileprivate var areas: [Performance] {
        guard let measured = survival?.performance?.last else { return [] }
        return zip(outputs, measured.days).map { output, day in
            Performance(
                output: output.label,
                auroc: day.auc,
                recordings: measured.patients,
                events: measured.events,
                population: measured.population
            )
        }
    }
}
