import Electrocardiogram

/// One heart's ten seconds at the electrodes, and how the device read them.
struct ElectricHeart: Sendable {
    let conduction: Conduction
    let signal: Signal
    let reading: DeviceReading

    init(_ person: SimulatedPerson, _ heart: HeartCondition, seed: UInt64, index: Int) {
        var stream = RandomStream(seed: seed, index: index, purpose: .conduction)
        let marks = DiseaseMarks(of: heart, from: &stream)
        conduction = Conduction(marks: marks, age: person.exactAge, from: &stream)
        var rhythm = RandomStream(seed: seed, index: index, purpose: .rhythm)
        let duration = Double(SignalSynthesis.sampleCount) / Double(SignalSynthesis.samplingRate)
        let train = BeatTrain(conduction, age: person.exactAge, duration: duration, from: &rhythm)
        let rate = train.meanRate(duration: duration) ?? conduction.rate
        let shape = BeatShape(
            conduction: conduction,
            rate: rate,
            marks: marks,
            sex: person.sex,
            age: person.exactAge,
            from: &stream
        )
        var noise = RandomStream(seed: seed, index: index, purpose: .noise)
        let poorQuality = noise.chance(0.008)
        let disturbance = RecordingNoise(poorQuality: poorQuality, from: &noise)
        signal = SignalSynthesis(shape: shape, train: train, noise: disturbance).signal(from: &noise)
        var device = RandomStream(seed: seed, index: index, purpose: .device)
        reading = DeviceReading(conduction, rate: rate, signal: signal, poorQuality: poorQuality, from: &device)
    }
}
