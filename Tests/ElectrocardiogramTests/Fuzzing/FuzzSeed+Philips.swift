import Foundation

extension FuzzSeed {
    static func philips() -> [(String, Data)] {
        [
            ("compressed-104.xml", philipsFindings.data), ("compressed-103.xml", philipsOld.data),
            ("uncompressed.xml", philipsUncompressed.data), ("unsigned.xml", philipsUnsigned.data),
        ]
    }

    /// 30 samples of 14 leads, with everything else that is read.
    private static var philipsFindings: PhilipsText {
        var text = PhilipsText()
        text.attributes = PhilipsText.attributes(duration: "60", labels: PhilipsText.twelve + " V3R V7")
        text.samples = leads(30) + leads(30)[6..<8]
        text.acquisition = "date=\"2024-02-29\" time=\"12:00:07.25+01:30\""
        text.interpretations = """
            <interpretation><globalmeasurements><heartrate>61</heartrate><qrsdur>Failed</qrsdur><qtcb>410</qtcb>\
            <qtcf>405</qtcf></globalmeasurements><severity code="AB">- ABNORMAL ECG -</severity><statement>\
            <leftstatement>Sinus bradycardia</leftstatement><rightstatement>rate&lt; 50</rightstatement></statement>\
            </interpretation>
            """
        text.measurements = """
            <internalmeasurements><crossleadmeasurements><meanventrate>99</meanventrate><atrialrate>60</atrialrate>\
            <meanprint>160</meanprint><meanqrsdur>---</meanqrsdur></crossleadmeasurements></internalmeasurements>
            """
        return text
    }

    private static var philipsOld: PhilipsText {
        var text = PhilipsText()
        text.version = "1.03"
        text.characteristics = """
            <samplingrate>500</samplingrate><signalresolution>5</signalresolution>\
            <acquisitiontype>STD-12</acquisitiontype><bitspersample>16</bitspersample>\
            <numberchannelsallocated>12</numberchannelsallocated>
            """
        text.attributes = """
            compressflag="True" compressmethod="XLI" dataencoding="Base64" durationperchannel="40" nbitspersample="16"
            """
        text.samples = leads(20)
        text.patient = "<patientid>P-7</patientid><age><months>23</months></age><sex>Male</sex>"
        return text
    }

    private static var philipsUncompressed: PhilipsText {
        var text = PhilipsText()
        text.attributes = PhilipsText.attributes(compression: "compression=\"Uncompressed\"", duration: "20")
        text.encoded = PhilipsText.plain(leads(10))
        return text
    }

    private static var philipsUnsigned: PhilipsText {
        var text = PhilipsText()
        text.attributes = PhilipsText.attributes(
            compression: "compressflag=\"False\"",
            duration: "20",
            labels: "I II III aVR aVL aVF V1",
            more: "signalsigned=\"False\" signaloffset=\"40000\" samplespersecond=\"500.0\" resolution=\"2.5\""
        )
        text.encoded = PhilipsText.plain(leads(10)[..<7].map { $0.map { $0 + 40_000 } })
        return text
    }
}
