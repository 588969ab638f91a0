/// How long each patient was followed, and whether the event or censoring ended it.
public struct FollowUp: Sendable, Equatable {
    /// From the start, in whatever unit; each finite and at least 0.
    public let times: [Double]
    /// True where the event was seen at that time, false where the patient was censored.
    public let events: [Bool]

    /// One event flag a time; times are finite and not negative.
    public init(times: [Double], events: [Bool]) {
        precondition(times.count == events.count, "one event flag a time")
        precondition(times.allSatisfy { $0 >= 0 && $0.isFinite }, "times are finite and not negative")
        self.times = times
        self.events = events
    }

    /// How many patients.
    public var count: Int { times.count }

    /// The same patients with censoring as the event.
    public var reversed: FollowUp { FollowUp(times: times, events: events.map { !$0 }) }

    /// The same patients, where a time of censoring is the last at which the patient was known to be without the event.
    ///
    /// Whoever was watched through that time is past it and among its controls, as in a study that ends for all on one
    /// day. Events of a time come before its censorings already, so that no order changes.
    public var censoredPastTheirTimes: FollowUp {
        FollowUp(times: zip(times, events).map { $1 ? $0 : $0.nextUp }, events: events)
    }

    /// Some of the patients, by their places.
    func subset(_ places: [Int]) -> FollowUp {
        FollowUp(times: places.map { times[$0] }, events: places.map { events[$0] })
    }
}

/// Keys that sort patients by time, and events before censorings at the same time.
///
/// A time is not negative, so that its sign bit is free and the flag fits below the bits of the time.
struct FollowUpKey {
    let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    init(time: Double, event: Bool) { bits = (time + 0).bitPattern << 1 | (event ? 0 : 1) }

    var time: Double { Double(bitPattern: bits >> 1) }
    var isEvent: Bool { bits & 1 == 0 }
    /// Equal for all patients of one time.
    var timeBits: UInt64 { bits >> 1 }
}

extension FollowUp {
    /// The keys of all patients in their order.
    var keys: [UInt64] { zip(times, events).map { FollowUpKey(time: $0, event: $1).bits } }
}
