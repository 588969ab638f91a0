/// One standard lead as a file stores it: whole counts with a zero and a scale of their own.
struct StoredChannel {
    let lead: Lead
    let counts: [Int32]
    /// The count by which the format marks a sample as invalid; nil where it has none.
    let invalidCount: Int32?
    /// The count of zero volts, which need not be whole.
    let zero: Double
    /// Negative where the polarity is inverted; nil where the file gives no usable unit.
    let microvoltsPerCount: Double?

    /// A scale that no converter has counts as unknown.
    init(lead: Lead, counts: [Int32], invalidCount: Int32? = nil, zero: Double = 0, microvoltsPerCount: Double?) {
        self.lead = lead
        self.counts = counts
        self.invalidCount = invalidCount
        self.zero = zero
        self.microvoltsPerCount = microvoltsPerCount.flatMap { Self.possibleScales.contains(abs($0)) ? $0 : nil }
    }

    /// The longest run of invalid samples that is bridged by a straight line, in seconds.
    static let longestGap = 0.04
    /// Up to here every whole count is a `Float`.
    static let largestCount = 16_777_216.0
    /// Scales that a converter may have, in microvolts per count; usual are 0.1 to 5.
    static let possibleScales = 1e-6...1e4

    /// The lead with its counts above zero volts.
    ///
    /// Invalid samples in short runs are replaced by a straight line between their neighbours. Where a run is too long,
    /// the lead counts as missing.
    ///
    /// - Throws: ``RecordingError/unusable(what:reason:place:)`` for counts that lose digits as a `Float`.
    func scaled(samplingRate: Int, remarks: inout [String]) throws(RecordingError) -> ScaledLead {
        guard counts.allSatisfy({ $0 == invalidCount || abs(Double($0) - zero) <= Self.largestCount }) else {
            throw .unusable(
                what: "lead \(lead.rawValue)",
                reason: "has samples of more than 24 bits, which cannot be kept exactly",
                place: nil
            )
        }
        let invalid = counts.lazy.filter { $0 == invalidCount }.count
        guard invalid > 0 else { return scaled(counts.map(Double.init)) }
        let longest = Int(Double(samplingRate) * Self.longestGap)
        guard let bridged = bridged(longest: longest) else {
            remarks.append(
                "Lead \(lead.rawValue) counts as missing: \(invalid) of its samples are marked invalid, "
                    + "more than 40 ms of them in a row."
            )
            return scaled([])
        }
        remarks.append("Lead \(lead.rawValue) has \(invalid) samples marked invalid; straight lines bridge them.")
        return scaled(bridged)
    }

    private func scaled(_ counts: [Double]) -> ScaledLead {
        ScaledLead(lead: lead, counts: counts.map { $0 - zero }, microvoltsPerCount: microvoltsPerCount)
    }

    /// The counts with every run of invalid ones replaced; nil when a run is longer than allowed.
    private func bridged(longest: Int) -> [Double]? {
        var values = counts.map(Double.init)
        var start = 0
        while start < counts.count {
            guard counts[start] == invalidCount else {
                start += 1
                continue
            }
            let end = counts[start...].firstIndex { $0 != invalidCount } ?? counts.count
            guard end - start <= longest, end - start < counts.count else { return nil }
            let after = end < counts.count ? values[end] : values[start - 1]
            let before = start > 0 ? values[start - 1] : after
            for index in start..<end {
                values[index] = before + (after - before) * Double(index - start + 1) / Double(end - start + 1)
            }
            start = end
        }
        return values
    }
}
