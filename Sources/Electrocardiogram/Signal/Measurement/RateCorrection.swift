import Foundation

/// How the QT interval is corrected for heart rate.
public enum RateCorrection: String, Sendable, Codable, CaseIterable {
    /// QT divided by the square root of RR (Heart 1920;7:353–370); what most devices print as QTc.
    case bazett
    /// QT divided by the cube root of RR (Acta Med Scand 1920;53:469–486).
    case fridericia

    /// The formula's name.
    var title: String {
        switch self {
        case .bazett: "Bazett"
        case .fridericia: "Fridericia"
        }
    }

    /// QTc in milliseconds of QT (milliseconds) at a ventricular rate (beats per minute).
    ///
    /// - Precondition: the rate is positive.
    public func correct(qtInterval: Double, ventricularRate: Double) -> Double {
        precondition(ventricularRate > 0, "a rate is positive")
        let seconds = 60 / ventricularRate
        return switch self {
        case .bazett: qtInterval / seconds.squareRoot()
        case .fridericia: qtInterval / cbrt(seconds)
        }
    }
}
