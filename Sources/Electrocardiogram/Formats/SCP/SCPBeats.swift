/// Section 4: where the beats are, in samples counted from 1 at the full rate (EN 1064, 5.7).
struct SCPBeats {
    /// Where the reference beat was subtracted.
    struct Subtraction {
        let samples: ClosedRange<Int>
        /// The sample on which the reference beat's fiducial point lies.
        let fiducial: Int
    }

    /// Length of the reference beat in milliseconds.
    let beatMilliseconds: Int
    /// The reference beat's fiducial point, as a sample counted from 1.
    let fiducial: Int
    /// Of beats of type 0, the only ones from which the reference beat was subtracted.
    let subtractions: [Subtraction]
    /// Stretches stored at the full rate, ascending and apart.
    let protected: [ClosedRange<Int>]

    /// Reads a section whose zones are needed; in records that were not compressed by beats they may be missing.
    init(_ section: SCPSection) throws(RecordingError) {
        beatMilliseconds = try section.uint16(0)
        fiducial = try section.uint16(2)
        let count = try section.uint16(4)
        var subtractions: [Subtraction] = []
        var zones: [ClosedRange<Int>] = []
        for index in 0..<count {
            let position = 6 + 14 * index
            let zone = try Self.range(section, try section.uint32(position + 2), try section.uint32(position + 10))
            // Version 1 of the protocol has no protected areas of its own.
            if section.protocolVersion < 13, let zone { zones.append(zone) }
            guard try section.uint16(position) == 0, let zone else { continue }
            subtractions.append(Subtraction(samples: zone, fiducial: try section.uint32(position + 6)))
        }
        for index in 0..<(section.protocolVersion < 13 ? 0 : count) {
            let position = 6 + 14 * count + 8 * index
            let zone = try Self.range(section, try section.uint32(position), try section.uint32(position + 4))
            if let zone { zones.append(zone) }
        }
        guard zip(zones, zones.dropFirst()).allSatisfy({ $0.upperBound < $1.lowerBound }) else {
            throw section.unusable("has protected areas that overlap or are out of order")
        }
        self.subtractions = subtractions
        protected = zones
    }

    /// Nil for an empty zone, which two zeros stand for.
    private static func range(_ section: SCPSection, _ first: Int, _ last: Int) throws(RecordingError) -> ClosedRange<
        Int
    >? {
        if first == 0, last == 0 { return nil }
        guard first >= 1, last >= first else { throw section.unusable("has a zone that ends before it begins") }
        return first...last
    }
}
