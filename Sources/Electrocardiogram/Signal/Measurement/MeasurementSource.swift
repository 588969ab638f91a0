/// Where a measurement of a recording comes from.
public enum MeasurementSource: String, Sendable, Codable, CaseIterable {
    /// The file states it: the device or a reader measured it.
    case file
    /// Computed from other values that the file states.
    case derived
    /// Measured on the waveform by ``WaveformMeasurement``.
    case waveform
}

/// For each measurement where it comes from; nil where there is none.
public struct MeasurementSources: Sendable, Equatable, Codable {
    /// Of the ventricular rate.
    public var ventricularRate: MeasurementSource?
    /// Of the atrial rate.
    public var atrialRate: MeasurementSource?
    /// Of PR.
    public var prInterval: MeasurementSource?
    /// Of QRS.
    public var qrsDuration: MeasurementSource?
    /// Of QT.
    public var qtInterval: MeasurementSource?
    /// Of QTc.
    public var qtcInterval: MeasurementSource?

    /// One source for all measurements that are there.
    public init(of measurements: Measurements, source: MeasurementSource) {
        ventricularRate = measurements.ventricularRate.map { _ in source }
        atrialRate = measurements.atrialRate.map { _ in source }
        prInterval = measurements.prInterval.map { _ in source }
        qrsDuration = measurements.qrsDuration.map { _ in source }
        qtInterval = measurements.qtInterval.map { _ in source }
        qtcInterval = measurements.qtcInterval.map { _ in source }
    }
}

/// A recording's measurements with those added that its file leaves out.
public struct CompletedMeasurements: Sendable, Equatable {
    /// What the file states, and what was added.
    public let measurements: Measurements
    /// Where each comes from.
    public let sources: MeasurementSources
    /// Which were added and which could not be, in words a coordinator understands.
    public let remarks: [String]
}

extension Recording {
    /// Adds the measurements that the file leaves out; nothing the file states is changed.
    ///
    /// A file with any rate or interval was measured, and what it leaves out has a reason: there is no PR in atrial
    /// fibrillation. So in such a file only what every heart that beats has is added: the ventricular rate, from the
    /// waveform, and QTc, from the file's QT and the rate. Only a file with no measurement at all is measured throughout.
    public func completedMeasurements(correction: RateCorrection = .bazett) -> CompletedMeasurements {
        guard measurements != Measurements() else { return measuredOnWaveform(correction) }
        var completed = measurements
        var sources = MeasurementSources(of: measurements, source: .file)
        var remarks: [String] = []
        if completed.ventricularRate == nil,
            let rate = WaveformMeasurement.measure(signal, correction: correction).measurements.ventricularRate
        {
            completed.ventricularRate = rate
            sources.ventricularRate = .waveform
            remarks.append("The file has no ventricular rate; it was measured on the waveform.")
        }
        if completed.qtcInterval == nil, let qt = completed.qtInterval, let rate = completed.ventricularRate, rate > 0 {
            completed.qtcInterval = correction.correct(qtInterval: qt, ventricularRate: rate).rounded()
            sources.qtcInterval = .derived
            let own = sources.ventricularRate == .file ? "ventricular rate" : "the rate measured"
            remarks.append("QTc was computed from the file's QT and \(own) (\(correction.title)).")
        }
        return CompletedMeasurements(measurements: completed, sources: sources, remarks: remarks)
    }

    private func measuredOnWaveform(_ correction: RateCorrection) -> CompletedMeasurements {
        let measured = WaveformMeasurement.measure(signal, correction: correction)
        let remark = "The file has no measurements; rates and intervals were measured on the waveform."
        return CompletedMeasurements(
            measurements: measured.measurements,
            sources: MeasurementSources(of: measured.measurements, source: .waveform),
            remarks: (measured.measurements == Measurements() ? [] : [remark]) + measured.remarks
        )
    }
}
