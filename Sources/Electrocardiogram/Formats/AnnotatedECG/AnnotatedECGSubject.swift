/// Understands who an annotated ECG is of; nonsense is missing, with a remark.
enum AnnotatedECGSubject {
    static func patient(_ document: MarkupElement, remarks: inout [String]) -> RecordedPatient {
        let subject = document.first(
            "componentOf",
            "timepointEvent",
            "componentOf",
            "subjectAssignment",
            "subject",
            "trialSubject"
        )
        let person = subject?.first("subjectDemographicPerson")
        let name = person?.first("name")
        let parts = ["family", "given"].map { part in
            name?.all(part).compactMap(\.entry).joined(separator: " ") ?? ""
        }
        let isPlain = parts.allSatisfy(\.isEmpty)
        return RecordedPatient(
            recordNumber: recordNumber(subject, &remarks),
            familyName: isPlain ? name?.entry : filled(parts[0]),
            givenName: filled(parts[1]),
            birthDate: birthDate(person, &remarks),
            age: age(document, &remarks),
            sex: sex(person, &remarks)
        )
    }

    /// The subject's number; some devices write it to a field of their own.
    private static func recordNumber(_ subject: MarkupElement?, _ remarks: inout [String]) -> String? {
        if let number = subject?.first("id")?["extension"] { return number }
        guard let number = subject?.first("subjectDemographicPerson", "PatientID")?.entry else { return nil }
        remarks.append("The subject has no id; the number is that of the device's own field PatientID.")
        return number
    }

    private static func birthDate(_ person: MarkupElement?, _ remarks: inout [String]) -> CalendarDate? {
        guard let text = person?.first("birthTime")?["value"] else { return nil }
        if let date = HL7Timestamp(text)?.date { return date }
        remarks.append("birthTime is no day (YYYYMMDD) and counts as missing.")
        return nil
    }

    private static func sex(_ person: MarkupElement?, _ remarks: inout [String]) -> Sex? {
        guard let code = person?.first("administrativeGenderCode")?["code"] else { return nil }
        switch code.uppercased() {
        case "F": return .female
        case "M": return .male
        default:
            remarks.append("administrativeGenderCode is neither M nor F and counts as missing.")
            return nil
        }
    }

    /// The age that was reported at the visit, LOINC 21612-7.
    private static func age(_ document: MarkupElement, _ remarks: inout [String]) -> Int? {
        let reported = document.all("controlVariable", "relatedObservation").first {
            $0.first("code")?["code"] == "21612-7"
        }
        guard let value = reported?.first("value"), value["value"] != nil else { return nil }
        if let years = PhysicalQuantity(value)?.completedYears { return years }
        remarks.append("The reported age is no usable age and counts as missing.")
        return nil
    }

    private static func filled(_ text: String) -> String? { text.isEmpty ? nil : text }
}
