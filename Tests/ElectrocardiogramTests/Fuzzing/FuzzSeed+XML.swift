import Foundation

@testable import Electrocardiogram

extension FuzzSeed {
    static func muse() throws -> [(String, Data)] {
        [
            ("eight.xml", museEight.data), ("twelve.xml", museTwelve.data), ("fifteen.xml", museFifteen.data),
            ("split.xml", museSplit.data), ("utf16.xml", museUTF16),
            ("written.xml", try MuseXMLWriter.write(MuseXMLWriterTests.recording(length: 12))),
        ]
    }

    /// With every count and checksum that a lead can state.
    private static var museEight: MuseText {
        var text = MuseText()
        text.waveforms = [MuseText.waveform(leads: MuseText.names.enumerated().map { museLead($1, at: $0) })]
        text.diagnosis = """
            <Diagnosis><DiagnosisStatement><StmtText>Sinus rhythm</StmtText></DiagnosisStatement><DiagnosisStatement>\
            <StmtFlag>ENDSLINE</StmtFlag><StmtText>with pauses</StmtText></DiagnosisStatement></Diagnosis>
            """
        return text
    }

    private static func museLead(_ name: String, at index: Int) -> String {
        let samples = leads(20)[(index + 6) % 12].map { Int16($0) }
        let bytes = samples.flatMap { WFDBFiles.digits(Int($0), count: 2) }
        let more = """
            <LeadByteCountTotal>\(bytes.count)</LeadByteCountTotal><LeadTimeOffset>0</LeadTimeOffset>\
            <LeadSampleCountTotal>\(samples.count)</LeadSampleCountTotal><LeadSampleSize>2</LeadSampleSize>\
            <LeadOff>FALSE</LeadOff><LeadDataCRC32>\(CyclicRedundancyCheck.crc32(bytes))</LeadDataCRC32>
            """
        return MuseText.lead(name, samples, more: more)
    }

    /// Each lead with a unit and a baseline of its own.
    private static var museTwelve: MuseText {
        let units = [("4.88", "MICROVOLTS"), ("0.00488", "MILLIVOLTS"), ("9.76", "uV"), ("2440", "NANOVOLTS")]
        let written = zip(Lead.allCases, leads(12)).enumerated().map { index, content in
            let unit = """
                <LeadAmplitudeUnitsPerBit>\(units[index % 4].0)</LeadAmplitudeUnitsPerBit>\
                <LeadAmplitudeUnits>\(units[index % 4].1)</LeadAmplitudeUnits>
                """
            let more = index % 2 == 0 ? "" : "<FirstSampleBaseline>\(index * 10)</FirstSampleBaseline>"
            return MuseText.lead(content.0.rawValue, content.1.map { Int16($0) }, unit: unit, more: more)
        }
        var text = MuseText()
        text.waveforms = [MuseText.waveform(base: "25", exponent: "1", leads: written)]
        return text
    }

    /// Beside a median beat; one lead has fallen off.
    private static var museFifteen: MuseText {
        let off = MuseText.lead("V7", [1, 2, 3], more: "<LeadOff>TRUE</LeadOff>")
        let others = ["III", "aVR", "aVL", "aVF", "V3R", "V4R"].map { MuseText.lead($0, [1, 2, 3]) }
        var text = MuseText()
        text.waveforms = [
            MuseText.waveform(type: "<WaveformType>Median</WaveformType>", base: "1000"),
            MuseText.waveform(leads: MuseText.eight() + others + [off]),
        ]
        return text
    }

    private static var museSplit: MuseText {
        let leads = MuseText.eight()
        var text = MuseText()
        text.waveforms = [MuseText.waveform(leads: Array(leads[..<2])), MuseText.waveform(leads: Array(leads[2...]))]
        text.diagnosis = """
            <OriginalDiagnosis><DiagnosisStatement><StmtText>Machine</StmtText></DiagnosisStatement></OriginalDiagnosis>
            """
        return text
    }

    private static var museUTF16: Data {
        var text = MuseText()
        text.declaration = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
        text.patient = "<PatientLastName>Müller</PatientLastName><DateofBirth>1950-01-31</DateofBirth>"
        return Data([0xFF, 0xFE]) + Data(text.text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    }

    static func aecg() -> [(String, Data)] {
        [("absolute.xml", aecgAbsolute.data), ("relative.xml", aecgRelative.data), ("chunks.xml", aecgChunks.data)]
    }

    private typealias AECG = AnnotatedECGText

    private static var aecgAbsolute: AnnotatedECGText {
        let statement = "<value xsi:type=\"ST\">Sinus rhythm</value>"
        let beats = AECG.annotationSet(AECG.quantity("MDC_ECG_TIME_PD_QTcB", "420", "ms"))
        var text = AnnotatedECGText()
        text.sets = [AECG.set(leads: AECG.names.enumerated().map { AECG.lead($1, leads(16)[$0]) })]
        text.annotations =
            AECG.annotationSet(
                AECG.quantity("MDC_ECG_HEART_RATE", "57", "bpm"),
                AECG.annotation("VENDOR_GROUP", "", inside: AECG.quantity("MDC_ECG_TIME_PD_PR", "0.175", "s")),
                AECG.annotation("MDC_ECG_INTERPRETATION_STATEMENT", statement)
            ) + "<derivation><derivedSeries>\(beats)</derivedSeries></derivation>"
        return text
    }

    /// A list of times in place of a beginning and an increment, scales of several units, and a reported age.
    private static var aecgRelative: AnnotatedECGText {
        let times = """
            <value xsi:type="SLIST_PQ"><origin value="0" unit="s"/><scale value="1" unit="ms"/>\
            <digits>0 4 8</digits></value>
            """
        let scales = ["<scale value=\"0.005\" unit=\"mV\"/>", "<scale value=\"2.5\" unit=\"uV\"/>"]
        let origin = "<origin value=\"10\" unit=\"uV\"/>"
        let written = Lead.allCases.enumerated().map {
            AECG.lead($1.rawValue.uppercased(), [3, -5, $0], scale: scales[$0 % 2], origin: origin)
        }
        var text = AnnotatedECGText()
        text.sets = [AECG.set(time: AECG.sequence("TIME_RELATIVE", times), leads: written)]
        text.more = """
            <controlVariable><relatedObservation><code code="21612-7"/><value value="46" unit="a"/></relatedObservation>\
            </controlVariable>
            """
        return text
    }

    /// Two stretches of all leads, one after the other, and a set of other leads.
    private static var aecgChunks: AnnotatedECGText {
        let set = { (head: String, names: [String]) in
            AECG.set(
                time: AECG.time(head: "<head value=\"\(head)\"/>"),
                leads: names.map { AECG.lead($0, [], written: "+7\n-8<!-- - -->") }
            )
        }
        var text = AnnotatedECGText()
        text.sets = [
            set("20231231235959.998", AECG.names), set("20240101000000.002", AECG.names),
            set("20300101000000", ["V3R", "V4R"]),
        ]
        return text
    }
}
