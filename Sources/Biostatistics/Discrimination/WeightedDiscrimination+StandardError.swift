extension WeightedDiscrimination {
    /// The weighted area with limits symmetric on the logit scale; none at 0, at 1, or without spread.
    ///
    /// The variance is DeLong's with weights: each patient's placement in the other class, as far from the area as it
    /// is, counts by the share of its class's weight that the patient has. Equal weights give DeLong's own. The weights
    /// are taken as known, such as the chances by which a protocol invited patients; where they were estimated from the
    /// same patients, the interval is somewhat too wide. Sources: DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988)
    /// 837; Binder, Int Stat Rev 51 (1983) 279 for the linearisation.
    public func aurocEstimate(level: Double = 0.95) -> Estimate {
        switch auroc {
        case .failure(let reason): return .notEstimable(reason)
        case .success(let area):
            guard case .success(let error) = aurocStandardError else { return .value(area, interval: nil) }
            let interval = Interval.logit(
                around: area,
                standardError: error,
                level: level,
                method: .weightedDelongLogit
            )
            return .value(area, interval: interval)
        }
    }

    /// Where patients stand in the other class, held against the area.
    struct Placements {
        let ofCases: Double
        let ofControls: Double
        let area: Double

        /// Refused where fewer than two cases or two controls carry weight.
        func standardError(_ ranked: RankedRows, _ weights: [Double]) -> Result<Double, NotEstimable> {
            var (casesBelow, controlsBelow) = (CompensatedSum(), CompensatedSum())
            var (cases, controls) = (Spread(), Spread())
            ranked.forEachTie { tie in
                let here = tie.reduce(into: (cases: 0.0, controls: 0.0)) { sum, entry in
                    if entry.isCase { sum.cases += weights[entry.row] } else { sum.controls += weights[entry.row] }
                }
                let ofCase = (controlsBelow.value + here.controls / 2) / ofControls
                let ofControl = 1 - (casesBelow.value + here.cases / 2) / ofCases
                for entry in tie where weights[entry.row] > 0 {
                    if entry.isCase {
                        cases.add(weights[entry.row] / ofCases, ofCase - area)
                    } else {
                        controls.add(weights[entry.row] / ofControls, ofControl - area)
                    }
                }
                casesBelow.add(here.cases)
                controlsBelow.add(here.controls)
            }
            guard cases.count > 1, controls.count > 1 else {
                return .failure(.tooFew("cases or controls with weight", needed: 2))
            }
            return .success((cases.variance + controls.variance).squareRoot())
        }
    }

    /// Squared shares times squared distances of one class.
    private struct Spread {
        private(set) var count = 0
        private var sum = CompensatedSum()

        mutating func add(_ share: Double, _ distance: Double) {
            count += 1
            sum.add(share * share * distance * distance)
        }

        /// As if n − 1 of n were free, as in DeLong's.
        var variance: Double { sum.value * Double(count) / Double(count - 1) }
    }
}

extension IntervalMethod {
    /// DeLong 1988 with weights, symmetric on the logit scale.
    public static let weightedDelongLogit = IntervalMethod("weighted DeLong, logit")
}
