/// The median beat of the commonest QRS shape, lead by lead.
struct BeatAverage: Sendable {
    /// Samples of the median beat before its fiducial point and after it.
    static let before = MeasuredLeads.samples(0.45)
    static let after = MeasuredLeads.samples(0.75)
    static let length = before + after

    /// Microvolts, one array a lead of ``before`` + ``after`` samples, without wander of the baseline.
    let leads: [[Double]]
    /// Each beat that went into the median, cut and freed from wander alike.
    let members: [[[Double]]]

    /// Nil where fewer than three beats of one shape lie wholly within the recording.
    init?(of signal: MeasuredLeads, beats: [Int]) {
        let shapes = BeatShapes(signal.leads)
        let aligned = shapes.commonest(of: beats)
        guard aligned.count >= 3 else { return nil }
        let level = signal.leads.map { Self.withoutWander($0, beats: aligned) }
        let whole = aligned.filter { $0 >= Self.before && $0 + Self.after <= signal.sampleCount }
        guard whole.count >= 3 else { return nil }
        members = whole.map { beat in level.map { Array($0[beat - Self.before..<beat + Self.after]) } }
        let members = members
        leads = level.indices.map { lead in
            (0..<Self.length).map { sample in members.map { $0[lead][sample] }.median }
        }
    }

    /// Subtracts the line through the levels shortly before each QRS complex.
    ///
    /// These points have one phase of the beat, so the line follows the wander alone; what remains is a constant.
    private static func withoutWander(_ lead: [Double], beats: [Int]) -> [Double] {
        let distance = MeasuredLeads.samples(0.1)
        let knots = beats.map { max(0, $0 - distance) }
        let levels = knots.map { knot in
            Array(lead[max(0, knot - 10)...min(lead.count - 1, knot + 10)]).mean
        }
        var next = 0
        return lead.indices.map { index in
            while next < knots.count, knots[next] <= index { next += 1 }
            guard next > 0 else { return lead[index] - levels[0] }
            guard next < knots.count else { return lead[index] - levels[next - 1] }
            let share = Double(index - knots[next - 1]) / Double(knots[next] - knots[next - 1])
            return lead[index] - levels[next - 1] - share * (levels[next] - levels[next - 1])
        }
    }
}
