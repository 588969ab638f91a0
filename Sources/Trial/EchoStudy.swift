/// What one echocardiogram measured.
///
/// Nil: not recorded; a field in `notAssessable` was looked at and could not be read.
package struct EchoStudy: Sendable, Hashable, Codable {
    /// Grade of a stenosis, a regurgitation or right ventricular dysfunction, ascending.
    package enum Grade: String, Sendable, Codable, CaseIterable, Comparable {
        case none, trace, mild
        case mildModerate = "mild-moderate"
        case moderate
        case moderateSevere = "moderate-severe"
        case severe

        package static func < (a: Grade, b: Grade) -> Bool { a.order < b.order }
        private var order: Int { Grade.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Size of a pericardial effusion, ascending.
    package enum EffusionSize: String, Sendable, Codable, CaseIterable, Comparable {
        case none, trivial, small, moderate, large

        package static func < (a: EffusionSize, b: EffusionSize) -> Bool { a.order < b.order }
        private var order: Int { EffusionSize.allCases.firstIndex(of: self) ?? 0 }
    }

    package enum ImageQuality: String, Sendable, Codable, CaseIterable { case good, fair, poor }

    /// Left ventricular ejection fraction, percent.
    package var lvefPercent: Double?
    /// Interventricular septum, millimetres.
    package var septumMillimetres: Double?
    /// Posterior wall, millimetres.
    package var posteriorWallMillimetres: Double?
    package var aorticStenosis: Grade?
    package var aorticRegurgitation: Grade?
    package var mitralRegurgitation: Grade?
    package var mitralStenosis: Grade?
    package var tricuspidRegurgitation: Grade?
    package var pulmonaryRegurgitation: Grade?
    package var rvSystolicDysfunction: Grade?
    package var pericardialEffusion: EffusionSize?
    /// Pulmonary artery systolic pressure, mmHg.
    package var paspMillimetresOfMercury: Double?
    /// Peak tricuspid regurgitation velocity, m/s.
    package var trVelocityMetresPerSecond: Double?
    package var imageQuality: ImageQuality?
    /// Field names (as in ``Field``) that the reader could not assess.
    package var notAssessable: Set<Field>

    /// The fields as CSV, command line and database name them.
    package enum Field: String, Sendable, Codable, CaseIterable {
        case lvef = "lvef_percent"
        case septum = "septum_mm"
        case posteriorWall = "posterior_wall_mm"
        case aorticStenosis = "aortic_stenosis"
        case aorticRegurgitation = "aortic_regurgitation"
        case mitralRegurgitation = "mitral_regurgitation"
        case mitralStenosis = "mitral_stenosis"
        case tricuspidRegurgitation = "tricuspid_regurgitation"
        case pulmonaryRegurgitation = "pulmonary_regurgitation"
        case rvSystolicDysfunction = "rv_systolic_dysfunction"
        case pericardialEffusion = "pericardial_effusion"
        case pasp = "pasp_mmhg"
        case trVelocity = "tr_velocity_m_s"
    }

    package init(notAssessable: Set<Field> = []) { self.notAssessable = notAssessable }
}
