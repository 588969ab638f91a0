import Electrocardiogram
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

    /// Severity at which the outcome begins: the normal quantile of one minus the true prevalence.
    ///
    /// That is the prevalence in the training cohort of EchoNext (Nature 2025;644:221–230), where a finding that was
    /// not recorded counts as absent, over the share of studies that record it.
    enum Threshold {
        static let systolicDysfunction = 0.7218
        static let wallThickening = 0.6864
        static let aorticStenosis = 1.7405
        static let aorticRegurgitation = 2.2476
        static let mitralRegurgitation = 1.3660
        static let tricuspidRegurgitation = 1.2375
        static let pulmonaryRegurgitation = 2.3757
        static let rightVentricularDysfunction = 1.1057
        static let pericardialEffusion = 1.8938
        static let trVelocity = 1.1500
    }

    /// Left ventricular ejection fraction, percent: flat when healthy, falling steadily once the muscle fails.
    var ejectionFraction: Double {
        let fall = 10 * log(1 + exp(1.6 * (systolicDysfunction + 0.3)))
        return min(72, max(10, 63.6 - fall))
    }

    /// Thickest part of the left ventricular wall, millimetres; 13 at the threshold, once rounded.
    var wallThickness: Double {
        12.95 * exp(0.185 * (wallThickening - Threshold.wallThickening))
    }

    /// Peak velocity of the tricuspid jet, m/s; 3.2 at the threshold, once rounded.
    var jetVelocity: Double {
        min(6, 3.15 * exp(0.21 * (pulmonaryPressure - Threshold.trVelocity)))
    }

    /// Pulmonary artery systolic pressure, mmHg: four times the squared velocity (Bernoulli) plus atrial pressure.
    var pulmonaryArteryPressure: Double {
        4 * jetVelocity * jetVelocity + rightAtrialPressure
    }
}

extension HeartCondition {
    /// Whether any of the findings that make structural heart disease is there.
    var isStructurallyDiseased: Bool {
        [
            (systolicDysfunction, Threshold.systolicDysfunction), (wallThickening, Threshold.wallThickening),
            (aorticStenosis, Threshold.aorticStenosis), (aorticRegurgitation, Threshold.aorticRegurgitation),
            (mitralRegurgitation, Threshold.mitralRegurgitation),
            (tricuspidRegurgitation, Threshold.tricuspidRegurgitation),
            (pulmonaryRegurgitation, Threshold.pulmonaryRegurgitation),
            (rightVentricularDysfunction, Threshold.rightVentricularDysfunction),
            (pericardialEffusion, Threshold.pericardialEffusion), (pulmonaryPressure, Threshold.trVelocity),
            (pulmonaryArteryPressure, 45),
        ].contains { $0.0 > $0.1 }
    }

    /// How much further on muscle and wall disease of men is than of women, in standard deviations.
    private static let sexDifference = 0.3

    /// Draws a heart for a person of this age (years); age raises every severity, and men's muscle fails more often.
    ///
    /// The weights are such that the eleven findings, each as frequent as published, overlap as published: 52 of 100
    /// have at least one of them.
    init(age: Double, sex: Sex?, from stream: inout RandomStream) {
        let age = min(2.5, max(-2.5, (age - 61) / 16))
        let general = stream.mixed((0.42, age))
        let left = stream.mixed((0.56, general))
        let load = stream.mixed((0.50, general))
        let right = stream.mixed((0.42, general), (0.35, left), shared: 0.56)
        let manhood = sex == .female ? -0.52 * Self.sexDifference : 0.48 * Self.sexDifference
        systolicDysfunction = stream.mixed((0.93, left)) + manhood
        wallThickening = stream.mixed((0.90, load)) + manhood
        aorticStenosis = stream.mixed((0.62, load), (0.25, age), shared: 0.21)
        aorticRegurgitation = stream.mixed((0.50, load), (0.20, left), shared: 0.28)
        mitralRegurgitation = stream.mixed((0.60, left), (0.20, age), shared: 0.24)
        mitralStenosis = stream.mixed((0.40, general))
        tricuspidRegurgitation = stream.mixed((0.80, right))
        pulmonaryRegurgitation = stream.mixed((0.62, right))
        rightVentricularDysfunction = stream.mixed((0.50, right), (0.42, left), shared: 0.59)
        pericardialEffusion = stream.mixed((0.45, general))
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
