import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A DICOM ECG")
struct DICOMReaderTests {
    @Test(
        "gives the same recording in every encoding, with and without preamble",
        arguments: [(true, false), (true, true), (false, false), (false, true)]
    )
    func encodings(isExplicit: Bool, usesUndefinedLengths: Bool) throws {
        var object = DICOMObject()
        object.bytes = DICOMBytes(isExplicit: isExplicit, usesUndefinedLengths: usesUndefinedLengths)
        for data in [object.data, object.bytes.file(object.body, preamble: false)] {
            let recording = try DICOMReader.read(data)
            #expect(recording.format == "dicom")
            #expect(recording.signal.samplingRate == 500)
            #expect(recording.signal.microvoltsPerCount == 2.5)
            #expect(recording.signal[.i] == [10, -1, 1001])
            #expect(recording.signal[.v6] == [80, -8, 1008])
            #expect(recording.signal[.iii] == [10, -1, 1])
            #expect(recording.signal[.avr] == [-15, 1.5, -1001.5])
            #expect(recording.remarks.isEmpty)
        }
        let bare = try DICOMReader.read(Data(object.body))
        #expect(bare.signal[.v1] == [30, -3, 1003])
        #expect(bare.remarks.first?.contains("transfer syntax") == true)
    }

    @Test(
        "names its leads by code or by meaning",
        arguments: [
            (("5.6.3-9-62", "SCPECG", "aVR, augmented voltage, right"), Lead.avr), (("2:61", "MDC", ""), .iii),
            (("5.6.3-9-1", "SCPECG", "Lead I (Einthoven)"), .i), (("X1", "99LOCAL", "Lead V3"), .v3),
            (("X2", "99LOCAL", "aVF"), .avf),
        ]
    )
    func leads(code: (String, String, String), lead: Lead) throws {
        var object = DICOMObject()
        object.groups[0].channels = [.init(code: code, samples: [7, 8])]
        let recording = try DICOMReader.read(object.data)
        #expect(recording.signal[lead] == [7, 8])
        #expect(recording.remarks.contains { $0.contains("lacks") })
    }

    @Test("leaves out other electrode positions and derived waveforms, and says so")
    func leftOut() throws {
        var object = DICOMObject()
        object.groups[0].channels += [
            .init(code: ("2:11", "MDC", "Lead V3R"), samples: [1, 2, 3]),
            .init(code: ("Z", "99LOCAL", "Lead V7"), samples: [1, 2, 3]),
        ]
        let median = DICOMObject.Group(originality: "DERIVED", label: "MEDIAN BEAT")
        object.groups = [median, object.groups[0], DICOMObject.Group(label: "Average")]
        let recording = try DICOMReader.read(object.data)
        #expect(recording.signal[.v6] == [80, -8, 1008])
        #expect(recording.remarks.contains("Left out: channels beyond the standard twelve leads (2)."))
        #expect(recording.remarks.contains("Left out: waveforms that are derived, such as median beats (2)."))
    }

    @Test("takes the recorded waveform with most leads")
    func groups() throws {
        var object = DICOMObject()
        let strip = DICOMObject.Channel(code: ("2:2", "MDC", ""), samples: [Int](repeating: 5, count: 50))
        object.groups.insert(DICOMObject.Group(channels: [strip]), at: 0)
        let recording = try DICOMReader.read(object.data)
        #expect(recording.signal.sampleCount == 3)
        #expect(recording.remarks.contains { $0.hasPrefix("The file holds 2 recorded waveforms") })
    }

    @Test("joins groups that say they were recorded at the same time", arguments: ["0", "2500", nil])
    func simultaneous(offset: String?) throws {
        var object = DICOMObject()
        let eight = DICOMObject.Group.eight
        object.groups = [
            DICOMObject.Group(timeOffset: "0", channels: Array(eight[2...])),
            DICOMObject.Group(timeOffset: offset, channels: Array(eight[..<3])),
        ]
        let recording = try DICOMReader.read(object.data)
        let isJoined = offset == "0"
        #expect(recording.signal[.v6] == [80, -8, 1008])
        #expect(recording.signal[.v1] == [30, -3, 1003])
        #expect(recording.signal[.ii] == (isJoined ? [20, -2, 1002] : []))
        #expect(recording.remarks.contains { $0.contains("at the same time") } == isJoined)
    }

    @Test(
        "reads every sample format",
        arguments: [
            ("SS", 16, [-32768, 32767]), ("US", 16, [0, 65535]), ("SB", 8, [-128, 127]), ("UB", 8, [0, 255]),
            ("SL", 32, [-16_777_216, 16_777_216]),
        ]
    )
    func formats(interpretation: String, bits: Int, samples: [Int]) throws {
        var object = DICOMObject()
        object.groups[0] = DICOMObject.Group(
            channels: [.init(code: ("2:1", "MDC", ""), samples: samples, bitsStored: bits)],
            interpretation: interpretation,
            bitsAllocated: bits
        )
        #expect(try DICOMReader.read(object.data).signal[.i] == samples.map(Float.init))
    }

    @Test(
        "has microvolts a count by sensitivity, correction and unit",
        arguments: [
            ("uV", "4.88", "1", 4.88), ("mV", "0.005", "2", 10), ("V", "1E-6", "1", 1), ("nV", "500", "1", 0.5),
        ]
    )
    func scale(unit: String, sensitivity: String, correction: String, expected: Double) throws {
        var object = DICOMObject()
        for index in object.groups[0].channels.indices {
            object.groups[0].channels[index].unit = unit
            object.groups[0].channels[index].sensitivity = sensitivity
            object.groups[0].channels[index].correction = correction
        }
        let scale = try #require(try DICOMReader.read(object.data).signal.microvoltsPerCount)
        #expect(abs(scale - expected) < 1e-12)
    }

    @Test("has no scale where the unit is missing or unknown", arguments: [nil, "mmHg"])
    func unit(unit: String?) throws {
        var object = DICOMObject()
        object.groups[0].channels[3].unit = unit
        let recording = try DICOMReader.read(object.data)
        #expect(recording.signal.microvoltsPerCount == nil)
        #expect(recording.remarks.contains { $0.contains("not guessed") })
    }

    @Test("brings leads of different scales to the finest, and a baseline to counts")
    func scales() throws {
        var object = DICOMObject()
        object.groups[0].channels[0].sensitivity = "5"
        object.groups[0].channels[1].baseline = "-25"
        let recording = try DICOMReader.read(object.data)
        #expect(recording.signal.microvoltsPerCount == 2.5)
        #expect(recording.signal[.i] == [20, -2, 2002])
        #expect(recording.signal[.ii] == [10, -12, 992])
        #expect(recording.remarks.contains { $0.contains("changes no sample") })
    }

    @Test("counts a lead as missing that the device calls off or whose samples are marked")
    func invalid() throws {
        var object = DICOMObject()
        object.groups[0].channels[2].status = "DISCONNECTED"
        object.groups[0].channels[3].status = "QUESTIONABLE"
        object.groups[0].channels[4].samples[1] = -32768
        for index in object.groups[0].channels.indices { object.groups[0].channels[index].samples.append(-32768) }
        object.groups[0].padding = [0x00, 0x80]
        let recording = try DICOMReader.read(object.data)
        #expect(recording.signal[.v1].isEmpty)
        #expect(recording.signal[.v2] == [40, -4, 1004])
        #expect(recording.signal[.v3].isEmpty)
        #expect(recording.signal.sampleCount == 3)
        #expect(recording.remarks.contains("The file lacks V1, V3."))
        #expect(recording.remarks.contains("The last 1 samples are marked as none in every lead and cut off."))
    }

    @Test("takes no sample for missing where the mark is 0")
    func zeroPadding() throws {
        var object = DICOMObject()
        object.groups[0].channels[4].samples[1] = 0
        object.groups[0].padding = [0, 0]
        let recording = try DICOMReader.read(object.data)
        #expect(recording.signal[.v3] == [50, 0, 1005])
        #expect(recording.remarks.contains { $0.contains("it marks none") })
    }

    @Test("is told from other files by how it begins", arguments: [true, false])
    func recognised(isExplicit: Bool) {
        let object = DICOMObject(bytes: DICOMBytes(isExplicit: isExplicit))
        #expect(DICOMReader.recognises(object.data))
        #expect(DICOMReader.recognises(object.bytes.file(object.body, preamble: false)))
        #expect(DICOMReader.recognises(Data(object.body)))
        #expect(!DICOMReader.recognises(Data()))
        #expect(!DICOMReader.recognises(SCPRecording().data))
        #expect(!DICOMReader.recognises(MuseText().data))
    }

    @Test("says so when leads were sampled in turn or exceed their bits")
    func skew() throws {
        var object = DICOMObject()
        object.groups[0].channels[2].skew = "0.25"
        object.groups[0].channels[3].bitsStored = 8
        let remarks = try DICOMReader.read(object.data).remarks
        #expect(remarks.contains { $0.contains("0.25 of a sample apart") })
        #expect(remarks.contains { $0.contains("beyond its 8 bits") })
    }
}
