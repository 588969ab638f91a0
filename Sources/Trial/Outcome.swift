/// A condition an echocardiogram can show: the eleven components, and the two composites reports speak of.
package enum Outcome: String, Sendable, Codable, CaseIterable, Hashable {
    case shd
    case vhd
    case lvef = "lvef_lte_45"
    case wallThickness = "lvwt_gte_13"
    case aorticStenosis = "aortic_stenosis_moderate_severe"
    case aorticRegurgitation = "aortic_regurgitation_moderate_severe"
    case mitralRegurgitation = "mitral_regurgitation_moderate_severe"
    case tricuspidRegurgitation = "tricuspid_regurgitation_moderate_severe"
    case pulmonaryRegurgitation = "pulmonary_regurgitation_moderate_severe"
    case rvSystolicDysfunction = "rv_systolic_dysfunction_moderate_severe"
    case pericardialEffusion = "pericardial_effusion_moderate_large"
    case pasp = "pasp_gte_45"
    case trVelocity = "tr_max_gte_32"

    /// The eleven components of structural heart disease, in the order of the model's outputs 0–10.
    package static let components = allCases.filter { $0 != .shd && $0 != .vhd }

    /// Components of left-sided valve disease.
    package static let leftSidedValve: [Outcome] = [.aorticStenosis, .aorticRegurgitation, .mitralRegurgitation]

    package var title: String {
        switch self {
        case .shd: "Structural heart disease"
        case .vhd: "Left-sided valve disease"
        case .lvef: "LV ejection fraction ≤ 45 %"
        case .wallThickness: "LV wall thickness ≥ 13 mm"
        case .aorticStenosis: "Aortic stenosis, moderate or worse"
        case .aorticRegurgitation: "Aortic regurgitation, moderate or worse"
        case .mitralRegurgitation: "Mitral regurgitation, moderate or worse"
        case .tricuspidRegurgitation: "Tricuspid regurgitation, moderate or worse"
        case .pulmonaryRegurgitation: "Pulmonary regurgitation, moderate or worse"
        case .rvSystolicDysfunction: "RV systolic dysfunction, moderate or worse"
        case .pericardialEffusion: "Pericardial effusion, moderate or large"
        case .pasp: "PA systolic pressure ≥ 45 mmHg"
        case .trVelocity: "TR velocity ≥ 3.2 m/s"
        }
    }
}
