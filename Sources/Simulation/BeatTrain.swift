import Foundation

/// When a heart beats during one recording.
struct BeatTrain: Sendable, Equatable {
    /// Where a beat begins: at its time in the atria or the node, or too early in atrium or ventricle.
    enum Origin: Sendable, Equatable {
        case regular
        case prematureAtrial
        case prematureVentricular
    }

    struct Beat: Sendable, Equatable {
        /// Seconds from the start of the recording; a beat may begin before it or end after it.
        let time: Double
        let origin: Origin
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
    /// Beats until a second after the recording's end.
    init(_ conduction: Conduction, age: Double, duration: Double, from stream: inout RandomStream) {
        var clock = IntervalClock(conduction, age: age, from: &stream)
        var beats: [Beat] = []
        var time = -60 / conduction.rate * (0.5 + stream.uniform())
        while time < duration + 1 {
            beats.append(Beat(time: time, origin: .regular))
            let interval = clock.next(at: time, from: &stream)
            if stream.chance(conduction.ventricularEctopy) {
                time = Self.prematureVentricular(after: time, interval, conduction, &beats, from: &stream)
            } else if stream.chance(conduction.atrialEctopy) {
                time = Self.prematureAtrial(after: time, interval, &beats, from: &stream)
            } else {
                time += interval
            }
        }
        self.beats = beats
    }

    /// The sinus node goes on unmoved, so the pause is compensatory; fibrillating atria keep no such time.
    private static func prematureVentricular(
        after time: Double,
        _ interval: Double,
        _ conduction: Conduction,
        _ beats: inout [Beat],
        from stream: inout RandomStream
    ) -> Double {
        let early = max(0.34, stream.uniform(0.56...0.70) * interval)
        beats.append(Beat(time: time + early, origin: .prematureVentricular))
        return conduction.rhythm == .sinus ? time + 2 * interval : time + early + 1.2 * interval
    }

    /// A premature atrial beat resets the sinus node: the pause is a little longer than a beat, not compensatory.
    private static func prematureAtrial(
        after time: Double,
        _ interval: Double,
        _ beats: inout [Beat],
        from stream: inout RandomStream
    ) -> Double {
        let early = max(0.36, stream.uniform(0.64...0.78) * interval)
        beats.append(Beat(time: time + early, origin: .prematureAtrial))
        return time + early + 1.08 * interval
    }
}

/// The next interval of a rhythm, seconds.
///
/// Sinus intervals swell with breathing (0.2–0.3 Hz) and with slower waves (0.1 Hz); fibrillation has no memory.
private struct IntervalClock {
    private let conduction: Conduction
    private let depth: Double
    private let breathing: (frequency: Double, phase: Double)

    init(_ conduction: Conduction, age: Double, from stream: inout RandomStream) {
        self.conduction = conduction
        depth = min(0.12, 0.035 * exp(-(age - 40) / 40))
        breathing = (stream.uniform(0.2...0.3), stream.uniform(0...(2 * .pi)))
    }

    mutating func next(at time: Double, from stream: inout RandomStream) -> Double {
        let mean = 60 / conduction.rate
        switch conduction.rhythm {
        case .sinus:
            let breath = sin(2 * .pi * breathing.frequency * time + breathing.phase)
            let slow = sin(2 * .pi * 0.1 * time + 1.7 * breathing.phase)
            return mean * (1 + depth * (breath + 0.5 * slow) + 0.006 * stream.normal())
        case .atrialFibrillation: return max(0.32, mean * exp(0.22 * stream.normal() - 0.024))
        case .ventricularPaced: return mean
        }
    }
}
