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

    private let limbLeadRemark: String?

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
        limbLeadRemark = signal.limbLeadRemark
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
        [suspectedSwap?.remark, limbLeadRemark].compactMap(\.self)
    }

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
