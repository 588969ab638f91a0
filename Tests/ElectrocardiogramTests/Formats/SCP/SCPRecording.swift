import Foundation

/// An SCP-ECG made by the tests of eight leads, in which every part can be replaced.
struct SCPRecording {
    /// Samples of I, II and V1 to V6 in counts of 2.5 µV at 500 a second.
    var leads: [[Int]] = (1...8).map { (lead: Int) -> [Int] in (0..<40).map { lead * ($0 % 11) - 3 * lead } }
    var order = 2
    var usesHuffman = true

    /// Sections 1, 2, 3 and 6.
    var bytes: SCPBytes {
        var bytes = SCPBytes()
        bytes.sections[1] = SCPBytes.text(2, "A1") + SCPBytes.field(255, [])
        if usesHuffman { bytes.sections[2] = DICOMBytes.little(19999, 2) }
        bytes.sections[3] = SCPBytes.leads(definitions)
        bytes.sections[6] = SCPBytes.samples(leads.map { encoded($0) }, differences: UInt8(order))
        return bytes
    }

    var data: Data { bytes.data }

    var definitions: [(number: UInt8, first: Int, last: Int)] {
        leads.enumerated().map { (UInt8($0.offset + 1), 1, $0.element.count) }
    }

    func encoded(_ samples: [Int]) -> [UInt8] {
        let values = SCPBytes.differences(samples, order: order)
        return usesHuffman ? SCPBytes.huffman(values) : SCPBytes.plain(values)
    }
}

extension SCPRecording {
    /// A record of 2, −4, −3, 7, −300, 2, 2 in each lead, by tables of its own.
    ///
    /// Two tables of three bits and of two: even values in one, odd ones in the other, and codes that switch.
    static var ownTables: SCPBytes {
        typealias Code = (prefix: String, whole: UInt8, kind: UInt8, value: Int)
        func table(_ codes: [Code]) -> [UInt8] {
            codes.reduce(into: DICOMBytes.little(codes.count, 2)) { bytes, code in
                bytes += [UInt8(code.prefix.count), code.whole, code.kind] + DICOMBytes.little(code.value, 2)
                bytes += DICOMBytes.little(Int(String(code.prefix.reversed()), radix: 2) ?? 0, 4)
            }
        }
        let first = table([("00", 2, 1, 2), ("01", 2, 1, -4), ("110", 3, 0, 2), ("10", 8, 1, 0)])
        let second = table([("1", 1, 1, 7), ("01", 2, 1, -300), ("000", 3, 0, 1)])
        var bytes = SCPRecording(leads: [[Int]](repeating: [0, 0, 0, 0, 0, 0, 0], count: 8), order: 0).bytes
        bytes.sections[2] = [2, 0] + first + second
        // 2, −4, six bits of −3; to the second table: 7, −300; back: 2, 2.
        let stream = SCPBytes.packed("00 01 10 111101 110 1 01 000 00 00".filter { $0 != " " })
        bytes.sections[6] = SCPBytes.samples([[UInt8]](repeating: stream, count: 8))
        return bytes
    }
}

/// A rhythm made of beats for the compression that subtracts a reference beat and decimates between the beats.
struct SCPBeatRecording {
    var count = 400
    var order = 1
    var subtracts = true
    var factor = 4
    var beatNanovolts = 2500
    /// Samples counted from 1.
    var fiducials = [60, 180, 305]
    var types = [0, 1, 0]

    /// A beat of 60 samples whose fiducial point is sample 25.
    static let beat: [Int] = (0..<60).map { (index: Int) -> Int in
        let distance = abs(index - 24)
        return distance < 10 ? 40 * (10 - distance) : 2 * (index % 5)
    }
    static let beatFiducial = 25

    func rhythm(lead: Int) -> [Int] {
        var samples = (0..<count).map { (index: Int) -> Int in lead * (index / 8 % 7) - 9 + index / 40 }
        for fiducial in fiducials {
            for (index, value) in Self.beat.enumerated() {
                samples[fiducial - Self.beatFiducial + index] += value
            }
        }
        return samples
    }

    /// Around each fiducial point 12 samples before and 14 after.
    var protected: [ClosedRange<Int>] { fiducials.map { $0 - 12...$0 + 14 } }

    /// Around each fiducial point 24 samples before and 35 after, which is all of the beat.
    var zones: [ClosedRange<Int>] { fiducials.map { $0 - 24...$0 + 35 } }

    var bytes: SCPBytes {
        var bytes = SCPRecording(leads: (1...8).map { rhythm(lead: $0) }, order: order).bytes
        let definitions = (1...8).map { (number: UInt8($0), first: 1, last: count) }
        bytes.sections[3] = SCPBytes.leads(definitions, flags: UInt8(subtracts ? 1 : 0) | 4 | 8 << 3)
        bytes.sections[4] = places
        let encoder = SCPRecording(order: order)
        let beat = encoder.encoded(Self.beat.map { $0 * 2500 / beatNanovolts })
        bytes.sections[5] = SCPBytes.samples(
            [[UInt8]](repeating: beat, count: 8),
            nanovolts: beatNanovolts,
            differences: UInt8(order)
        )
        bytes.sections[6] = SCPBytes.samples(
            (1...8).map { encoder.encoded(stored(lead: $0)) },
            interval: 2000 * factor,
            differences: UInt8(order),
            bimodal: factor > 1 ? 1 : 0
        )
        return bytes
    }

    /// Section 4.
    private var places: [UInt8] {
        var body: [UInt8] = []
        for number in [Self.beat.count * 2, Self.beatFiducial, fiducials.count] { body += DICOMBytes.little(number, 2) }
        for (index, fiducial) in fiducials.enumerated() {
            body += DICOMBytes.little(types[index], 2)
            for number in [zones[index].lowerBound, fiducial, zones[index].upperBound] {
                body += DICOMBytes.little(number, 4)
            }
        }
        for zone in protected { body += DICOMBytes.little(zone.lowerBound, 4) + DICOMBytes.little(zone.upperBound, 4) }
        return body
    }

    /// What is left after beats of type 0 are subtracted.
    func residual(lead: Int) -> [Int] {
        var samples = rhythm(lead: lead)
        for (fiducial, type) in zip(fiducials, types) where subtracts && type == 0 {
            for (index, value) in Self.beat.enumerated() { samples[fiducial - Self.beatFiducial + index] -= value }
        }
        return samples
    }

    /// The residual with means of `factor` samples between protected areas.
    func stored(lead: Int) -> [Int] {
        let samples = residual(lead: lead)
        guard factor > 1 else { return samples }
        var result: [Int] = []
        var position = 1
        while position <= count {
            let next = protected.first { $0.upperBound >= position }
            let gap = (next?.lowerBound ?? count + 1) - position
            if gap >= factor {
                let group = samples[position - 1..<position - 1 + factor]
                result.append(Int((Double(group.reduce(0, +)) / Double(factor)).rounded()))
                position += factor
            } else {
                result.append(samples[position - 1])
                position += 1
            }
        }
        return result
    }
}
