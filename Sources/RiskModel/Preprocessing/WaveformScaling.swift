import Electrocardiogram

/// Counts to standardised amplitudes: window, rate, unit, baseline, limits, scale.
enum WaveformScaling {
    /// Microvolts per count of the recordings the networks were trained on.
    static let microvoltsPerCount = 4.88

    /// Windows of the two running medians whose result is the baseline, in samples at 250 Hz.
    private static let baselineWindows = [51, 151]

    /// Twelve leads of 2500 values.
    static func leads(_ signal: Signal) throws(PreprocessingError) -> [[Float]] {
        try check(signal)
        let scale = signal.microvoltsPerCount ?? microvoltsPerCount
        return zip(signal.leads, constants).map { counts, constants in
            let samples = atNetworkRate(counts, rate: signal.samplingRate, scale: scale)
            let baseline = MedianFilter.apply(samples, windows: baselineWindows)
            return zip(samples, baseline).map { constants.standardise($0 - $1) }
        }
    }

    private static func check(_ signal: Signal) throws(PreprocessingError) {
        guard let scale = signal.microvoltsPerCount, scale.isFinite, scale > 0 else { throw .amplitudeUnitUnknown }
        guard EchoNextPreprocessing.samplingRates.contains(signal.samplingRate) else {
            throw .samplingRate(signal.samplingRate)
        }
        for (lead, counts) in zip(Lead.allCases, signal.leads) {
            guard !counts.isEmpty, counts.allSatisfy(\.isFinite) else { throw .leadUnusable(lead) }
        }
        let needed = EchoNextPreprocessing.samplesNeeded(at: signal.samplingRate)
        guard signal.sampleCount >= needed else { throw .tooShort(samples: signal.sampleCount, needed: needed) }
    }

    /// The first 2500 samples at 250 Hz, in counts of 4.88 µV.
    private static func atNetworkRate(_ counts: [Float], rate: Int, scale: Double) -> [Double] {
        let network = EchoNextPreprocessing.rate
        let samples = counts.prefix(rate * 11).map {
            scale == microvoltsPerCount ? Double($0) : Double($0) * scale / microvoltsPerCount
        }
        let resampled =
            switch rate {
            case network: samples
            case 2 * network: Resampling.everySecond(samples)
            default: Resampling.interpolate(samples, from: rate, to: network)
            }
        return Array(resampled.prefix(EchoNextPreprocessing.sampleCount))
    }

    /// Limits and scale of one lead, in counts.
    private struct LeadConstants {
        let lower: Double
        let upper: Double
        let mean: Double
        let deviation: Double

        func standardise(_ count: Double) -> Float {
            Float((min(max(count, lower), upper) - mean) / deviation)
        }
    }

    /// The published constants, in the order of `Lead.allCases`.
    private static let constants: [LeadConstants] = [
        .init(lower: -140, upper: 287, mean: 5.438902932045533, deviation: 32.4283237955487),
        .init(lower: -206, upper: 297, mean: 4.386144027595723, deviation: 31.37262367036232),
        .init(lower: -324, upper: 236, mean: -0.8828521117626768, deviation: 30.155474930762434),
        .init(lower: -247, upper: 118.5, mean: -4.901228423594343, deviation: 28.126380180199195),
        .init(lower: -153, upper: 270, mean: 3.179303315626078, deviation: 27.097711990189254),
        .init(lower: -249, upper: 245.5, mean: 1.718962497412901, deviation: 26.148743373957526),
        .init(lower: -369, upper: 219, mean: -4.3853678923766815, deviation: 37.739210938823206),
        .init(lower: -522, upper: 297, mean: -1.4991789389444636, deviation: 52.792504469040814),
        .init(lower: -554, upper: 366, mean: -0.2390101635046568, deviation: 56.75138860280555),
        .init(lower: -411, upper: 450, mean: 3.622168549154881, deviation: 49.90223860158139),
        .init(lower: -290, upper: 451, mean: 5.396823627457744, deviation: 45.001427330308026),
        .init(lower: -209, upper: 396, mean: 5.660982479475681, deviation: 39.06606103398455),
    ]
}
