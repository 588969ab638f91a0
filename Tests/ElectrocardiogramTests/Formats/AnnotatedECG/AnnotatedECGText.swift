import Foundation

/// Annotated ECGs made by the tests, in which every part can be replaced.
struct AnnotatedECGText {
    var effectiveTime = "<low value=\"20240229235958.500+0130\"/><high value=\"20240301000008\"/>"
    var subject = """
        <id root="1.2.3" extension="S-7"/><subjectDemographicPerson><name>ABC</name>\
        <administrativeGenderCode code="F"/><birthTime value="19630401"/></subjectDemographicPerson>
        """
    var more = ""
    var seriesCode = "<code code=\"RHYTHM\"/>"
    var seriesTime = ""
    var sets: [String] = [set()]
    var annotations = ""
    var afterSeries = ""

    var data: Data { Data(text.utf8) }

    var text: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <effectiveTime>\(effectiveTime)</effectiveTime>
        <componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>\(subject)</trialSubject>\
        </subject></subjectAssignment></componentOf></timepointEvent></componentOf>
        \(more)
        <component><series>\(seriesCode)<effectiveTime>\(seriesTime)</effectiveTime>
        <author><seriesAuthor><manufacturedSeriesDevice><manufacturerModelName>M1</manufacturerModelName>\
        </manufacturedSeriesDevice><manufacturerOrganization><name>Maker</name></manufacturerOrganization>\
        </seriesAuthor></author>
        \(sets.joined(separator: "\n"))
        \(annotations)</series></component>
        \(afterSeries)
        </AnnotatedECG>
        """
    }

    static let names = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]

    static func set(time: String = time(), leads: [String] = eight()) -> String {
        "<component><sequenceSet>\(time)\n\(leads.joined(separator: "\n"))</sequenceSet></component>"
    }

    static func time(
        head: String = "<head value=\"20240229235958.500\"/>",
        increment: String = "value=\"0.002\" unit=\"s\"",
        code: String = "TIME_ABSOLUTE"
    ) -> String {
        sequence(code, "<value xsi:type=\"GLIST_TS\">\(head)<increment \(increment)/></value>")
    }

    static func eight() -> [String] { names.enumerated().map { lead($1, [3, -5, $0]) } }

    static func lead(
        _ name: String,
        _ digits: [Int],
        scale: String = "<scale value=\"2.5\" unit=\"uV\"/>",
        origin: String = "<origin value=\"0\" unit=\"uV\"/>",
        written: String? = nil
    ) -> String {
        let list = written ?? digits.map(String.init).joined(separator: " ")
        return sequence(
            "MDC_ECG_LEAD_\(name)",
            "<value xsi:type=\"SLIST_PQ\">\(origin)\(scale)<digits>\(list)</digits></value>"
        )
    }

    static func sequence(_ code: String, _ value: String) -> String {
        "<component><sequence><code code=\"\(code)\"/>\(value)</sequence></component>"
    }

    static func annotation(_ code: String, _ value: String, inside: String = "") -> String {
        "<component><annotation><code code=\"\(code)\"/>\(value)\(inside)</annotation></component>"
    }

    static func quantity(_ code: String, _ value: String, _ unit: String) -> String {
        annotation(code, "<value xsi:type=\"PQ\" value=\"\(value)\" unit=\"\(unit)\"/>")
    }

    static func annotationSet(_ annotations: String...) -> String {
        "<subjectOf><annotationSet>\(annotations.joined())</annotationSet></subjectOf>"
    }
}
