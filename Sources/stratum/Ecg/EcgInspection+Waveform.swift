import Electrocardiogram

extension EcgInspection {
    /// One line a quantity: the file's value, the waveform's, and how much longer or faster the waveform's is.
    var comparedFacts: [(String, String)] {
        guard let comparison else { return [] }
        let heading = ("On the waveform", Self.line("file", "waveform", "difference"))
        let rows = comparison.rows.map { row in
            ("  \(row.quantity.title)", Self.line(Self.shown(row.stated), Self.shown(row.measured), Self.signed(row)))
        }
        return [heading] + rows
    }

    private static func line(_ stated: String, _ measured: String, _ difference: String) -> String {
        [(stated, 7), (measured, 10), (difference, 12)].map { text, width in
            String(repeating: " ", count: max(0, width - text.count)) + text
        }.joined()
    }

    private static func shown(_ value: Double?) -> String { value.map(tenths) ?? "none" }

    private static func signed(_ row: MeasurementComparison.Row) -> String {
        guard let difference = row.difference else { return "" }
        let text = tenths(difference)
        return difference > 0 && text != "0" ? "+" + text : text
    }

    /// The comparison in JSON, by quantity.
    struct Waveform: Encodable {
        let measurements: [String: [String: Double?]]
        let remarks: [String]

        init(_ comparison: MeasurementComparison) {
            let rows = comparison.rows.map { row in
                (row.quantity.rawValue, ["file": row.stated, "waveform": row.measured, "difference": row.difference])
            }
            measurements = Dictionary(uniqueKeysWithValues: rows)
            remarks = comparison.remarks
        }
    }
}
