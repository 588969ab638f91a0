/// How far two recordings of the same beats lie apart: the same ECG exported twice, or read by two programs.
public struct RecordingComparison: Sendable, Equatable {
    /// One lead in both, in microvolts.
    public struct LeadDifference: Sendable, Equatable {
        /// Which one.
        public let lead: Lead
        /// The largest difference of two samples of the same moment.
        public let largest: Double
        /// The sample at which it is found, by its number in the first recording, from 0.
        public let largestAt: Int
        /// Root of the mean squared difference.
        public let rootMeanSquare: Double
    }

    /// Samples compared in each lead.
    public let samplesCompared: Int
    /// One count of the coarser recording, in microvolts: what rounding alone can make of a sample.
    public let quantisationStep: Double
    /// Leads that both have, in the order of ``Lead/allCases``.
    public let leads: [LeadDifference]
    /// What else differs, in words: leads that one lacks, lengths, rates.
    public let remarks: [String]

    /// Whether both have the same leads, of one length, and no samples differ by more than the coarser one's step.
    public var isSame: Bool {
        remarks.isEmpty && !leads.isEmpty && leads.allSatisfy { $0.largest <= quantisationStep * (1 + 1e-9) }
    }

    /// Compares two signals sample by sample, from the first of each.
    ///
    /// - Throws: ``RecordingError/unusable(what:reason:place:)`` where an amplitude unit is unknown, or neither rate is a
    ///   multiple of the other, so that no samples are of the same moment.
    public init(_ first: Signal, _ second: Signal) throws(RecordingError) {
        guard let firstScale = first.microvoltsPerCount, let secondScale = second.microvoltsPerCount else {
            throw .unusable(what: "the amplitude unit", reason: "of a recording is unknown", place: nil)
        }
        let fast = max(first.samplingRate, second.samplingRate)
        let slow = min(first.samplingRate, second.samplingRate)
        guard slow > 0, fast.isMultiple(of: slow) else {
            throw .unusable(
                what: "the pair",
                reason: "has sampling rates of which neither is a multiple of the other (\(slow) and \(fast) Hz)",
                place: nil
            )
        }
        let (firstStride, secondStride) = (first.samplingRate / slow, second.samplingRate / slow)
        let common = min(Self.count(first, firstStride), Self.count(second, secondStride))
        samplesCompared = common
        quantisationStep = max(firstScale, secondScale)
        leads = Lead.allCases.compactMap { lead in
            let (a, b) = (first[lead], second[lead])
            guard !a.isEmpty, !b.isEmpty, common > 0 else { return nil }
            let differences = (0..<common).map { index in
                abs(Double(a[index * firstStride]) * firstScale - Double(b[index * secondStride]) * secondScale)
            }
            let at = differences.indices.max { differences[$0] < differences[$1] } ?? 0
            let squares = differences.reduce(0) { $0 + $1 * $1 }
            return LeadDifference(
                lead: lead,
                largest: differences[at],
                largestAt: at * firstStride,
                rootMeanSquare: (squares / Double(common)).squareRoot()
            )
        }
        remarks = Self.remarks(first, second)
    }

    private static func count(_ signal: Signal, _ stride: Int) -> Int { (signal.sampleCount + stride - 1) / stride }

    private static func remarks(_ first: Signal, _ second: Signal) -> [String] {
        var remarks: [String] = []
        let pairs = [(first, second, "first"), (second, first, "second")]
        for (one, other, name) in pairs {
            let lacking = Lead.allCases.filter { one[$0].isEmpty && !other[$0].isEmpty }.map(\.rawValue)
            if !lacking.isEmpty { remarks.append("The \(name) lacks \(lacking.joined(separator: ", ")).") }
        }
        if first.samplingRate != second.samplingRate {
            remarks.append(
                "The rates differ: \(first.samplingRate) and \(second.samplingRate) Hz; samples of the same moment "
                    + "are compared."
            )
        }
        // Lengths in time, as fractions: rates may differ.
        if first.sampleCount * second.samplingRate != second.sampleCount * first.samplingRate {
            remarks.append("The lengths differ: \(first.sampleCount) and \(second.sampleCount) samples a lead.")
        }
        return remarks
    }
}
