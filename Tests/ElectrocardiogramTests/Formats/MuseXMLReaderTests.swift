import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A MUSE file")
struct MuseXMLReaderTests {
    @Test("gives twelve leads of the stored eight, by Einthoven's and Goldberger's equations")
    func derivesLimbLeads() throws {
        let leads = [("I", Int16(3)), ("II", -5), ("V1", 1), ("V2", 2), ("V3", 3), ("V4", 4), ("V5", 5), ("V6", 6)]
            .reversed().map { MuseText.lead($0.0, [$0.1]) }
        let recording = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }
        #expect(recording.signal.leads.map { $0[0] } == [3, -5, -8, 1, 5.5, -6.5, 1, 2, 3, 4, 5, 6])
        #expect(recording.signal.microvoltsPerCount == 4.88)
        #expect(recording.remarks.filter { $0.contains("lead") }.isEmpty)
    }

    @Test("that stores all twelve keeps them as they are")
    func storedTwelve() throws {
        let leads = Lead.allCases.enumerated().map { MuseText.lead($1.rawValue.uppercased(), [Int16($0), 100]) }
        let signal = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }.signal
        #expect(signal.leads == (0..<12).map { [Float($0), 100] })
    }

    @Test("uses the rhythm, not the median beat, in either order")
    func rhythm() throws {
        let median = MuseText.waveform(
            type: "<WaveformType>Median</WaveformType>",
            base: "1000",
            leads: [MuseText.lead("I", [9], encoded: "!")]
        )
        for waveforms in [[median, MuseText.waveform()], [MuseText.waveform(), median]] {
            let signal = try read { $0.waveforms = waveforms }.signal
            #expect(signal.samplingRate == 500)
            #expect(signal.sampleCount == 3)
        }
        let unlabelled = try read { $0.waveforms = [MuseText.waveform(type: "")] }
        #expect(unlabelled.remarks.contains { $0.contains("does not say its type") })
    }

    @Test(
        "has a rate of base times ten to the exponent",
        arguments: [("500", "0", 500), ("25", "1", 250), ("5000", "-1", 500)]
    )
    func samplingRate(base: String, exponent: String, rate: Int) throws {
        let signal = try read { $0.waveforms = [MuseText.waveform(base: base, exponent: exponent)] }.signal
        #expect(signal.samplingRate == rate)
    }

    @Test("whose leads differ in scale is brought to microvolts, each above its own baseline")
    func scales() throws {
        let millivolts =
            "<LeadAmplitudeUnitsPerBit>0.002</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MILLIVOLTS</LeadAmplitudeUnits>"
        let leads = [
            MuseText.lead("I", [10, 20]),
            MuseText.lead(
                "II",
                [1000, 1001],
                unit: millivolts,
                more: "<FirstSampleBaseline>900</FirstSampleBaseline>"
            ),
        ]
        let recording = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }
        #expect(recording.signal.microvoltsPerCount == 1)
        #expect(recording.signal[.i] == [Float(10 * 4.88), Float(20 * 4.88)])
        #expect(recording.signal[.ii] == [200, 202])
        #expect(recording.remarks.contains { $0.contains("different scales") })
    }

    @Test(
        "without a usable unit has none",
        arguments: [
            "", "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>",
            "<LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>FURLONGS</LeadAmplitudeUnits>",
            "<LeadAmplitudeUnitsPerBit>0</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>",
            "<LeadAmplitudeUnitsPerBit>nan</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>",
            "<LeadAmplitudeUnitsPerBit>1e300</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>VOLTS</LeadAmplitudeUnits>",
        ]
    )
    func unknownUnit(unit: String) throws {
        let leads = [MuseText.lead("I", [1]), MuseText.lead("II", [2], unit: unit)]
        let recording = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }
        #expect(recording.signal.microvoltsPerCount == nil)
        #expect(recording.remarks.contains { $0.contains("not guessed") })
    }

    @Test("without a unit of age says that years are meant")
    func ageUnits() throws {
        let recording = try read { $0.patient = "<PatientID>A1</PatientID><PatientAge>61</PatientAge>" }
        #expect(recording.patient.age == 61)
        #expect(recording.remarks.contains { $0.hasPrefix("AgeUnits is missing") })
    }

    @Test("with missing leads, electrodes off, other leads and odd lengths says so")
    func incomplete() throws {
        let leads = [
            MuseText.lead("II", [2, 3, 4]), MuseText.lead("V1", [1, 2]), MuseText.lead("V4R", [1]),
            MuseText.lead("V2", [5, 5], more: "<LeadOff>TRUE</LeadOff>"),
        ]
        let recording = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }
        #expect(recording.signal.leads.map(\.count) == [0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0])
        for text in [
            "V2 counts as missing", "differ in length", "beyond the standard twelve",
            "lacks I, III, aVR, aVL, aVF, V2, V3",
        ] {
            #expect(recording.remarks.contains { $0.contains(text) }, "\(text)")
        }
    }

    @Test("gives the values of patient, time and measurements; zero is none")
    func values() throws {
        let recording = try read { _ in }
        #expect(recording.patient == RecordedPatient(recordNumber: "A1", age: 61, sex: .female))
        #expect(recording.acquiredAt?.date == CalendarDate(year: 2024, month: 2, day: 29))
        #expect(recording.acquiredAt?.second == 58)
        #expect(recording.measurements == Measurements(ventricularRate: 72))
        #expect(recording.remarks == ["PRInterval is no usable number and counts as missing."])
    }

    @Test(
        "with nonsense in a field lacks the field and says so",
        arguments: [
            ("<DateofBirth>XX-XX-XXXX</DateofBirth>", "DateofBirth"),
            ("<DateofBirth>02-30-1950</DateofBirth>", "DateofBirth"),
            ("<PatientAge>old</PatientAge>", "PatientAge"), ("<PatientAge>-1</PatientAge>", "PatientAge"),
            ("<PatientAge>9</PatientAge><AgeUnits>MOONS</AgeUnits>", "PatientAge"),
            ("<Gender>UNKNOWN</Gender>", "Gender"),
        ]
    )
    func nonsense(fields: String, name: String) throws {
        let recording = try read { $0.patient = fields }
        #expect(recording.patient == RecordedPatient())
        #expect(recording.remarks.contains { $0.hasPrefix(name) })
    }

    @Test(
        "gives ages in completed years",
        arguments: [("23", "MONTHS", 1), ("103", "WEEKS", 1), ("364", "DAYS", 0), ("80", "YEARS", 80)]
    )
    func ages(age: String, unit: String, years: Int) throws {
        let recording = try read { $0.patient = "<PatientAge>\(age)</PatientAge><AgeUnits>\(unit)</AgeUnits>" }
        #expect(recording.patient.age == years)
    }

    @Test("joins the pieces of a statement to lines, and prefers the confirmed diagnosis")
    func statements() throws {
        let original =
            "<OriginalDiagnosis><DiagnosisStatement><StmtText>Machine</StmtText></DiagnosisStatement></OriginalDiagnosis>"
        let confirmed = """
            <Diagnosis><DiagnosisStatement><StmtText>Sinus bradycardia</StmtText></DiagnosisStatement>
            <DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>with pauses</StmtText></DiagnosisStatement>
            <DiagnosisStatement><StmtFlag>USERINSERT</StmtFlag><StmtText>Confirmed</StmtText></DiagnosisStatement></Diagnosis>
            """
        #expect(
            try read { $0.diagnosis = original + confirmed }.statements == [
                "Sinus bradycardia with pauses", "Confirmed",
            ]
        )
        let machine = try read { $0.diagnosis = original }
        #expect(machine.statements == ["Machine"])
        #expect(machine.remarks.contains { $0.contains("before any confirmation") })
    }

    @Test("is read in the encoding it declares")
    func encodings() throws {
        var text = MuseText()
        text.patient = "<PatientLastName>Müller</PatientLastName>"
        let latin = try #require(text.text.data(using: .isoLatin1))
        #expect(try RecordingReader.read(latin).patient.familyName == "Müller")
        text.declaration = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
        let wide = try #require(text.text.data(using: .utf16))
        #expect(try RecordingReader.read(wide).patient.familyName == "Müller")
    }

    @Test("of fifteen leads keeps the standard twelve and counts the others")
    func fifteen() throws {
        let leads = MuseText.eight() + ["V3R", "V4R", "V7"].map { MuseText.lead($0, [1, 2, 3]) }
        let recording = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }
        #expect(recording.signal.leads.map(\.count) == [Int](repeating: 3, count: 12))
        #expect(recording.remarks.contains("Leads beyond the standard twelve are left out: 3 of 11."))
    }

    @Test("whose rhythm is split over waveforms is put together, unless they are of different times or leads")
    func splitRhythm() throws {
        let leads = MuseText.eight()
        let limbs = MuseText.waveform(leads: Array(leads[..<2]))
        let whole = try read { $0.waveforms = [limbs, MuseText.waveform(leads: Array(leads[2...]))] }
        #expect(whole.signal == (try read { _ in }).signal)
        #expect(whole.remarks.contains { $0.contains("put together") })
        let later = "<WaveformType>Rhythm</WaveformType><WaveformStartTime>2500</WaveformStartTime>"
        for second in [
            MuseText.waveform(type: later, leads: Array(leads[2...])), MuseText.waveform(base: "250"),
            MuseText.waveform(leads: Array(leads[1...])),
        ] {
            let recording = try read { $0.waveforms = [limbs, second] }
            #expect(
                recording.signal.leads.map(\.isEmpty) == [Bool](repeating: false, count: 6)
                    + [Bool](repeating: true, count: 6)
            )
            #expect(recording.remarks.contains { $0.contains("the first is used") })
        }
    }

    @Test("whose scales are multiples of the finest is brought to it exactly")
    func exactScales() throws {
        let coarse =
            "<LeadAmplitudeUnitsPerBit>9.76</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>"
        let leads = [MuseText.lead("I", [10, -32768]), MuseText.lead("V1", [7, -32768], unit: coarse)]
        let recording = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }
        #expect(recording.signal.microvoltsPerCount == 4.88)
        #expect(recording.signal[.i] == [10, -32768])
        #expect(recording.signal[.v1] == [14, -65536])
    }

    @Test("that stores some of the derived leads has the others derived, and says so")
    func someDerived() throws {
        let leads = [MuseText.lead("I", [2]), MuseText.lead("II", [6]), MuseText.lead("aVR", [9])]
        let recording = try read { $0.waveforms = [MuseText.waveform(leads: leads)] }
        #expect(recording.signal.leads.prefix(6).map { $0[0] } == [2, 6, 4, 9, -1, 5])
        #expect(
            recording.remarks.contains("Derived from I and II: III, aVL, aVF. The file stores the other limb leads.")
        )
    }

    @Test("with whole numbers written as decimals, other names of units, dates and sexes is understood")
    func variants() throws {
        let unit =
            "<LeadAmplitudeUnitsPerBit>0.00488</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>mV</LeadAmplitudeUnits>"
        let more = "<FirstSampleBaseline>1.0</FirstSampleBaseline><LeadSampleCountTotal>2.0</LeadSampleCountTotal>"
        let recording = try read {
            $0.waveforms = [
                MuseText.waveform(
                    base: "250.0",
                    exponent: "0.0",
                    leads: [MuseText.lead("II", [5, 6], unit: unit, more: more)]
                )
            ]
            $0.patient = "<Gender>F</Gender><DateofBirth>1950-01-31</DateofBirth>"
        }
        #expect(recording.signal.samplingRate == 250)
        #expect(recording.signal[.ii] == [4, 5])
        #expect(abs((recording.signal.microvoltsPerCount ?? 0) - 4.88) < 1e-12)
        #expect(
            recording.patient == RecordedPatient(birthDate: CalendarDate(year: 1950, month: 1, day: 31), sex: .female)
        )
    }

    @Test("with long text in parts that are passed over is read")
    func longText() throws {
        let recording = try read {
            $0.diagnosis = "<Report><PDF>\(String(repeating: "9", count: 99_999))</PDF></Report>"
        }
        #expect(recording.signal.sampleCount == 3)
    }

    @Test("of more than ten minutes is refused")
    func tooLong() {
        let samples = [Int16](repeating: 0, count: 6001)
        let leads = [MuseText.lead("I", samples), MuseText.lead("II", samples)]
        #expect(throws: RecordingError.self) {
            try read { $0.waveforms = [MuseText.waveform(base: "10", leads: leads)] }
        }
    }

    private func read(_ change: (inout MuseText) -> Void) throws -> Recording {
        var text = MuseText()
        change(&text)
        return try RecordingReader.read(text.data)
    }
}
