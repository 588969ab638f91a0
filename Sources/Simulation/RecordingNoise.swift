import Foundation

/// What disturbs one recording: breathing moves the baseline, muscles tremble, the mains hum.
struct RecordingNoise: Sendable, Equatable {
    /// Amplitudes in mV.
    let wander: Double
    let muscle: Double
    let mains: Double

    init(poorQuality: Bool, from stream: inout RandomStream) {
        let gain = poorQuality ? 8.0 : 1
        wander = gain * 0.05 * exp(0.5 * stream.normal())
        muscle = gain * 0.008 * exp(0.4 * stream.normal())
        mains = gain * 0.003 * exp(0.6 * stream.normal())
    }

    /// The disturbance of one lead, whose electrodes have a phase and share of their own.
    func lead(from stream: inout RandomStream) -> LeadNoise {
        LeadNoise(self, from: &stream)
    }
}

/// The running disturbance of one lead, mV a sample at 500 Hz.
struct LeadNoise: Sendable {
    private var breathing: Oscillator
    private var drift: Oscillator
    private var hum: Oscillator
    private let muscle: Float
    private var tremor: Float = 0

    init(_ noise: RecordingNoise, from stream: inout RandomStream) {
        breathing = Oscillator(stream.uniform(0.2...0.3), noise.wander * stream.uniform(0.5...1.2), from: &stream)
        drift = Oscillator(stream.uniform(0.04...0.12), noise.wander * stream.uniform(0.5...1.5), from: &stream)
        hum = Oscillator(60, noise.mains * stream.uniform(0.5...1.2), from: &stream)
        muscle = Float(noise.muscle)
    }

    mutating func next(from stream: inout RandomStream) -> Float {
        tremor = 0.35 * tremor + muscle * stream.roughNormal()
        return tremor + breathing.next() + drift.next() + hum.next()
    }
}

/// A sine at 500 samples a second by rotation, which costs four multiplications a sample.
private struct Oscillator: Sendable {
    private var sine: Float
    private var cosine: Float
    private let stepSine: Float
    private let stepCosine: Float

    init(_ frequency: Double, _ amplitude: Double, from stream: inout RandomStream) {
        let phase = stream.uniform(0...(2 * .pi))
        let step = 2 * Double.pi * frequency / Double(SignalSynthesis.samplingRate)
        sine = Float(amplitude * sin(phase))
        cosine = Float(amplitude * cos(phase))
        stepSine = Float(sin(step))
        stepCosine = Float(cos(step))
    }

    mutating func next() -> Float {
        (sine, cosine) = (sine * stepCosine + cosine * stepSine, cosine * stepCosine - sine * stepSine)
        return sine
    }
}
