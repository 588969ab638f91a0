/// Compares QRS complexes over all leads at once, and lays them over each other.
struct BeatShapes {
    private let leads: [[Double]]

    /// Half the length of what is compared, in samples: 80 ms to each side, of which every second sample is taken.
    private static let half = MeasuredLeads.samples(0.08)
    /// How far a beat may be moved, in samples.
    private static let reach = MeasuredLeads.samples(0.03)
    /// Beats whose correlation is lower have another shape.
    private static let least = 0.85
    /// So many beats are enough to find the commonest shape.
    private static let candidates = 16

    /// The samples around a point, lead after lead, each lead without its mean, all together of length one.
    private typealias Shape = [Double]

    init(_ leads: [[Double]]) {
        // 20 ms: mains hum must not decide how beats lie on each other.
        self.leads = leads.map { $0.smoothed(11) }
    }

    /// The beats of the commonest shape, moved so that their complexes coincide; ascending.
    func commonest(of beats: [Int]) -> [Int] {
        let margin = Self.half + Self.reach
        let usable = beats.filter { $0 >= margin && $0 + margin < (leads.first?.count ?? 0) }
        let moved = usable.prefix(Self.candidates).map { shapes(around: $0) }
        let fitting = moved.map { shapes in
            moved.count { Self.fit(of: $0, to: shapes[Self.reach]).correlation >= Self.least }
        }
        guard let most = fitting.max(), let index = fitting.firstIndex(of: most) else { return [] }
        let first = aligned(usable, to: moved[index][Self.reach])
        return aligned(usable, to: average(at: first))
    }

    private func aligned(_ beats: [Int], to template: Shape) -> [Int] {
        beats.compactMap { beat in
            let fit = Self.fit(of: shapes(around: beat), to: template)
            return fit.correlation >= Self.least ? beat + fit.shift : nil
        }
    }

    private static func fit(of shapes: [Shape], to template: Shape) -> (shift: Int, correlation: Double) {
        let correlations = shapes.map { product($0, template) }
        let best = correlations.indices.max { correlations[$0] < correlations[$1] } ?? reach
        return (best - reach, correlations[best])
    }

    private func shapes(around beat: Int) -> [Shape] {
        (-Self.reach...Self.reach).map { shape(at: beat + $0) }
    }

    private func shape(at point: Int) -> Shape {
        var shape: Shape = []
        for lead in leads {
            let samples = stride(from: point - Self.half, through: point + Self.half, by: 2).map { lead[$0] }
            let mean = samples.mean
            for sample in samples { shape.append(sample - mean) }
        }
        return Self.normalised(shape)
    }

    private func average(at beats: [Int]) -> Shape {
        let shapes = beats.map { shape(at: $0) }
        guard var sum = shapes.first else { return [] }
        for shape in shapes.dropFirst() {
            for index in sum.indices { sum[index] += shape[index] }
        }
        return Self.normalised(sum)
    }

    private static func normalised(_ shape: Shape) -> Shape {
        let length = product(shape, shape).squareRoot()
        return length > 0 ? shape.map { $0 / length } : shape
    }

    private static func product(_ a: Shape, _ b: Shape) -> Double {
        var sum = 0.0
        for index in 0..<min(a.count, b.count) { sum += a[index] * b[index] }
        return sum
    }
}
