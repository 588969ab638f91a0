import Electrocardiogram
import Testing

@Suite("A comparison of two recordings")
struct RecordingComparisonTests {
    private func signal(
        rate: Int = 500,
        scale: Double? = 5,
        lead: Lead = .v2,
        count: Int = 100,
        _ value: (Int) -> Float
    ) -> Signal {
        let others = (0..<count).map { Float($0 % 7) }
        return Signal(
            samplingRate: rate,
            microvoltsPerCount: scale,
            leads: Lead.allCases.map { $0 == lead ? (0..<count).map(value) : others }
        )
    }

    @Test("finds the largest difference, where it is, and the root mean square, in microvolts")
    func difference() throws {
        let first = signal { Float($0) }
        let second = signal { $0 == 42 ? 50 : $0 == 10 ? 4 : Float($0) }
        let comparison = try RecordingComparison(first, second)
        let lead = try #require(comparison.leads.first { $0.lead == .v2 })
        #expect(lead.largest == 40)
        #expect(lead.largestAt == 42)
        // (40² + 30²) ÷ 100
        #expect(lead.rootMeanSquare == 5)
        #expect(comparison.leads.filter { $0.lead != .v2 }.allSatisfy { $0.largest == 0 })
        #expect(!comparison.isSame)
    }

    @Test("holds for the same what differs by the coarser one's step, and not by more")
    func step() throws {
        let coarse = signal(scale: 5) { Float($0) }
        let fine = Signal(
            samplingRate: 500,
            microvoltsPerCount: 1,
            leads: coarse.leads.map { $0.map { $0 * 5 + 5 } }
        )
        let comparison = try RecordingComparison(coarse, fine)
        #expect(comparison.quantisationStep == 5)
        #expect(comparison.isSame)
        let finer = Signal(samplingRate: 500, microvoltsPerCount: 1, leads: fine.leads.map { $0.map { $0 + 1 } })
        #expect(try !RecordingComparison(coarse, finer).isSame)
    }

    @Test("of two rates compares samples of the same moment, and says so")
    func rates() throws {
        let fast = signal(rate: 500, count: 100) { Float($0 * $0) }
        let slow = Signal(
            samplingRate: 250,
            microvoltsPerCount: 5,
            leads: fast.leads.map { lead in stride(from: 0, to: lead.count, by: 2).map { lead[$0] } }
        )
        for (first, second) in [(fast, slow), (slow, fast)] {
            let comparison = try RecordingComparison(first, second)
            #expect(comparison.samplesCompared == 50)
            #expect(comparison.leads.allSatisfy { $0.largest == 0 })
            #expect(comparison.remarks.count == 1)
            #expect(!comparison.isSame)
        }
    }

    @Test("names leads that one lacks, and lengths that differ")
    func lacking() throws {
        let whole = signal { Float($0) }
        let part = signal(count: 60) { _ in 0 }
        let without = Signal(
            samplingRate: 500,
            microvoltsPerCount: 5,
            leads: part.leads.enumerated().map { $0.offset == 6 ? [] : $0.element }
        )
        let comparison = try RecordingComparison(whole, without)
        #expect(comparison.leads.count == 11)
        #expect(comparison.remarks.contains { $0.contains("second lacks V1") })
        #expect(comparison.remarks.contains { $0.contains("100 and 60 samples") })
    }

    @Test("refuses an unknown unit, and rates that share no moments")
    func refused() {
        let known = signal { _ in 0 }
        #expect(throws: RecordingError.self) { try RecordingComparison(known, signal(scale: nil) { _ in 0 }) }
        #expect(throws: RecordingError.self) { try RecordingComparison(known, signal(rate: 300) { _ in 0 }) }
    }
}
