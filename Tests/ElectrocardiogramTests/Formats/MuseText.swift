import Foundation

/// MUSE documents made by the tests, in which every part can be replaced.
struct MuseText {
    var declaration = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
    var patient =
        "<PatientID>A1</PatientID><PatientAge>61</PatientAge><AgeUnits>YEARS</AgeUnits><Gender>FEMALE</Gender>"
    var test = "<AcquisitionDate>02-29-2024</AcquisitionDate><AcquisitionTime>23:59:58</AcquisitionTime>"
    var measurements = "<VentricularRate>72</VentricularRate><AtrialRate>0</AtrialRate><PRInterval>XX</PRInterval>"
    var diagnosis = ""
    var waveforms: [String] = [waveform()]

    var data: Data { Data(text.utf8) }

    var text: String {
        """
        \(declaration)
        <RestingECG>
        <PatientDemographics>\(patient)</PatientDemographics>
        <TestDemographics>\(test)</TestDemographics>
        <RestingECGMeasurements>\(measurements)</RestingECGMeasurements>
        \(diagnosis)
        \(waveforms.joined(separator: "\n"))
        </RestingECG>
        """
    }

    static func waveform(
        type: String = "<WaveformType>Rhythm</WaveformType>",
        base: String = "500",
        exponent: String = "0",
        leads: [String] = eight()
    ) -> String {
        "<Waveform>\(type)<SampleBase>\(base)</SampleBase><SampleExponent>\(exponent)</SampleExponent>"
            + leads.joined(separator: "\n") + "</Waveform>"
    }

    static let names = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]

    static func eight() -> [String] {
        names.enumerated().map { index, name in lead(name, [3, -5, Int16(index)]) }
    }

    static func lead(
        _ name: String,
        _ samples: [Int16],
        unit: String = "<LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>"
            + "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>",
        more: String = "",
        encoded: String? = nil
    ) -> String {
        "<LeadData>\(unit)<LeadID>\(name)</LeadID>\(more)"
            + "<WaveFormData>\(encoded ?? base64(samples))</WaveFormData></LeadData>"
    }

    static func base64(_ samples: [Int16]) -> String {
        Data(samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
            .base64EncodedString(options: .lineLength76Characters)
    }
}
