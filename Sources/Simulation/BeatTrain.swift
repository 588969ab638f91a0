import Foundation

/// When a heart beats during one recording.
struct BeatTrain: Sendable, Equatable {
    struct Beat: Sendable, Equatable {
        /// Seconds from the start of the recording; a beat may begin before it or end after it.
        let time: Double
        let isEctopic: Bool
    }

    let beats: [Beat]

    /// Beats per minute between the first and last R wave inside the recording, as a device counts it.
    func meanRate(duration: Double) -> Double? {
        let inside = beats.lazy.map(\.time).filter { (0..<duration).contains($0) }
        guard let first = inside.first, let last = inside.last, first < last else { return nil }
        return 60 * Double(inside.count - 1) / (last - first)
    }
}

extension BeatTrain {
    /// Sinus intervals swell with breathing (0.2–0.3 Hz) and with slower waves (0.1 Hz); fibrillation has no memory.
    init(_ conduction: Conduction, age: Double, duration: Double, from stream: inout RandomStream) {
        let mean = 60 / conduction.rate
        let breathing = (frequency: stream.uniform(0.2...0.3), phase: stream.uniform(0...(2 * .pi)))
        let depth = 0.035 * exp(-(age - 40) / 40)
        var beats: [Beat] = []
        var time = -mean * (0.5 + stream.uniform())
        while time < duration + 1 {
            beats.append(Beat(time: time, isEctopic: false))
            var interval = mean
            switch conduction.rhythm {
            case .sinus:
                let breath = sin(2 * .pi * breathing.frequency * time + breathing.phase)
                let slow = sin(2 * .pi * 0.1 * time + 1.7 * breathing.phase)
                interval *= 1 + min(0.12, depth) * (breath + 0.5 * slow) + 0.006 * stream.normal()
            case .atrialFibrillation: interval = max(0.33, mean * exp(0.20 * stream.normal() - 0.02))
            case .ventricularPaced: break
            }
            if stream.chance(conduction.ectopicShare) {
                beats.append(Beat(time: time + 0.62 * interval, isEctopic: true))
                time += 2 * interval
            } else {
                time += interval
            }
        }
        self.beats = beats
    }
}
