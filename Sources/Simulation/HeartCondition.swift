import Foundation

/// The heart behind a simulated patient: severities from which both the echocardiogram and the ECG are made.
///
/// Each severity is standard normal over the cohort. General, left, right and pressure-load factors correlate them, so
/// that diseases come together as they do in patients. A component is present above its ``Threshold``.
struct HeartCondition: Sendable, Equatable {
    let systolicDysfunction: Double
    let wallThickening: Double
    let aorticStenosis: Double
    let aorticRegurgitation: Double
    let mitralRegurgitation: Double
    let mitralStenosis: Double
    let tricuspidRegurgitation: Double
    let pulmonaryRegurgitation: Double
    let rightVentricularDysfunction: Double
    let pericardialEffusion: Double
    let pulmonaryPressure: Double
    /// Right atrial pressure, mmHg, on the three steps that echo estimates it in.
    let rightAtrialPressure: Double

    /// Severity at which the outcome begins: the normal quantile of one minus the prevalence in the training cohort of
    /// EchoNext (Nature 2025;644:221–230).
    enum Threshold {
        static let systolicDysfunction = 0.7256
        static let wallThickening = 0.6943
        static let aorticStenosis = 1.7474
        static let aorticRegurgitation = 2.2536
        static let mitralRegurgitation = 1.3743
        static let tricuspidRegurgitation = 1.2464
        static let pulmonaryRegurgitation = 2.3947
        static let rightVentricularDysfunction = 1.1151
        static let pericardialEffusion = 1.9006
        static let trVelocity = 1.2626
    }

    /// Left ventricular ejection fraction, percent: flat when healthy, falling steadily once the muscle fails.
    var ejectionFraction: Double {
        let fall = 10 * log(1 + exp(1.6 * (systolicDysfunction + 0.3)))
        return min(72, max(10, 63.6 - fall))
    }

    /// Thickest part of the left ventricular wall, millimetres.
    var wallThickness: Double {
        13 * exp(0.185 * (wallThickening - Threshold.wallThickening))
    }

    /// Peak velocity of the tricuspid jet, m/s.
    var jetVelocity: Double {
        min(6, 3.2 * exp(0.21 * (pulmonaryPressure - Threshold.trVelocity)))
    }

    /// Pulmonary artery systolic pressure, mmHg: four times the squared velocity (Bernoulli) plus atrial pressure.
    var pulmonaryArteryPressure: Double {
        4 * jetVelocity * jetVelocity + rightAtrialPressure
    }
}

extension HeartCondition {
    /// Draws a heart for a person of this age (years); age raises every severity.
    init(age: Double, from stream: inout RandomStream) {
        let age = min(2.5, max(-2.5, (age - 61) / 16))
        let general = stream.mixed((0.35, age))
        let left = stream.mixed((0.80, general))
        let load = stream.mixed((0.70, general))
        let right = stream.mixed((0.60, general), (0.30, left), shared: 0.80)
        systolicDysfunction = stream.mixed((0.93, left))
        wallThickening = stream.mixed((0.90, load))
        aorticStenosis = stream.mixed((0.62, load), (0.20, age), shared: 0.245)
        aorticRegurgitation = stream.mixed((0.50, load), (0.20, left), shared: 0.56)
        mitralRegurgitation = stream.mixed((0.75, left), (0.20, age), shared: 0.28)
        mitralStenosis = stream.mixed((0.40, general))
        tricuspidRegurgitation = stream.mixed((0.85, right))
        pulmonaryRegurgitation = stream.mixed((0.70, right))
        rightVentricularDysfunction = stream.mixed((0.60, right), (0.36, left), shared: 0.78)
        pericardialEffusion = stream.mixed((0.50, general))
        pulmonaryPressure = stream.mixed((0.93, right))
        let congestion = right + 0.5 * stream.normal()
        rightAtrialPressure = congestion > 1 ? 15 : congestion > 0.2 ? 8 : 3
    }
}

extension RandomStream {
    /// Weighted sum of standard normal parts plus an own part that brings the variance to one.
    ///
    /// The two parts' correlation, `shared`, adds to the variance they explain.
    fileprivate mutating func mixed(
        _ first: (weight: Double, value: Double),
        _ second: (weight: Double, value: Double) = (0, 0),
        shared: Double = 0
    ) -> Double {
        let explained =
            first.weight * first.weight + second.weight * second.weight + 2 * shared * first.weight * second.weight
        return first.weight * first.value + second.weight * second.value
            + max(0, 1 - explained).squareRoot() * normal()
    }
}
