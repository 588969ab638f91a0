import Foundation

/// A DICOM ECG made by the tests, in which every part can be replaced.
struct DICOMObject {
    var bytes = DICOMBytes()
    var objectClass = "1.2.840.10008.5.1.4.1.1.9.1.1"
    /// Elements between the class and the waveforms.
    var middle: [UInt8] = []
    var groups: [Group] = [Group()]

    /// Channels sampled together.
    struct Group {
        var timeOffset: String?
        var originality = "ORIGINAL"
        var label = "RHYTHM"
        var rate = "500"
        var channels = Group.eight
        var interpretation = "SS"
        var bitsAllocated = 16
        var sampleCount: Int?
        var channelCount: Int?
        var padding: [UInt8]?
        var data: [UInt8]?
    }

    /// One channel.
    struct Channel {
        var code = ("2:1", "MDC", "")
        var samples: [Int] = [0, 0, 0]
        var unit: String? = "uV"
        var sensitivity = "2.5"
        var correction = "1"
        var baseline = "0"
        var skew = "0"
        var bitsStored = 16
        var status: String?
    }

    var body: [UInt8] {
        bytes.text(0x0008, 0x0016, "UI", objectClass) + middle
            + bytes.sequence(0x5400, 0x0100, groups.map { item($0) })
    }

    var data: Data { bytes.file(body) }

    private func item(_ group: Group) -> [UInt8] {
        let size = group.bitsAllocated / 8
        let samples = group.channels.map(\.samples)
        let count = samples.map(\.count).min() ?? 0
        let interleaved = (0..<count).flatMap { index in
            samples.flatMap { DICOMBytes.little($0[index], size) }
        }
        let head =
            (group.timeOffset.map { bytes.text(0x0018, 0x1068, "DS", $0) } ?? [])
            + bytes.text(0x003A, 0x0004, "CS", group.originality)
            + bytes.short(0x003A, 0x0005, group.channelCount ?? group.channels.count)
            + bytes.long(0x003A, 0x0010, group.sampleCount ?? count) + bytes.text(0x003A, 0x001A, "DS", group.rate)
            + bytes.text(0x003A, 0x0020, "SH", group.label)
            + bytes.sequence(0x003A, 0x0200, group.channels.map { definition($0) })
        let tail =
            bytes.short(0x5400, 0x1004, group.bitsAllocated)
            + bytes.text(0x5400, 0x1006, "CS", group.interpretation)
            + (group.padding.map { bytes.element(0x5400, 0x100A, "OW", $0) } ?? [])
            + bytes.element(0x5400, 0x1010, "OW", group.data ?? interleaved)
        return head + tail
    }

    private func definition(_ channel: Channel) -> [UInt8] {
        let source = bytes.code(0x003A, 0x0208, channel.code.0, channel.code.1, channel.code.2)
        let unit = channel.unit.map { bytes.code(0x003A, 0x0211, $0, "UCUM") } ?? []
        let status = channel.status.map { bytes.text(0x003A, 0x0205, "CS", $0) } ?? []
        return status + source + bytes.text(0x003A, 0x0210, "DS", channel.sensitivity) + unit
            + bytes.text(0x003A, 0x0212, "DS", channel.correction) + bytes.text(0x003A, 0x0213, "DS", channel.baseline)
            + bytes.text(0x003A, 0x0215, "DS", channel.skew) + bytes.short(0x003A, 0x021A, channel.bitsStored)
    }

    /// An annotation of the whole ECG: a measurement with its unit.
    func measurement(_ code: (String, String, String), _ value: String, _ unit: String, more: [UInt8] = []) -> [UInt8] {
        bytes.code(0x0040, 0x08EA, unit, "UCUM") + bytes.code(0x0040, 0xA043, code.0, code.1, code.2)
            + bytes.element(0x0040, 0xA0B0, "US", [1, 0, 0, 0]) + more + bytes.text(0x0040, 0xA30A, "DS", value)
    }
}

extension DICOMObject.Group {
    /// I, II and V1 to V6 by their MDC codes, with samples that tell them apart.
    static var eight: [DICOMObject.Channel] {
        (1...8).map { number in
            DICOMObject.Channel(code: ("2:\(number)", "MDC", ""), samples: [number * 10, -number, 1000 + number])
        }
    }
}
