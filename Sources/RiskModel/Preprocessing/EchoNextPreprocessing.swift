public import Electrocardiogram

/// Makes the input of the EchoNext networks: the first ten seconds at 250 Hz, and seven scaled values.
///
/// Nature 2025;644:221–230, doi 10.1038/s41586-025-09227-0, with the constants of the published code. The arithmetic
/// is in double precision and rounded to single once, at the end.
public enum EchoNextPreprocessing {
    /// Changes whenever the same recording would give other numbers.
    public static let version = "echonext-1"

    /// Rates that can be brought to 250 Hz, in samples a second.
    public static let samplingRates = 100...4000

    /// The rate of the network's input, in samples a second.
    public static let rate = 250

    /// Samples of the network's input in each lead.
    public static let sampleCount = 2500

    /// How many samples a recording must have so that the last of the window exists.
    public static func samplesNeeded(at samplingRate: Int) -> Int {
        ((sampleCount - 1) * samplingRate + rate - 1) / rate + 1
    }

    /// Prepares one recording; of a longer one the first ten seconds.
    ///
    /// - Throws: ``PreprocessingError`` when the signal or the sex is unusable; missing measurements are imputed.
    public static func prepare(_ recording: Recording) throws(PreprocessingError) -> PreparedInput {
        let tabular = try TabularScaling.values(recording)
        let leads = try WaveformScaling.leads(recording.signal)
        return PreparedInput(waveform: interleaved(leads), tabular: tabular, remarks: remarks(recording.signal))
    }

    private static func interleaved(_ leads: [[Float]]) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(sampleCount * leads.count)
        for index in 0..<sampleCount {
            for lead in leads { values.append(lead[index]) }
        }
        return values
    }

    private static func remarks(_ signal: Signal) -> [String] {
        var remarks: [String] = []
        if signal.samplingRate != rate && signal.samplingRate != 2 * rate {
            remarks.append(
                "Resampled from \(signal.samplingRate) to 250 Hz: the network was trained on 250 and 500 Hz only."
            )
        }
        if signal.microvoltsPerCount != WaveformScaling.microvoltsPerCount {
            remarks.append("Amplitudes converted to 4.88 µV a count, the unit the network was trained on.")
        }
        // Up to one sample period more than ten seconds is no longer recording.
        if signal.sampleCount > signal.samplingRate * sampleCount / rate {
            remarks.append("The recording is longer than 10 s; the first 10 s are used.")
        }
        return remarks
    }
}
