public import Electrocardiogram

/// Decides whether a recording may be scored.
public enum QualityGate {
    /// All reasons against scoring, in the order of ``QualityReason``; none means that it may be scored.
    public static func reasons(for recording: Recording) -> [QualityReason] {
        let found =
            patient(recording.patient) + statements(recording.statements)
            + measurements(recording.measurements) + signal(recording.signal)
        return QualityReason.allCases.filter(found.contains)
    }

    private static func patient(_ patient: RecordedPatient) -> [QualityReason] {
        let age: [QualityReason] = patient.age.map { $0 < 18 ? [.ageBelow18] : [] } ?? [.ageMissing]
        return age + (patient.sex == nil ? [.sexMissing] : [])
    }

    private static func statements(_ statements: [String]) -> [QualityReason] {
        let text = QualityStatements(statements)
        return (text.tellOfPoorQuality ? [.poorDataQuality] : []) + (text.tellOfPacing ? [.ventricularPacing] : [])
    }

    private static func measurements(_ values: Measurements) -> [QualityReason] {
        let used = [
            values.ventricularRate, values.atrialRate, values.prInterval, values.qrsDuration, values.qtcInterval,
        ]
        return used.contains { $0 ?? 0 > 0 } ? [] : [.measurementsMissing]
    }

    private static func signal(_ signal: Signal) -> [QualityReason] {
        var reasons: [QualityReason] = []
        let isRateUsable = EchoNextPreprocessing.samplingRates.contains(signal.samplingRate)
        if !isRateUsable { reasons.append(.samplingRateUnusable) }
        if isRateUsable, signal.sampleCount < EchoNextPreprocessing.samplesNeeded(at: signal.samplingRate) {
            reasons.append(.lengthUnusable)
        }
        let scale = signal.microvoltsPerCount ?? 0
        if !(scale.isFinite && scale > 0) { reasons.append(.amplitudeUnitUnknown) }
        return reasons + leads(signal)
    }

    private static func leads(_ signal: Signal) -> [QualityReason] {
        let window = signal.samplingRate * EchoNextPreprocessing.sampleCount / EchoNextPreprocessing.rate
        let limits = LeadLimits(samplingRate: signal.samplingRate, microvoltsPerCount: signal.microvoltsPerCount)
        return signal.leads.flatMap { lead -> [QualityReason] in
            guard !lead.isEmpty else { return [.leadMissing] }
            let counts = Array(lead.prefix(window))
            return (limits.isFlat(counts) ? [.leadFlat] : []) + (limits.isClipped(counts) ? [.leadClipped] : [])
        }
    }
}
