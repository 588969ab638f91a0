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
    ///
    /// Protected areas are needed for decimation only.
    init(_ section: SCPSection, readsProtected: Bool) throws(RecordingError) {
        beatMilliseconds = try section.uint16(0)
        fiducial = try section.uint16(2)
        let count = try section.uint16(4)
        var subtractions: [Subtraction] = []
        for index in 0..<count {
            let position = 6 + 14 * index
            guard try section.uint16(position) == 0, let zone = try Self.zone(section, position + 2, position + 10)
            else { continue }
            subtractions.append(Subtraction(samples: zone, fiducial: try section.uint32(position + 6)))
        }
        self.subtractions = subtractions
        protected = readsProtected ? try Self.protected(section, count: count) : []
    }

    private static func protected(_ section: SCPSection, count: Int) throws(RecordingError) -> [ClosedRange<Int>] {
        var zones: [ClosedRange<Int>] = []
        for index in 0..<count {
            // Version 1 of the protocol has no areas of its own: the zones of subtraction are protected.
            let isOld = section.protocolVersion < 13
            let first = isOld ? 6 + 14 * index + 2 : 6 + 14 * count + 8 * index
            if let zone = try zone(section, first, first + (isOld ? 8 : 4)) { zones.append(zone) }
        }
        guard zip(zones, zones.dropFirst()).allSatisfy({ $0.upperBound < $1.lowerBound }) else {
            throw section.unusable("has protected areas that overlap or are out of order")
        }
        return zones
    }

    /// A zone by the places of its first and last sample; nil for an empty one, which two zeros stand for.
    private static func zone(
        _ section: SCPSection,
        _ first: Int,
        _ last: Int
    ) throws(RecordingError) -> ClosedRange<Int>? {
        let (first, last) = (try section.uint32(first), try section.uint32(last))
        if first == 0, last == 0 { return nil }
        guard first >= 1, last >= first else { throw section.unusable("has a zone that ends before it begins") }
        return first...last
    }
}
