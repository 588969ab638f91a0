/// Limb electrodes that seem to be exchanged.
///
/// The signs are those of Batchvarov, Malik and Camm (Europace 2007, doi 10.1093/europace/eum198): P and QRS negative in
/// lead I or II and positive in aVR, opposite in I and V6, and a flat limb lead where the neutral electrode is one of the
/// two; for lead II also Hoffman (J Electrocardiol 2007). How they are joined here, with all that are named having to be
/// there, is our own choice: it prefers missing a swap to suspecting one falsely, and needs P waves. The exchange of left
/// arm and left leg only rearranges leads, so that it can look like a normal ECG; it is not judged.
public enum ElectrodeSwap: String, Sendable, Codable, CaseIterable {
    /// Right and left arm: P and QRS upside down in lead I, P upright in aVR, V6 as usual.
    case rightArmLeftArm = "right-arm-left-arm"
    /// Right arm and left leg: P and QRS upside down in lead II and upright in aVR, V6 as usual.
    case rightArmLeftLeg = "right-arm-left-leg"
    /// Right arm and right leg: lead II almost a flat line, lead I not.
    case rightArmRightLeg = "right-arm-right-leg"

    /// A flat line is lower than this, peak to peak, and than this part of lead I; µV.
    ///
    /// Our own choice, a millimetre of the paper: the sign is known in words only, "almost" a flat line.
    private static let flatLine = 100.0
    private static let flatShare = 0.2

    /// What is suspected, in words for a coordinator.
    public var remark: String {
        switch self {
        case .rightArmLeftArm:
            "The electrodes of the right and left arm may be swapped: lead I is upside down and V6 is not."
        case .rightArmLeftLeg:
            "The electrodes of the right arm and left leg may be swapped: lead II is upside down and aVR upright."
        case .rightArmRightLeg:
            "The electrodes of the right arm and right leg may be swapped: lead II is almost a flat line."
        }
    }

    /// The swap that a signal suggests; nil where none does, or leads or P waves are missing.
    ///
    /// V6 tells a swap from a heart on the right side, which turns V6 over as well.
    public static func suspected(in signal: Signal) -> ElectrodeSwap? {
        guard Signal.independentLeads.allSatisfy({ !signal[$0].isEmpty }), let leads = MeasuredLeads(signal) else {
            return nil
        }
        let beats = BeatDetector.beats(in: leads.leads)
        guard let average = BeatAverage(of: leads, beats: beats) else { return nil }
        let ranges = average.leads.prefix(2).map { ($0.max() ?? 0) - ($0.min() ?? 0) }
        if ranges[1] < flatLine, ranges[1] < flatShare * ranges[0] { return .rightArmRightLeg }
        guard let qrs = QRSBoundaries(average.leads) else { return nil }
        let spacing = BeatDetector.spacing(of: beats)
        let tWave = TWave(average.leads, qrs: qrs, spacing: spacing)
        let from = PWave.earliest(tWave, qrs, spacing: spacing)
        guard let pWave = PWave(average, qrs: qrs, from: from) else { return nil }
        return judged(average.leads, atria: Int(pWave.onset)..<qrs.onset, ventricles: qrs.onset..<qrs.offset)
    }

    private static func judged(_ leads: [[Double]], atria: Range<Int>, ventricles: Range<Int>) -> ElectrodeSwap? {
        func isNegative(_ lead: [Double]) -> Bool { area(lead, atria) < 0 && area(lead, ventricles) < 0 }
        let (i, ii, v6) = (leads[0], leads[1], leads[7])
        let avr = zip(i, ii).map { -($0 + $1) / 2 }
        guard area(v6, ventricles) > 0, area(avr, atria) > 0 else { return nil }
        let arms = isNegative(i)
        let armAndLeg = isNegative(ii) && area(avr, ventricles) > 0
        // Either swap can turn over both leads; the larger P wave is then that of the lead truly turned.
        let isFirstLarger = area(i, atria) < area(ii, atria)
        if arms, !armAndLeg || isFirstLarger { return .rightArmLeftArm }
        return armAndLeg ? .rightArmLeftLeg : nil
    }

    /// The sum over a range, above the line between its ends' levels.
    private static func area(_ lead: [Double], _ range: Range<Int>) -> Double {
        guard let first = range.first, let last = range.last, last < lead.count else { return 0 }
        let level = (lead[first] + lead[last]) / 2
        return lead[range].reduce(0) { $0 + $1 - level }
    }
}
