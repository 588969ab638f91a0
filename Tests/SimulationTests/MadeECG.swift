import Electrocardiogram
import Foundation

@testable import Simulation

/// ECGs with marks of a chosen strength, as they come back from a MUSE file; what else a heart has is drawn.
enum MadeECG {
    static let none = marks()

    static func marks(
        mass: Float = 0,
        strain: Float = 0,
        weakMuscle: Float = 0,
        rightHeart: Float = 0,
        leftAtrium: Float = 0,
        effusion: Float = 0
    ) -> DiseaseMarks {
        DiseaseMarks(
            leftVentricularMass: mass,
            strain: strain,
            weakMuscle: weakMuscle,
            rightHeart: rightHeart,
            leftAtrium: leftAtrium,
            effusion: effusion,
            volumeLoad: 0
        )
    }

    /// As many recordings as asked for; `change` alters the conduction that the marks lead to.
    static func signals(
        _ marks: DiseaseMarks,
        count: Int = 40,
        age: Double = 61,
        change: (inout Conduction) -> Void = { _ in }
    ) throws -> [Signal] {
        try (0..<count).map { index in
            var stream = RandomStream(seed: 99, index: index, purpose: .conduction)
            var conduction = Conduction(marks: marks, age: age, from: &stream)
            conduction.rhythm = .sinus
            conduction.block = .none
            conduction.qrsDuration = min(conduction.qrsDuration, 0.11)
            conduction.rate = min(max(conduction.rate, 55), 95)
            conduction.ventricularEctopy = 0
            conduction.atrialEctopy = 0
            change(&conduction)
            return try signal(conduction, marks, age: age, index: index)
        }
    }

    static func beats(
        _ marks: DiseaseMarks,
        count: Int = 40,
        change: (inout Conduction) -> Void = { _ in }
    ) throws -> [AverageBeat] {
        try signals(marks, count: count, change: change).compactMap { AverageBeat($0) }
    }

    private static func signal(
        _ conduction: Conduction,
        _ marks: DiseaseMarks,
        age: Double,
        index: Int
    ) throws -> Signal {
        var stream = RandomStream(seed: 98, index: index, purpose: .conduction)
        let train = BeatTrain(conduction, age: age, duration: 10, from: &stream)
        let shape = BeatShape(
            conduction: conduction,
            rate: train.meanRate(duration: 10) ?? conduction.rate,
            marks: marks,
            sex: index.isMultiple(of: 2) ? .male : .female,
            age: age,
            from: &stream
        )
        let noise = RecordingNoise(poorQuality: false, from: &stream)
        let signal = SignalSynthesis(shape: shape, train: train, noise: noise).signal(from: &stream)
        let recording = Recording(format: "simulated", sourceDigest: Data(count: 32), signal: signal)
        return try RecordingReader.read(MuseXMLWriter.write(recording)).signal
    }
}

extension Collection {
    /// Share of elements that hold.
    func share(_ holds: (Element) throws -> Bool) rethrows -> Double {
        Double(try filter(holds).count) / Double(Swift.max(1, count))
    }
}

extension Collection<Double> {
    var median: Double { isEmpty ? .nan : sorted()[count / 2] }
    var mean: Double { reduce(0, +) / Double(Swift.max(1, count)) }

    /// Standard deviation, divided by the count.
    var deviation: Double {
        let mean = mean
        return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Swift.max(1, count))).squareRoot()
    }
}
