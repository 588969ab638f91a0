extension Recording {
    /// The first seconds of a longer recording, with a remark and ``window`` set; any other as it is.
    ///
    /// - Precondition: `seconds` is positive.
    public func first(seconds: Int = 10) -> Recording {
        precondition(seconds > 0, "a window has a length")
        let (wanted, overflow) = signal.samplingRate.multipliedReportingOverflow(by: seconds)
        guard !overflow, signal.sampleCount > wanted else { return self }
        var part = self
        part.signal = Signal(
            samplingRate: signal.samplingRate,
            microvoltsPerCount: signal.microvoltsPerCount,
            leads: signal.leads.map { Array($0.prefix(wanted)) }
        )
        part.window = SignalWindow(
            firstSample: window?.firstSample ?? 0,
            totalSamples: window?.totalSamples ?? signal.sampleCount
        )
        let length = Self.tenths(signal.sampleCount, rate: signal.samplingRate)
        part.remarks.append("The recording lasts \(length) s; the first \(seconds) s are used.")
        return part
    }

    /// A length in seconds with one decimal place, without one where it is zero.
    private static func tenths(_ samples: Int, rate: Int) -> String {
        let tenths = (Double(samples) * 10 / Double(rate)).rounded()
        let seconds = tenths / 10
        return Int(exactly: seconds).map(String.init) ?? seconds.description
    }
}
