import Foundation

extension FuzzSeed {
    static func dicom() -> [(String, Data)] {
        let undefined = DICOMObject(bytes: DICOMBytes(isExplicit: true, usesUndefinedLengths: true))
        let bare = DICOMObject(bytes: DICOMBytes(isExplicit: false, usesUndefinedLengths: true))
        return [
            ("explicit.dcm", dicomFindings.data),
            ("implicit.dcm", DICOMObject(bytes: DICOMBytes(isExplicit: false)).data),
            ("undefined-lengths.dcm", undefined.data), ("bare.dcm", Data(bare.body)), ("bytes.dcm", dicomBytes.data),
            ("groups.dcm", dicomGroups.data),
        ]
    }

    private static var dicomFindings: DICOMObject {
        var object = DICOMObject()
        let bytes = object.bytes
        let texts: [(Int, Int, String, String)] = [
            (0x0008, 0x0005, "CS", "ISO_IR 100"), (0x0008, 0x002A, "DT", "20240229235958.25+0130"),
            (0x0008, 0x0070, "LO", "Maker"), (0x0008, 0x0201, "SH", "-0500"), (0x0008, 0x1090, "LO", "Model 7"),
            (0x0010, 0x0010, "PN", "Doe^Jane^Q"), (0x0010, 0x0020, "LO", "A1"), (0x0010, 0x0030, "DA", "19600131"),
            (0x0010, 0x0040, "CS", "F"), (0x0010, 0x1010, "AS", "064Y"),
        ]
        let annotations = [
            bytes.text(0x0070, 0x0006, "ST", "Sinus rhythm"),
            bytes.code(0x0040, 0xA168, "F-000B7", "SRT", "Normal ECG"),
            object.measurement(("5.10.2.1-3", "SCPECG", "RR Interval"), "750", "ms"),
            object.measurement(("2:15872", "MDC", ""), "0.16", "s"),
        ]
        object.middle =
            texts.flatMap { bytes.text($0.0, $0.1, $0.2, $0.3) } + bytes.sequence(0x0040, 0xB020, annotations)
        return object
    }

    /// Eight bits a sample, with a mark for samples that are none, and a lead that has fallen off.
    private static var dicomBytes: DICOMObject {
        let channels = (1...4).map { number in
            DICOMObject.Channel(
                code: ("2:\(number)", "MDC", ""),
                samples: [number, -number, 100, -128],
                sensitivity: number == 1 ? "5" : "2.5",
                baseline: "-25",
                skew: "0.25",
                bitsStored: 8,
                status: number == 4 ? "DISCONNECTED" : nil
            )
        }
        var object = DICOMObject()
        object.groups = [
            DICOMObject.Group(channels: channels, interpretation: "SB", bitsAllocated: 8, padding: [0x80, 0xFF])
        ]
        return object
    }

    /// A median beat, and leads of 32 bits that lie in two groups of one time.
    private static var dicomGroups: DICOMObject {
        let eight = DICOMObject.Group.eight
        var object = DICOMObject()
        object.groups = [
            DICOMObject.Group(originality: "DERIVED", label: "MEDIAN BEAT", channels: Array(eight[..<1])),
            DICOMObject.Group(timeOffset: "0", channels: Array(eight[2...]), interpretation: "SL", bitsAllocated: 32),
            DICOMObject.Group(timeOffset: "0", channels: Array(eight[..<2]), interpretation: "SL", bitsAllocated: 32),
        ]
        return object
    }

    static func scp() -> [(String, Data)] {
        [
            ("findings.scp", scpFindings.data), ("plain.scp", SCPRecording(order: 0, usesHuffman: false).data),
            ("differences.scp", SCPRecording(order: 1, usesHuffman: false).data),
            ("tables.scp", SCPRecording.ownTables.data), ("beats.scp", SCPBeatRecording().bytes.data),
            ("reference-beat.scp", SCPBeatRecording(order: 2, factor: 1, beatNanovolts: 1250).bytes.data),
        ]
    }

    /// The standard's Huffman code and second differences, with every section that is read but those of beats.
    private static var scpFindings: SCPBytes {
        var bytes = SCPRecording().bytes
        bytes.sections[1] =
            SCPBytes.text(0, "Doe") + SCPBytes.text(1, "Jane") + SCPBytes.text(2, "A1") + SCPBytes.field(4, [64, 0, 1])
            + SCPBytes.field(5, DICOMBytes.little(1960, 2) + [1, 31]) + SCPBytes.field(8, [2])
            + SCPBytes.device("CARDIO", "Maker") + SCPBytes.field(25, DICOMBytes.little(2024, 2) + [2, 29])
            + SCPBytes.field(26, [23, 59, 58]) + SCPBytes.field(34, DICOMBytes.little(-90, 2) + [0, 0, 0])
            + SCPBytes.field(255, [])
        let durations = [800, 29999, 100, 190, 250, 340, 620, 45, 30, 60].flatMap { DICOMBytes.little($0, 2) }
        let rates = [2, 0, 0, 0, 72, 0] + DICOMBytes.little(29999, 2) + DICOMBytes.little(410, 2)
        bytes.sections[7] = [1, 1] + durations + [UInt8](repeating: 0, count: 10) + rates
        bytes.sections[8] = [1, 0xE8, 0x07, 2, 29, 1, 2, 3, 1] + SCPBytes.text(1, "Sinus rhythm")
        return bytes
    }

    static func edf() -> [(String, Data)] {
        var open = EDFFile.plain
        open.recordCount = "-1"
        open.recordSeconds = "0.5"
        open.recording = "Startdate X X X X"
        let many = EDFFile.twelve((0..<12).map { SampleNoise.counts(20, bits: 24, seed: UInt64($0)) }, bits: 24)
        return [
            ("annotated.edf", EDFFile.sample("EDF+C").data), ("plain.edf", EDFFile.sample("").data),
            ("open.edf", open.data), ("annotated.bdf", EDFFile.sample("BDF+C").data), ("twelve.bdf", many.data),
        ]
    }
}
