/// A value with its unit, as HL7 writes it in the attributes `value` and `unit`.
struct PhysicalQuantity {
    let value: Double
    let unit: String?

    /// Nil without a finite number.
    init?(_ element: MarkupElement?) {
        guard let value = element?["value"].flatMap(Double.init), value.isFinite else { return nil }
        self.value = value
        self.unit = element?["unit"]
    }

    /// Nil for a unit that is missing or not of electric potential.
    var microvolts: Double? { converted(["nV": 0.001, "uV": 1, "µV": 1, "μV": 1, "mV": 1000, "V": 1_000_000]) }

    /// Nil for a unit that is missing or not of time.
    var seconds: Double? { converted(["s": 1, "ms": 0.001, "us": 0.000_001, "µs": 0.000_001, "μs": 0.000_001]) }

    /// Nil for a unit that is missing or not of time.
    var milliseconds: Double? { converted(["s": 1000, "ms": 1, "us": 0.001, "µs": 0.001, "μs": 0.001]) }

    /// Nil for a unit that is missing or not of rate.
    var beatsPerMinute: Double? {
        converted(["bpm": 1, "/min": 1, "1/min": 1, "min-1": 1, "{beats}/min": 1, "{beat}/min": 1, "Hz": 60, "/s": 60])
    }

    /// Nil for a unit that is missing or not of age; in whole years that are over.
    var completedYears: Int? {
        let years = converted(["a": 1, "yr": 1, "mo": 1.0 / 12, "wk": 1.0 / 52, "d": 1.0 / 365, "h": 1.0 / 8760])
        return years.flatMap { (0...150).contains($0) ? Int($0 + 1e-9) : nil }
    }

    private func converted(_ factors: [String: Double]) -> Double? {
        guard let factor = unit.flatMap({ factors[$0] }) else { return nil }
        // 0.035 s are 35 ms and not the 35.00000000000001 of binary numbers.
        return factor == 1 ? value : (value * factor * 1e9).rounded() / 1e9
    }
}
