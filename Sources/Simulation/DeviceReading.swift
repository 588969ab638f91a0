import Electrocardiogram
import Foundation

/// What the device's program says of a recording: measurements and statements, in the order it prints them.
struct DeviceReading: Sendable, Equatable {
    let measurements: Measurements
    let statements: [String]

    init(
        _ conduction: Conduction,
        rate: Double,
        signal: Signal,
        poorQuality: Bool,
        from stream: inout RandomStream
    ) {
        let measured = DeviceReading.measure(conduction, rate: rate, from: &stream)
        statements =
            poorQuality
            ? ["POOR DATA QUALITY, INTERPRETATION MAY BE ADVERSELY AFFECTED"]
            : DeviceReading.statements(conduction, measured, VoltageReading(signal))
        measurements = DeviceReading.withGaps(measured, from: &stream)
    }

    /// Rates to whole beats, intervals to the 2 ms between samples, QTc by Bazett from the printed rate and QT.
    private static func measure(
        _ conduction: Conduction,
        rate: Double,
        from stream: inout RandomStream
    ) -> Measurements {
        let printedRate = rate.rounded()
        let qt = evenMilliseconds(conduction.qtInterval(rate: rate))
        return Measurements(
            ventricularRate: printedRate,
            atrialRate: atrialRate(conduction, printedRate, from: &stream),
            prInterval: conduction.rhythm == .sinus ? evenMilliseconds(conduction.prInterval) : nil,
            qrsDuration: evenMilliseconds(conduction.qrsDuration),
            qtInterval: qt,
            qtcInterval: (qt / (60 / printedRate).squareRoot()).rounded()
        )
    }

    /// Of fibrillating atria a device counts the waves in a third, nothing in a tenth, and otherwise follows QRS.
    private static func atrialRate(
        _ conduction: Conduction,
        _ rate: Double,
        from stream: inout RandomStream
    ) -> Double? {
        let counted = stream.uniform(230...390).rounded()
        switch (conduction.rhythm, stream.uniform()) {
        case (.sinus, _): return rate
        case (.ventricularPaced, _): return nil
        case (.atrialFibrillation, let kind): return kind < 0.34 ? counted : kind < 0.44 ? nil : rate
        }
    }

    /// Leaves out what devices fail to measure: PR under a low P wave, or in a few nothing but the rate is there.
    private static func withGaps(_ measured: Measurements, from stream: inout RandomStream) -> Measurements {
        var measured = measured
        if stream.chance(0.02) { measured.prInterval = nil }
        guard stream.chance(0.003) else { return measured }
        return Measurements(ventricularRate: measured.ventricularRate)
    }

    private static func evenMilliseconds(_ seconds: Double) -> Double {
        2 * (seconds * 500).rounded()
    }

    private static func statements(
        _ conduction: Conduction,
        _ measured: Measurements,
        _ voltage: VoltageReading
    ) -> [String] {
        guard conduction.rhythm != .ventricularPaced else {
            return ["ELECTRONIC VENTRICULAR PACEMAKER", "ABNORMAL ECG"]
        }
        var findings: [String] = []
        if (measured.prInterval ?? 0) > 200 { findings.append("FIRST DEGREE AV BLOCK") }
        if conduction.ventricularEctopy > 0 { findings.append("PREMATURE VENTRICULAR COMPLEXES") }
        if conduction.atrialEctopy > 0 { findings.append("PREMATURE ATRIAL COMPLEXES") }
        if conduction.block == .left { findings.append("LEFT BUNDLE BRANCH BLOCK") }
        if conduction.block == .right { findings.append("RIGHT BUNDLE BRANCH BLOCK") }
        if voltage.isHypertrophic, conduction.block != .left { findings.append("LEFT VENTRICULAR HYPERTROPHY") }
        if voltage.isLow { findings.append("LOW VOLTAGE QRS") }
        if let deviation = voltage.axisDeviation, conduction.block == .none { findings.append(deviation) }
        if (measured.qtcInterval ?? 0) > 480 { findings.append("PROLONGED QT") }
        let rhythm = rhythmStatement(conduction, measured)
        let normal = findings.isEmpty && rhythm == "NORMAL SINUS RHYTHM"
        return [rhythm] + findings + [normal ? "NORMAL ECG" : "ABNORMAL ECG"]
    }

    private static func rhythmStatement(_ conduction: Conduction, _ measured: Measurements) -> String {
        guard conduction.rhythm == .sinus else { return "ATRIAL FIBRILLATION" }
        let rate = measured.ventricularRate ?? 0
        return rate < 60 ? "SINUS BRADYCARDIA" : rate > 100 ? "SINUS TACHYCARDIA" : "NORMAL SINUS RHYTHM"
    }
}

/// Voltages that statements rest on, mV.
struct VoltageReading: Sendable, Equatable {
    let sokolowLyon: Double
    /// Largest peak-to-peak voltage among the limb leads.
    let limb: Double
    /// Direction of QRS in the frontal plane, degrees from lead I towards the feet.
    let axis: Double

    init(_ signal: Signal) {
        let scale = (signal.microvoltsPerCount ?? 0) / 1000
        func deflection(_ lead: Lead) -> (s: Double, r: Double) {
            let (depth, height) = VoltageReading.typicalExtremes(of: signal[lead], window: signal.samplingRate)
            return (Double(depth) * scale, Double(height) * scale)
        }
        sokolowLyon = deflection(.v1).s + max(deflection(.v5).r, deflection(.v6).r)
        func net(_ lead: Lead) -> Double { deflection(lead).r - deflection(lead).s }
        axis = atan2(2 / 3.0.squareRoot() * net(.avf), net(.i)) * 180 / .pi
        limb = [Lead.i, .ii, .iii].map { deflection($0).s + deflection($0).r }.max() ?? 0
    }

    /// Medians over windows of each window's depth below and height above the mean: one odd beat does not count.
    private static func typicalExtremes(of samples: [Float], window: Int) -> (depth: Float, height: Float) {
        var depths: [Float] = []
        var heights: [Float] = []
        for start in stride(from: 0, to: samples.count - window + 1, by: window) {
            let part = samples[start..<start + window]
            let mean = part.reduce(0, +) / Float(window)
            depths.append(mean - (part.min() ?? mean))
            heights.append((part.max() ?? mean) - mean)
        }
        guard !depths.isEmpty else { return (0, 0) }
        return (depths.sorted()[depths.count / 2], heights.sorted()[heights.count / 2])
    }

    /// Sokolow and Lyon (Am Heart J 1949;37:161–186).
    var isHypertrophic: Bool { sokolowLyon > 3.5 }
    var isLow: Bool { limb < 0.5 }

    /// Beyond -30° or 100°.
    var axisDeviation: String? {
        if (-90.0 ..< -30).contains(axis) { return "LEFT AXIS DEVIATION" }
        return axis > 100 || axis < -90 ? "RIGHT AXIS DEVIATION" : nil
    }
}
