import Foundation

/// What became of an admitted patient: critical illness, or an end of observation without it.
package struct AdmissionCourse: Sendable, Equatable {
    /// Why a patient's time ends.
    package enum Ending: String, Sendable, CaseIterable {
        case intensiveCare = "intensive-care"
        case ventilation = "invasive-ventilation"
        case death
        /// Left the hospital well.
        case discharge
        /// Still in hospital when the observation ended.
        case endOfFollowUp = "end-of-follow-up"
    }

    /// Days from admission, in tenths, at least 0.1 and at most ``followUpDays``.
    package let days: Double
    package let ending: Ending

    /// Longest time a patient is watched.
    package static let followUpDays = 30.0

    /// Whether the patient became critically ill; otherwise the time is censored.
    package var isCritical: Bool {
        switch ending {
        case .intensiveCare, .ventilation, .death: true
        case .discharge, .endOfFollowUp: false
        }
    }

    /// Draws a course; a stay's length knows nothing of the risk, so that censoring is independent.
    init(predictor: Double, from stream: inout RandomStream) {
        let hazard = -log(1 - stream.uniform())
        let stay = 13 * exp(0.45 * stream.normal())
        let kind = stream.pick([(Ending.intensiveCare, 0.62), (.ventilation, 0.2), (.death, 0.18)])
        let end = min(stay, Self.followUpDays)
        guard let day = CriticalIllnessHazard.day(predictor: predictor, reaching: hazard), day <= end else {
            days = Self.tenths(end)
            ending = stay < Self.followUpDays ? .discharge : .endOfFollowUp
            return
        }
        days = Self.tenths(day)
        ending = kind
    }

    private static func tenths(_ days: Double) -> Double { max(1, (10 * days).rounded(.up)) / 10 }
}
