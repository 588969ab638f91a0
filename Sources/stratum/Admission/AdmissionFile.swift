import CSV
import Foundation
import Trial
import TrialService
import TrialStore

/// The file of `admission import`: who was admitted, and dated sets of the index test's inputs.
enum AdmissionFile {
    static let required = ["record_number", "site", "admitted_on"]
    static let optional = ["measured_at", "family_name", "given_name", "birth_date", "sex"]

    /// Reads every line, or none.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: as faults name it.
    ///   - plan: names the sites and the inputs.
    /// - Returns: the lines after the header, and what deserves a second look, by line and field.
    /// - Throws: ``HistoryFile/Fault`` where it is no such table, ``PatientTable/Faults`` with every line that is wrong.
    static func read(
        _ bytes: Data,
        name: String,
        plan: TrialProtocol
    ) throws -> (lines: [TrialService.AdmissionLine], remarks: [String]) {
        let fields = plan.indexTest.inputs
        let names = fields.map(\.name)
        var table = try PatientTable(
            bytes,
            name: name,
            sites: Set(plan.sites.map(\.code)),
            required: required,
            known: optional + names
        )
        guard table.header.contains(where: names.contains) else {
            let known = names.joined(separator: ", ")
            throw HistoryFile.Fault(file: name, line: 1, why: "no column is an input: name any of \(known)")
        }
        var remarks: [String] = []
        let lines = try table.lines { table, record -> TrialService.AdmissionLine? in
            let values = values(&table, record, fields)
            remarks += values?.queries(fields).map { "\(name):\(record.line): \($0)" } ?? []
            return line(&table, record, plan, values)
        }
        return (lines, remarks)
    }

    private static func values(
        _ table: inout PatientTable,
        _ record: CSVTable.Record,
        _ fields: [InputField]
    ) -> InputValues? {
        let pairs = fields.compactMap { field in table.field(field.name, record).map { (field: field.name, text: $0) } }
        do {
            let values = try InputValues(from: pairs, fields: fields)
            guard values.values.isEmpty else { return values }
            table.fail(record, "names no input: fill them in, or leave the line out")
        } catch {
            for fault in error.faults { table.fail(record, fault.description) }
        }
        return nil
    }

    private static func line(
        _ table: inout PatientTable,
        _ record: CSVTable.Record,
        _ plan: TrialProtocol,
        _ values: InputValues?
    ) -> TrialService.AdmissionLine? {
        let number = table.recordNumber(record)
        let site = table.site(record)
        let admitted = table.day("admitted_on", record)
        let measured =
            table.field("measured_at", record) == nil
            ? admitted.map { Moment.day($0.calendarDate) } : table.moment("measured_at", record)
        let birth = table.field("birth_date", record) == nil ? nil : table.day("birth_date", record)
        let sex = table.word("sex", record, of: Eligibility.Sex.self)
        guard let number, let site, let admitted, let measured, let values,
            let zone = plan.sites.first(where: { $0.code == site })?.timeZone
        else { return nil }
        let moment = measured.date(in: zone)
        table.refuseRepeat(record, of: "\(site.rawValue) \(number) \(moment)", "patient and moment")
        return TrialService.AdmissionLine(
            line: record.line,
            identity: PatientIdentity(
                recordNumber: number,
                familyName: table.field("family_name", record),
                givenName: table.field("given_name", record),
                birthDate: birth == nil ? nil : table.field("birth_date", record)
            ),
            site: site,
            sex: sex,
            admittedOn: admitted.date,
            measuredAt: moment,
            values: values
        )
    }
}
