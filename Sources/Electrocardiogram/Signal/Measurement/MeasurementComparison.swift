/// What a file states beside what its waveform gives.
public struct MeasurementComparison: Sendable, Equatable {
    /// One measurement of both; nil where there is none.
    public struct Row: Sendable, Equatable {
        /// Which one.
        public let quantity: Quantity
        /// What the file states, or what follows from what it states.
        public let stated: Double?
        /// What ``WaveformMeasurement`` gives.
        public let measured: Double?

        /// The waveform's less the file's.
        public var difference: Double? {
            guard let stated, let measured else { return nil }
            return measured - stated
        }

        /// A gap wider than most makers' programs leave between them, in words; nil where there is none.
        fileprivate var remark: String? {
            guard let difference, let tolerance = quantity.tolerance, difference.magnitude > tolerance else {
                return nil
            }
            let gap = Int(difference.magnitude.rounded())
            return
                "\(quantity.title): the waveform gives \(gap) \(quantity.unit) \(difference < 0 ? "less" : "more") than "
                + "the file states; up to \(Int(tolerance)) is usual."
        }
    }

    /// What is compared, in the order in which it is shown.
    public enum Quantity: String, Sendable, Codable, CaseIterable {
        /// Beats per minute.
        case ventricularRate
        /// Milliseconds.
        case prInterval
        /// Milliseconds.
        case qrsDuration
        /// Milliseconds.
        case qtInterval
        /// Milliseconds: the file's by whatever formula, the waveform's by Bazett's.
        case qtcInterval
        /// Milliseconds: both by Bazett's formula, the file's from its own QT and rate.
        case qtcBazett

        /// How people call it.
        public var title: String {
            switch self {
            case .ventricularRate: "Ventricular rate"
            case .prInterval: "PR interval"
            case .qrsDuration: "QRS duration"
            case .qtInterval: "QT interval"
            case .qtcInterval: "QTc interval"
            case .qtcBazett: "QTc by Bazett"
            }
        }

        /// In which it is counted.
        public var unit: String { self == .ventricularRate ? "/min" : "ms" }

        /// What programs commonly differ by (`Docs/methods/ecg-measurements.md`); nil where formulas may differ, too.
        var tolerance: Double? {
            switch self {
            case .ventricularRate: 1
            case .prInterval, .qrsDuration: 10
            case .qtInterval, .qtcBazett: 15
            case .qtcInterval: nil
            }
        }
    }

    /// One row for each quantity.
    public let rows: [Row]
    /// What could not be measured and why, in words a coordinator understands.
    public let remarks: [String]

    /// Measures the waveform whatever the file states.
    public init(_ recording: Recording) {
        let stated = recording.measurements
        let waveform = WaveformMeasurement.measure(recording.signal)
        let measured = waveform.measurements
        rows = [
            Row(quantity: .ventricularRate, stated: stated.ventricularRate, measured: measured.ventricularRate),
            Row(quantity: .prInterval, stated: stated.prInterval, measured: measured.prInterval),
            Row(quantity: .qrsDuration, stated: stated.qrsDuration, measured: measured.qrsDuration),
            Row(quantity: .qtInterval, stated: stated.qtInterval, measured: measured.qtInterval),
            Row(quantity: .qtcInterval, stated: stated.qtcInterval, measured: measured.qtcInterval),
            Row(quantity: .qtcBazett, stated: Self.bazett(stated), measured: measured.qtcInterval),
        ]
        remarks = waveform.remarks + rows.compactMap(\.remark)
    }

    private static func bazett(_ stated: Measurements) -> Double? {
        guard let qt = stated.qtInterval, let rate = stated.ventricularRate, rate > 0 else { return nil }
        return RateCorrection.bazett.correct(qtInterval: qt, ventricularRate: rate).rounded()
    }
}
