/// How well a signal can be trusted, lead by lead and as a whole.
///
/// It informs; whether a recording may be scored is decided elsewhere.
public struct SignalQuality: Sendable, Equatable {
    /// One entry a lead that is present, in the order of ``Lead/allCases``.
    public let leads: [LeadSignalQuality]
    /// Limb electrodes that seem to be exchanged.
    public let suspectedSwap: ElectrodeSwap?
    /// The largest distance of a stored limb lead from what I and II make of it, in counts; nil where none is checked.
    public let limbLeadResidual: Float?

    /// Rounding to whole counts explains so many counts of a residual: half a count in each of three leads.
    public static let mostResidual: Float = 1.5
    /// Leads that a device filtered or rounded apart may differ by so much more than counts explain, µV.
    ///
    /// Our own choice: a tenth of a millimetre of the paper, which nobody sees.
    public static let mostResidualMicrovolts = 10.0
    private let residualLimit: Float

    /// Judges a signal; of long ones the first minute.
    public init(_ signal: Signal) {
        // No rate is higher than there are samples to judge, whatever a file says.
        let window = min(max(1, signal.samplingRate), signal.sampleCount) * MeasuredLeads.longest
        leads = Lead.allCases.filter { !signal[$0].isEmpty }.map { lead in
            LeadSignalQuality(
                lead,
                counts: signal[lead].prefix(window),
                samplingRate: signal.samplingRate,
                microvoltsPerCount: signal.microvoltsPerCount
            )
        }
        suspectedSwap = ElectrodeSwap.suspected(in: signal)
        limbLeadResidual = signal.limbLeadResiduals.values.max()
        let tolerance = signal.microvoltsPerCount.map { Float(Self.mostResidualMicrovolts / $0) } ?? 0
        residualLimit = max(Self.mostResidual, tolerance)
    }

    /// What is wrong, one sentence each; none where nothing is.
    public var remarks: [String] {
        let all: [String?] = [
            sentence("No signal", leads.filter(\.isFlat)),
            sentence("Signal at the end of its range", leads.filter(\.isClipped)),
            sentence("Noise", \.noise, above: LeadSignalQuality.mostNoise),
            sentence("Mains hum", \.mainsHum, above: LeadSignalQuality.mostHum),
            sentence("Wandering baseline", \.wander, above: LeadSignalQuality.mostWander),
        ]
        return all.compactMap(\.self) + limbLeadRemarks
    }

    /// What speaks against the limb leads being what they are called, one sentence each.
    public var limbLeadRemarks: [String] {
        [suspectedSwap?.remark, limbLeadResidual.flatMap { $0 > residualLimit ? Self.inconsistent : nil }]
            .compactMap(\.self)
    }

    private static let inconsistent =
        "The stored limb leads do not agree with leads I and II: they may be mislabelled or filtered differently."

    private func sentence(_ what: String, _ leads: [LeadSignalQuality]) -> String? {
        leads.isEmpty ? nil : "\(what) in \(leads.map(\.lead.rawValue).joined(separator: ", "))."
    }

    private func sentence(_ what: String, _ level: (LeadSignalQuality) -> Double?, above limit: Double) -> String? {
        let found = leads.filter { level($0) ?? 0 > limit }
        guard let highest = found.compactMap(level).max() else { return nil }
        let names = found.map(\.lead.rawValue).joined(separator: ", ")
        return "\(what) in \(names)" + (Int(exactly: highest.rounded()).map { ", up to \($0) µV." } ?? ".")
    }
}
