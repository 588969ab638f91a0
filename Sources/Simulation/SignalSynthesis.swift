import Electrocardiogram
import Foundation

/// Turns a beating dipole into the counts a device would store.
struct SignalSynthesis: Sendable {
    static let samplingRate = 500
    static let sampleCount = 5000
    static let microvoltsPerCount = 4.88

    let shape: BeatShape
    let train: BeatTrain
    let noise: RecordingNoise

    /// Twelve leads in counts: eight as whole numbers, four derived from I and II, so Einthoven's law holds exactly.
    func signal(from stream: inout RandomStream) -> Signal {
        let dipoles = beatingDipole(from: &stream)
        var stored: [Lead: [Float]] = [:]
        for (lead, vector) in LeadVector.stored {
            stored[lead] = counts(of: dipoles, seenFrom: vector, from: &stream)
        }
        let (i, ii) = (stored[.i] ?? [], stored[.ii] ?? [])
        stored[.iii] = zip(i, ii).map { $1 - $0 }
        stored[.avr] = zip(i, ii).map { -($0 + $1) / 2 }
        stored[.avl] = zip(i, ii).map { $0 - $1 / 2 }
        stored[.avf] = zip(i, ii).map { $1 - $0 / 2 }
        return Signal(
            samplingRate: Self.samplingRate,
            microvoltsPerCount: Self.microvoltsPerCount,
            leads: Lead.allCases.map { stored[$0] ?? [] }
        )
    }

    private func beatingDipole(from stream: inout RandomStream) -> [Dipole] {
        var dipoles = fibrillatingAtria(from: &stream)
        for beat in train.beats {
            let gain = Float(1 + 0.03 * stream.normal())
            for wave in shape.waves(of: beat.origin) {
                wave.add(to: &dipoles, at: beat.time, rate: Double(Self.samplingRate), gain: gain)
            }
        }
        return dipoles
    }

    /// Fibrillatory waves of 5 to 8 Hz whose rate and size drift; nothing in other rhythms.
    private func fibrillatingAtria(from stream: inout RandomStream) -> [Dipole] {
        guard shape.fibrillation != .zero else { return Array(repeating: .zero, count: Self.sampleCount) }
        let rate = Float(stream.uniform(5...8))
        let drift = Float(stream.uniform(0.3...0.7))
        return (0..<Self.sampleCount).map { sample in
            let time = Float(sample) / Float(Self.samplingRate)
            let wobble = sin(2 * .pi * drift * time)
            let phase = 2 * .pi * rate * time + 1.5 * wobble
            return shape.fibrillation * ((sin(phase) + 0.35 * sin(2 * phase + 1)) * (1 + 0.4 * wobble))
        }
    }

    private func counts(of dipoles: [Dipole], seenFrom vector: Dipole, from stream: inout RandomStream) -> [Float] {
        let countsPerMillivolt = Float(1000 / Self.microvoltsPerCount)
        var noise = noise.lead(from: &stream)
        return dipoles.indices.map { sample in
            let product = dipoles[sample] * vector
            let millivolts = product.x + product.y + product.z + noise.next(from: &stream)
            return min(32_000, max(-32_000, (millivolts * countsPerMillivolt).rounded()))
        }
    }
}
