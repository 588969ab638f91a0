import Electrocardiogram
import Testing

@testable import Simulation

/// Whether each mark, when strong, meets the criteria that readers use, and a healthy heart does not.
@Suite struct VentricularMarkTests {
    private static let healthy = Result { try MadeECG.beats(MadeECG.none, count: 60) }
    private static let thick = Result { try MadeECG.beats(MadeECG.marks(mass: 1.3, strain: 1.3)) }
    private static let rightLoaded = Result { try MadeECG.beats(MadeECG.marks(rightHeart: 1.2)) }
    private static let fluid = Result { try MadeECG.beats(MadeECG.marks(effusion: 1.2)) }

    @Test func `A healthy heart meets no criterion more often than the criteria are wrong`() throws {
        let beats = try Self.healthy.get()
        #expect(beats.share { $0.sokolowLyon >= 3.5 } <= 0.1)
        #expect(beats.share { $0.cornell >= 2.8 } <= 0.05)
        #expect(beats.share { $0.limbVoltage < 0.5 } <= 0.05)
        #expect(beats.share { $0.qrsDuration >= 120 } == 0)
        #expect(beats.share { $0.net(.i) < 0 } <= 0.05)
        #expect(beats.share { $0.r(.v1) > $0.s(.v1) } <= 0.05)
        #expect(beats.share { $0.t(.v5) > 0 && $0.t(.ii) > 0 } >= 0.85)
    }

    @Test func `R grows and S shrinks from V1 to V5, as in healthy hearts`() throws {
        let beats = try Self.healthy.get()
        let ratios = [Lead.v1, .v3, .v5].map { lead in beats.map { $0.r(lead) / max(0.01, $0.s(lead)) }.median }
        #expect(ratios[0] < 0.6 && ratios[0] < ratios[1] && ratios[1] < ratios[2] && ratios[2] > 3, "\(ratios)")
    }

    @Test func `A thick left ventricle meets the voltages of Sokolow and Lyon, or of Cornell`() throws {
        let beats = try Self.thick.get()
        #expect(beats.share { $0.sokolowLyon >= 3.5 } > 0.6)
        #expect(beats.share { $0.sokolowLyon >= 3.5 || $0.cornell >= 2.0 } > 0.7)
        #expect(beats.map(\.cornell).median > 1.5 * (try Self.healthy.get().map(\.cornell).median))
    }

    @Test func `Left strain depresses ST and turns T over in V5, V6, I and aVL, not in V1 and V2`() throws {
        let beats = try Self.thick.get()
        #expect(beats.share { $0.st(.v6) < -0.05 } > 0.7)
        #expect(beats.share { $0.t(.v6) < -0.1 } > 0.85)
        #expect(beats.share { $0.t(.i) < 0 } > 0.75)
        #expect(beats.share { $0.t(.avl) < 0 } > 0.75)
        #expect(beats.share { $0.t(.v2) > 0 } > 0.85)
    }

    @Test func `Right strain turns the axis right, makes R dominant in V1 and T negative in V1 to V3`() throws {
        let beats = try Self.rightLoaded.get()
        #expect(beats.share { $0.net(.i) < 0 && $0.net(.avf) > 0 } > 0.6)
        #expect(beats.share { $0.r(.v1) > $0.s(.v1) } > 0.75)
        #expect(beats.share { $0.t(.v1) < 0 && $0.t(.v2) < 0 } > 0.9)
        #expect(beats.share { $0.t(.v3) < 0 } > 0.75)
        #expect(beats.share { $0.s(.v6) > 0.4 * $0.r(.v6) } > 0.7)
    }

    @Test func `A large effusion leaves under half a millivolt in every limb lead`() throws {
        let beats = try Self.fluid.get()
        #expect(beats.share { $0.limbVoltage < 0.5 } > 0.75)
    }

    @Test func `A weak left ventricle loses voltage and T, and scars leave Q waves in some`() throws {
        let weak = try MadeECG.beats(MadeECG.marks(weakMuscle: 1.5))
        let healthy = try Self.healthy.get()
        #expect(weak.map { $0.t(.v5) }.median < 0.6 * healthy.map { $0.t(.v5) }.median)
        #expect(weak.map { $0.r(.v4) }.median < healthy.map { $0.r(.v4) }.median)
        #expect(weak.share { $0.r(.v2) < 0.1 } > healthy.share { $0.r(.v2) < 0.1 })
    }

    @Test func `A stretched left atrium makes the end of P deep in V1`() throws {
        func depth(_ marks: DiseaseMarks) throws -> Double {
            try MadeECG.beats(marks) { $0.prInterval = 0.17 }.map { $0.lateP(.v1, prInterval: 0.17) }.median
        }
        let stretched = try depth(MadeECG.marks(leftAtrium: 1.3))
        // Morris et al., Circulation 1964;29:242–252: 0.1 mV deep.
        #expect(stretched < -0.1, "\(stretched)")
        #expect(try depth(MadeECG.none) > -0.07)
    }
}
