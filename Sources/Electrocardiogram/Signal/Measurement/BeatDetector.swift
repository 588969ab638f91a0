/// Finds the beats of a recording where all leads change fast together.
enum BeatDetector {
    /// Neighbouring beats are at least this far apart, in seconds.
    private static let refractory = 0.25
    /// Part of the usual QRS activity that a beat has to reach; T waves stay below it.
    private static let share = 0.35
    /// What follows a beat within this time (seconds) has to reach this part, or it is a T wave.
    private static let repolarisation = 0.42
    private static let shareBeside = 0.5
    /// The usual activity is the median over the highest of stretches so long, in seconds; each holds a beat.
    private static let stretch = 2.5

    /// Sample numbers at the middle of each QRS complex's activity, ascending.
    static func beats(in leads: [[Double]]) -> [Int] {
        let activity = activity(of: leads)
        let length = MeasuredLeads.samples(stretch)
        let highest = stride(from: 0, to: activity.count, by: length).map { start in
            activity[start..<min(start + length, activity.count)].max() ?? 0
        }
        let usual = highest.median
        guard usual > 0 else { return [] }
        return separated(peaks(of: activity, above: share * usual), activity, usual: usual)
    }

    /// The median distance of neighbouring beats, in samples; zero of fewer than two.
    static func spacing(of beats: [Int]) -> Int {
        Int(zip(beats.dropFirst(), beats).map { Double($0 - $1) }.median)
    }

    /// The mean over leads of the speed of change, each lead in units of its own QRS complexes.
    ///
    /// A lead's unit is the 98th percentile of its speed. So a noisy lead, whose percentile is high, counts little.
    private static func activity(of leads: [[Double]]) -> [Double] {
        var sum = [Double](repeating: 0, count: leads.first?.count ?? 0)
        for lead in leads {
            // 20 ms cancel mains hum of 50 Hz and most of 60 Hz.
            let speed = lead.smoothed(11).differences(4).map(abs)
            let unit = speed.quantile(0.98)
            guard unit > 0 else { continue }
            for index in sum.indices { sum[index] += min(speed[index] / unit, 3) }
        }
        return sum.smoothed(41)
    }

    private static func peaks(of activity: [Double], above threshold: Double) -> [Int] {
        var peaks: [Int] = []
        var highest: Int?
        for index in activity.indices {
            if activity[index] > threshold {
                if activity[index] > highest.map({ activity[$0] }) ?? 0 { highest = index }
            } else if let found = highest {
                peaks.append(found)
                highest = nil
            }
        }
        return peaks + [highest].compactMap(\.self)
    }

    /// Of peaks closer than two beats can be the higher, and no T waves.
    private static func separated(_ peaks: [Int], _ activity: [Double], usual: Double) -> [Int] {
        peaks.reduce(into: []) { kept, peak in
            guard let last = kept.last else { return kept.append(peak) }
            let distance = peak - last
            if distance < MeasuredLeads.samples(refractory) {
                if activity[peak] > activity[last] { kept[kept.count - 1] = peak }
            } else if distance >= MeasuredLeads.samples(repolarisation) || activity[peak] >= shareBeside * usual {
                kept.append(peak)
            }
        }
    }
}
