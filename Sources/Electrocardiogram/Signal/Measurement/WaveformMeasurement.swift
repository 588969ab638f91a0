/// Rates and intervals measured on the signal itself, for recordings whose file has none.
public struct WaveformMeasurement: Sendable, Equatable {
    /// Whole beats per minute and whole milliseconds; nil where it could not be measured.
    public let measurements: Measurements
    /// What could not be measured and why, in words a coordinator understands.
    public let remarks: [String]
    /// Beats found, of whatever shape.
    public let beatCount: Int

    /// Measures a signal; of long ones the first minute.
    ///
    /// Beats are where all leads change fast together. The ventricular rate is the mean over the recording, premature
    /// beats included. Intervals are those of the median beat of the commonest QRS shape, global over the independent
    /// leads: see ``QRSBoundaries``, ``TWave`` and ``PWave``. The atrial rate is given only where each P wave leads to
    /// a beat, and then equals the ventricular one; flutter and higher-degree block are not recognised.
    ///
    /// It is no device's program: Docs/methods/ecg-measurements.md holds every file that states measurements against it.
    /// QT comes out shorter than devices give it, as by tangents it does. In left bundle branch block QRS comes out about
    /// 15 ms long. A flat T wave, or one that runs into P, can be misjudged by far more.
    public static func measure(_ signal: Signal, correction: RateCorrection = .bazett) -> WaveformMeasurement {
        guard let leads = MeasuredLeads(signal) else {
            return none("The signal cannot be measured: its unit, its sampling rate or its leads are unusable.")
        }
        let beats = BeatDetector.beats(in: leads.leads)
        guard let rate = rate(of: beats) else {
            return none("Rates and intervals cannot be measured: fewer than three beats were found.", beats.count)
        }
        guard let average = BeatAverage(of: leads, beats: beats), let qrs = QRSBoundaries(average.leads) else {
            return WaveformMeasurement(
                measurements: Measurements(ventricularRate: rate.rounded()),
                remarks: ["Intervals cannot be measured: too few beats of one shape come to rest between each other."],
                beatCount: beats.count
            )
        }
        let intervals = Intervals(average, qrs, spacing: BeatDetector.spacing(of: beats))
        return result(intervals, rate: rate, beats: beats, correction: correction)
    }

    private static func none(_ remark: String, _ beatCount: Int = 0) -> WaveformMeasurement {
        WaveformMeasurement(measurements: Measurements(), remarks: [remark], beatCount: beatCount)
    }

    /// Beats per minute, from the first beat to the last.
    private static func rate(of beats: [Int]) -> Double? {
        guard let first = beats.first, let last = beats.last, beats.count >= 3 else { return nil }
        return 60 * Double(MeasuredLeads.rate * (beats.count - 1)) / Double(last - first)
    }

    private static func result(
        _ intervals: Intervals,
        rate: Double,
        beats: [Int],
        correction: RateCorrection
    ) -> WaveformMeasurement {
        let qtc = intervals.qt.map { correction.correct(qtInterval: $0, ventricularRate: rate) }
        return WaveformMeasurement(
            measurements: Measurements(
                ventricularRate: rate.rounded(),
                atrialRate: intervals.pr == nil ? nil : rate.rounded(),
                prInterval: intervals.pr?.rounded(),
                qrsDuration: intervals.qrs?.rounded(),
                qtInterval: intervals.qt?.rounded(),
                qtcInterval: qtc?.rounded()
            ),
            remarks: intervals.remarks,
            beatCount: beats.count
        )
    }
}

/// The intervals of a median beat, in milliseconds.
private struct Intervals {
    let qrs: Double?
    let qt: Double?
    let pr: Double?

    /// A longer QRS complex is one whose end was not told from the ST segment.
    private static let longestQRS = 200.0
    /// What begins earlier or later before QRS is no P wave that led to it, in milliseconds.
    private static let plausiblePR = 60.0...400.0

    init(_ average: BeatAverage, _ boundaries: QRSBoundaries, spacing: Int) {
        let tWave = TWave(average.leads, qrs: boundaries, spacing: spacing)
        let pWave = PWave(average, qrs: boundaries, from: PWave.earliest(tWave, boundaries, spacing: spacing))
        let onset = Double(boundaries.onset)
        let duration = Double(boundaries.offset - boundaries.onset) * MeasuredLeads.millisecondsPerSample
        qrs = duration > Self.longestQRS ? nil : duration
        let isQTPlausible = qrs != nil && tWave.map { $0.end - onset < Double(spacing) } ?? false
        qt = isQTPlausible ? tWave.map { ($0.end - onset) * MeasuredLeads.millisecondsPerSample } : nil
        let interval = pWave.map { (onset - $0.onset) * MeasuredLeads.millisecondsPerSample }
        pr = interval.flatMap { Self.plausiblePR.contains($0) ? $0 : nil }
    }

    var remarks: [String] {
        (qrs == nil ? ["QRS cannot be measured: its end is not told from the ST segment."] : [])
            + (qt == nil ? ["QT cannot be measured: no T wave with a clear end was found."] : [])
            + (pr == nil ? ["PR and atrial rate cannot be measured: no P wave common to the beats was found."] : [])
    }
}
