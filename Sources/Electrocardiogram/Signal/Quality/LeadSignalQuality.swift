/// What disturbs one lead; amplitudes are nil where the amplitude unit is unknown.
public struct LeadSignalQuality: Sendable, Equatable {
    /// The lead.
    public let lead: Lead
    /// The same value for three seconds, or no more movement in them than a device's own noise.
    public let isFlat: Bool
    /// At the end of the converter's range, or held far from the middle longer than any QRS complex stays there.
    public let isClipped: Bool
    /// Level of muscle and other noise above about 40 Hz between the QRS complexes: root of the mean square, µV.
    public let noise: Double?
    /// Amplitude of mains hum, of 50 or 60 Hz, whichever is stronger, µV.
    public let mainsHum: Double?
    /// How far the baseline wanders: range of the medians of stretches of one second, µV.
    public let wander: Double?

    /// Highest noise without a remark, µV.
    ///
    /// No standard sets it. It is a quarter of 0.1 mV, about what a low P wave measures.
    public static let mostNoise = 25.0
    /// Highest hum without a remark, µV.
    ///
    /// No standard sets it: 0.05 mV, half a small square of the paper.
    public static let mostHum = 50.0
    /// Widest wander without a remark, µV.
    ///
    /// No standard sets it: 0.5 mV, a large square of the paper.
    public static let mostWander = 500.0

    /// Judges the samples of one lead, in counts.
    public init(
        _ lead: Lead,
        counts: some Collection<Float>,
        samplingRate: Int,
        microvoltsPerCount: Double?
    ) {
        let limits = LeadLimits(samplingRate: samplingRate, microvoltsPerCount: microvoltsPerCount)
        let samples = Array(counts)
        self.lead = lead
        isFlat = limits.isFlat(samples)
        isClipped = limits.isClipped(samples)
        guard let scale = microvoltsPerCount, samplingRate >= 150, samples.count >= samplingRate else {
            (noise, mainsHum, wander) = (nil, nil, nil)
            return
        }
        let disturbance = LeadDisturbance(microvolts: samples.map { Double($0) * scale }, rate: samplingRate)
        noise = disturbance.noise
        mainsHum = disturbance.mainsHum
        wander = disturbance.wander
    }
}
