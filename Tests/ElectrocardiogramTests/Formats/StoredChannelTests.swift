import Testing

@testable import Electrocardiogram

@Suite("Leads with scales of their own")
struct StoredChannelTests {
    @Test("are brought to the finest where all are whole multiples of it, which changes no sample")
    func wholeMultiples() throws {
        let (signal, remarks) = try Self.signal([(1.25, [3, -4]), (5, [7, 1]), (2.5, [100, 0])])
        #expect(signal.microvoltsPerCount == 1.25)
        #expect(Array(signal.leads[0..<2]) == [[3, -4], [28, 4]])
        #expect(signal[.v1] == [200, 0])
        #expect(remarks.first?.contains("changes no sample") == true)
    }

    @Test("are brought to a fraction of the finest where that makes all whole")
    func fractions() throws {
        let (signal, _) = try Self.signal([(1, [3, -4]), (2.5, [7, 1]), (4.88, [0, 0])])
        // 4.88 is no multiple of a sixteenth, nor of any coarser fraction.
        #expect(signal.microvoltsPerCount == 1)
        let (exact, remarks) = try Self.signal([(1, [3, -4]), (2.5, [7, 1]), (-1, [5, 6])])
        #expect(exact.microvoltsPerCount == 0.5)
        #expect(Array(exact.leads[0..<2]) == [[6, -8], [35, 5]])
        #expect(exact[.v1] == [-10, -12])
        #expect(remarks.first?.contains("changes no sample") == true)
    }

    @Test("are multiplied by a factor otherwise, which moves samples by less than half a step")
    func factors() throws {
        let counts = SampleNoise.counts(1000, bits: 24, seed: 5).map(Int32.init)
        let scales = [1 / 3.0, 0.7071, 4.8828]
        let (signal, remarks) = try Self.signal(scales.map { ($0, counts) })
        let scale = try #require(signal.microvoltsPerCount)
        for (lead, stored) in zip([signal[.i], signal[.ii], signal[.v1]], scales) {
            for (value, count) in zip(lead, counts) {
                #expect(abs(Double(value) * scale - Double(count) * stored) <= stored / 2)
            }
        }
        #expect(remarks.first?.contains("moves samples by less than half a step") == true)
    }

    @Test("with more digits than can be kept say that samples move")
    func digits() throws {
        let (signal, remarks) = try Self.signal([(1, [3]), (2, [8_388_607]), (3, [1])])
        #expect(signal[.ii] == [16_777_214])
        #expect(remarks.first?.contains("moves samples by less than half a step") == true)
    }

    @Test("are left in counts where one has no unit")
    func unknown() throws {
        let (signal, remarks) = try Self.signal([(1, [3]), (nil, [7]), (2, [5])])
        #expect(signal.microvoltsPerCount == nil)
        #expect(signal[.v1] == [5])
        #expect(remarks.first == "The amplitude unit of II is missing or unknown; it is not guessed.")
    }

    @Test("bridge short runs of invalid samples by a straight line, at the ends by the neighbour")
    func gaps() throws {
        let gap = Int32(-9)
        let (signal, remarks) = try Self.signal(
            [(1, [gap, 4, gap, gap, gap, 8, gap]), (1, [1, 2, 3, 4, 5, 6, 7])],
            invalid: gap
        )
        #expect(signal[.i] == [4, 4, 5, 6, 7, 8, 8])
        #expect(remarks.contains("Lead I has 5 samples marked invalid; straight lines bridge them."))
        #expect(signal[.iii][3] == -2)
    }

    @Test("with a longer run of invalid samples count as missing")
    func longGaps() throws {
        let gap = Int32(-9)
        let samples = [Int32](repeating: 1, count: 100)
        for length in [4, 5, 100] {
            var broken = samples
            broken.replaceSubrange((100 - length)..<100, with: repeatElement(gap, count: length))
            let (signal, remarks) = try Self.signal([(1, samples), (1, samples), (1, broken)], invalid: gap)
            #expect(signal[.v1].isEmpty == (length > 4))
            #expect(remarks.contains { $0.contains("Lead V1 counts as missing") } == (length > 4))
        }
        #expect(throws: RecordingError.self) { try Self.signal([(1, [gap, gap, gap, gap, gap])], invalid: gap) }
    }

    @Test("of more than 24 bits are refused, because they cannot be kept exactly")
    func large() throws {
        #expect(try Self.signal([(1, [16_777_216, -16_777_216])]).0[.i] == [16_777_216, -16_777_216])
        #expect(throws: RecordingError.self) { try Self.signal([(1, [16_777_217])]) }
        #expect(throws: RecordingError.self) { try Self.signal([(1, [.min])]) }
    }

    @Test(
        "are told by their labels",
        arguments: [
            ("I", Lead.i), ("avr", .avr), ("AVF", .avf), ("ECG II", .ii), ("EKG aVL", .avl), ("ECG V1-Ref", .v1),
            ("v6-REF", .v6), ("Lead III", .iii), ("ECG lead  V2", .v2), ("ecg_v4", .v4),
        ]
    )
    func labels(label: String, lead: Lead) {
        #expect(ChannelLabel.lead(label) == lead)
    }

    @Test(
        "are none of the twelve under any other label",
        arguments: ["", " ", "MLII", "V7", "V3R", "vx", "ECG", "ECG 1", "ECG I-II", "EEG V1", "V1-V2", "I II", "-ref"]
    )
    func foreignLabels(label: String) {
        #expect(ChannelLabel.lead(label) == nil)
    }

    /// Leads I, II and V1 at 100 samples a second.
    private static func signal(
        _ channels: [(Double?, [Int32])],
        invalid: Int32? = nil
    ) throws -> (Signal, [String]) {
        var remarks: [String] = []
        let stored = zip([Lead.i, .ii, .v1], channels).map { lead, channel in
            StoredChannel(
                lead: lead,
                counts: channel.1,
                invalidCount: invalid,
                zero: 0,
                microvoltsPerCount: channel.0
            )
        }
        return (try StoredChannel.signal(of: stored, samplingRate: 100, remarks: &remarks), remarks)
    }
}
