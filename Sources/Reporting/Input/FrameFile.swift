import CSV
import Trial

/// The closed sampling frame: eligible patients by tier of the enrolling model.
///
/// Columns `tier`, `eligible` (empty: unknown) and, optionally, `recruited` (1, or 0 for a band never enrolled from).
struct FrameFile {
    /// Known counts only.
    private(set) var eligible: [TierID: Int] = [:]
    private(set) var unrecruited: Set<TierID> = []
    private(set) var seen: Set<TierID> = []
    private(set) var unknownColumns: [String] = []
    private var lines: [TierID: Int] = [:]
    private let file: SourceFile

    init(_ file: SourceFile) throws(ReportingError) {
        self.file = file
        let table = try file.table()
        guard let tier = table.header.firstIndex(of: "tier") else {
            throw file.problem(line: 1, .missingColumn("tier"))
        }
        guard let count = table.header.firstIndex(of: "eligible") else {
            throw file.problem(line: 1, .missingColumn("eligible"))
        }
        let recruited = table.header.firstIndex(of: "recruited")
        unknownColumns = table.header.filter { !["tier", "eligible", "recruited"].contains($0) }
        guard !table.records.isEmpty else { throw file.problem(.noRows) }
        for record in table.records {
            let id = try takeTier(record.fields[tier], line: record.line)
            try takeCount(record.fields[count], of: id, line: record.line)
            if let recruited { try takeFlag(record.fields[recruited], of: id, line: record.line) }
        }
    }

    /// Refuses a frame that cannot hold the participants.
    func check(enrolled: [TierID: Int]) throws(ReportingError) {
        for (id, count) in enrolled.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if unrecruited.contains(id) {
                throw file.problem(line: lines[id], field: "recruited", .eligibleForUnrecruited)
            }
            guard let eligible = eligible[id], count > eligible else { continue }
            throw file.problem(
                line: lines[id],
                field: "eligible",
                .moreEnrolledThanEligible(enrolled: count, eligible: eligible)
            )
        }
    }

    private mutating func takeTier(_ text: String, line: Int) throws(ReportingError) -> TierID {
        guard let id = TierScale.tier(reported: text) else { throw file.problem(line: line, field: "tier", .notATier) }
        if let first = lines[id] { throw file.problem(line: line, field: "tier", .duplicate(firstLine: first)) }
        lines[id] = line
        seen.insert(id)
        return id
    }

    private mutating func takeCount(_ text: String, of id: TierID, line: Int) throws(ReportingError) {
        guard !text.isEmpty else { return }
        guard let count = Int(text), (0...1_000_000_000).contains(count) else {
            throw file.problem(line: line, field: "eligible", .notACount)
        }
        eligible[id] = count
    }

    private mutating func takeFlag(_ text: String, of id: TierID, line: Int) throws(ReportingError) {
        switch text {
        case "1", "": return
        case "0": unrecruited.insert(id)
        default: throw file.problem(line: line, field: "recruited", .notAFlag)
        }
    }
}
