import Testing

@testable import Electrocardiogram

@Suite("Limb leads")
struct LimbLeadsTests {
    /// Leads I and II of two samples; the rest by hand.
    private let derived: [Lead: [Float]] = [
        .iii: [20, -4], .avr: [-20, -3], .avl: [-5, 4.5], .avf: [25, -1.5],
    ]

    private func signal(_ stored: [Lead: [Float]]) -> Signal {
        Signal(samplingRate: 500, microvoltsPerCount: 5, leads: Lead.allCases.map { stored[$0] ?? [] })
    }

    @Test("that are missing follow from I and II; those that are stored stay")
    func derivation() {
        let completed = signal([.i: [10, 5], .ii: [30, 1], .avf: [7, 7]]).derivingLimbLeads()
        for lead in [Lead.iii, .avr, .avl] { #expect(completed[lead] == derived[lead]) }
        #expect(completed[.avf] == [7, 7])
        #expect(completed[.v1] == [])
        #expect(signal([.i: [10, 5]]).derivingLimbLeads()[.iii] == [])
    }

    @Test("are held against I and II, each by its largest distance")
    func residuals() {
        let stored = signal([.i: [10, 5], .ii: [30, 1], .iii: [20, -4], .avr: [-20, -2], .avl: [5, -3.5]])
        #expect(stored.limbLeadResiduals == [.iii: 0, .avr: 1, .avl: 10])
        #expect(signal([.iii: [1], .avr: [1]]).limbLeadResiduals == [:])
    }
}
