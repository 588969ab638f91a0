import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The quality of a signal")
struct SignalQualityTests {
    private let heart = SyntheticHeart().signal()

    /// The synthetic heart with one lead's microvolts changed.
    private func changing(_ lead: Lead, _ change: (Int, Double) -> Double) -> Signal {
        var leads = heart.leads
        let index = Lead.allCases.firstIndex(of: lead) ?? 0
        leads[index] = leads[index].enumerated().map { Float(change($0, Double($1) * 4.88) / 4.88) }
        return Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: leads)
    }

    private func quality(_ lead: Lead, of signal: Signal) throws -> LeadSignalQuality {
        try #require(SignalQuality(signal).leads.first { $0.lead == lead })
    }

    @Test("has nothing to say of a clean ECG")
    func clean() {
        let quality = SignalQuality(heart)
        #expect(quality.remarks == [])
        #expect(quality.suspectedSwap == nil)
        #expect(quality.limbLeadResidual == 0)
    }

    @Test("names flat and clipped leads")
    func limits() throws {
        #expect(try quality(.v2, of: changing(.v2) { index, value in index < 1600 ? 0 : value }).isFlat)
        #expect(try quality(.v2, of: changing(.v2) { index, _ in Double(index % 3) * 9 }).isFlat)
        #expect(try !quality(.v2, of: changing(.v2) { index, value in index < 600 ? 0 : value }).isFlat)
        let clipped = changing(.v3) { index, value in (1000..<1030).contains(index) ? 4000 : value }
        #expect(try quality(.v3, of: clipped).isClipped)
        #expect(SignalQuality(clipped).remarks.contains("Signal at the end of its range in V3."))
        #expect(try !quality(.v3, of: changing(.v3) { $0 == 1000 ? 4000 : $1 }).isClipped)
    }

    @Test("can be asked of whatever a signal can hold", arguments: [Int.max, .min, -5, 0, 1, 2, 500])
    func oddities(rate: Int) {
        let values: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, 1e30, 0]
        for scale in [nil, 0, -1, 1, 1e300, .nan, .infinity] as [Double?] {
            for value in values {
                for count in [0, 1, 3, 2000] {
                    let lead = (0..<count).map { $0 % 3 == 0 ? value : Float($0) }
                    let leads = [[Float]](repeating: lead, count: 12)
                    let quality = SignalQuality(Signal(samplingRate: rate, microvoltsPerCount: scale, leads: leads))
                    #expect(quality.leads.count == (count == 0 ? 0 : 12))
                    #expect(quality.remarks.allSatisfy { $0.hasSuffix(".") })
                }
            }
        }
    }

    /// A hum of known amplitude, a drift of known range.
    @Test("measures hum and wander in microvolts")
    func levels() throws {
        for frequency in [50.0, 60] {
            let humming = changing(.v5) { $1 + 120 * sin(2 * .pi * frequency * Double($0) / 500) }
            #expect(abs(try #require(quality(.v5, of: humming).mainsHum) - 120) < 6)
            #expect(SignalQuality(humming).remarks.contains { $0.hasPrefix("Mains hum in V5") })
        }
        let wandering = changing(.v1) { $1 + 0.2 * Double($0) }
        // From the middle of the first second to that of the tenth: 4500 samples.
        #expect(abs(try #require(quality(.v1, of: wandering).wander) - 900) < 60)
    }

    @Test("measures noise between the beats in microvolts")
    func noise() throws {
        let quality = try quality(.i, of: SyntheticHeart(noise: 40).signal())
        // White noise of 40 µV less the share that a mean of 13 samples takes away.
        let expected = 40 * (1 - 1 / 13.0).squareRoot()
        #expect(abs(try #require(quality.noise) - expected) < 4)
    }

    @Test("tells which limb electrodes are swapped from the leads they make of it")
    func swaps() {
        let (i, ii) = (heart[.i], heart[.ii])
        let iii = zip(ii, i).map { $0 - $1 }
        #expect(swapped(i: i.map { -$0 }, ii: iii) == .rightArmLeftArm)
        #expect(swapped(i: iii.map { -$0 }, ii: ii.map { -$0 }) == .rightArmLeftLeg)
        #expect(swapped(i: i, ii: i.map { _ in 0 }) == .rightArmRightLeg)
    }

    private func swapped(i: [Float], ii: [Float]) -> ElectrodeSwap? {
        let chest = Signal.independentLeads.dropFirst(2).map { heart[$0] }
        let signal = Signal(samplingRate: 500, microvoltsPerCount: 4.88, independent: [i, ii] + chest)
        return SignalQuality(signal).suspectedSwap
    }

    @Test("notices limb leads that do not follow from I and II")
    func residual() {
        let mislabelled = changing(.avl) { -$1 }
        #expect(SignalQuality(mislabelled).remarks.contains { $0.contains("do not agree") })
        #expect(SignalQuality(changing(.iii) { $1 + 4.88 }).remarks == [])
    }

    @Test("survives short and empty signals", arguments: [0, 1, 3, 100, 499, 501])
    func short(length: Int) {
        let leads = heart.leads.map { Array($0.prefix(length)) }
        let quality = SignalQuality(Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: leads))
        #expect(quality.leads.count == (length == 0 ? 0 : 12))
    }
}
