/// Makes a signal of a table: rate, unit and leads.
enum RecordingCSVSignal {
    /// The longest recording read, in seconds.
    private static let maximumSeconds = 600

    static func make(of table: RecordingCSVTable, remarks: inout [String]) throws(RecordingError) -> Signal {
        let rate = try RecordingCSVRate.find(in: table)
        guard let count = table.samples.map(\.count).max(), count > 0 else {
            throw .missing(what: "every sample", place: table.header)
        }
        guard count <= maximumSeconds * rate else {
            throw .limitExceeded(what: "the length in seconds", limit: maximumSeconds, place: table.header)
        }
        let scale = try RecordingCSVScale(of: table, remarks: &remarks)
        var leads = [[Float]](repeating: [], count: Lead.allCases.count)
        for (column, samples) in zip(table.columns, table.samples) {
            guard let index = column.lead.flatMap(Lead.allCases.firstIndex) else { continue }
            let factor = scale.factor(column)
            leads[index] = factor == 1 ? samples : samples.map { Float(Double($0) * factor) }
            guard leads[index].allSatisfy(\.isFinite) else {
                throw .unusable(what: "a lead", reason: "holds a number too large", place: table.header)
            }
        }
        leads = LimbLeads.completed(leads, remarks: &remarks)
        remark(leads, table, &remarks)
        return Signal(samplingRate: rate, microvoltsPerCount: scale.microvoltsPerCount, leads: leads)
    }

    private static func remark(_ leads: [[Float]], _ table: RecordingCSVTable, _ remarks: inout [String]) {
        let others = table.columns.count { $0.lead == nil && !$0.isTime }
        if others > 0 { remarks.append("Columns beyond the standard twelve leads are left out: \(others).") }
        let missing = zip(Lead.allCases, leads).filter(\.1.isEmpty).map(\.0.rawValue).joined(separator: ", ")
        if !missing.isEmpty { remarks.append("The table lacks \(missing).") }
    }
}

/// How the numbers of each column become counts of one scale.
struct RecordingCSVScale {
    /// Of the signal; nil where it is not declared.
    let microvoltsPerCount: Double?
    /// The unit of a column that names none.
    private let common: RecordingCSVUnit?
    /// Whether columns differ in unit and are brought to microvolts.
    private let converts: Bool

    init(of table: RecordingCSVTable, remarks: inout [String]) throws(RecordingError) {
        let stated = try Self.stated(in: table)
        let declared = table.fields["unit"]
        let common = declared.flatMap(RecordingCSVUnit.init) ?? stated.map { _ in .count }
        let leads = table.columns.filter { $0.lead != nil }
        let units = Set(leads.map { $0.unit.flatMap(RecordingCSVUnit.init) ?? common })
        self.common = common
        converts = units.count > 1 && !units.contains(nil) && !units.contains(.count)
        switch units.count == 1 ? units.first ?? nil : nil {
        case .voltage(let size)?: microvoltsPerCount = size
        case .count?: microvoltsPerCount = stated
        case nil: microvoltsPerCount = converts ? 1 : nil
        }
        if stated != nil, units != [.count] {
            throw .unusable(what: "microvolts_per_count", reason: "contradicts the unit", place: table.header)
        }
        if converts { remarks.append("The columns have different units; all are converted to microvolts.") }
        if microvoltsPerCount == nil {
            remarks.append("The amplitude unit is not declared (`# unit: uV`) or unknown; it is not guessed.")
        }
    }

    /// What the numbers of a column are multiplied by.
    func factor(_ column: RecordingCSVColumn) -> Double {
        guard converts, case .voltage(let size)? = column.unit.flatMap(RecordingCSVUnit.init) ?? common else {
            return 1
        }
        return size
    }

    private static func stated(in table: RecordingCSVTable) throws(RecordingError) -> Double? {
        guard let text = table.fields["microvolts_per_count"] else { return nil }
        guard let size = Double(text), (1e-6...1e6).contains(size) else {
            throw .unusable(what: "microvolts_per_count", reason: "is no usable number", place: table.header)
        }
        return size
    }
}
