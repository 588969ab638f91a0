import Biostatistics

/// Patients dealt into folds, events and the others each evenly, in an order that the seed decides.
struct CohortFolds: Sendable, Equatable {
    /// How many folds.
    let count: Int
    /// The fold of each patient, 0 ..< ``count``.
    let fold: [Int]

    /// - Precondition: two folds or more.
    init(_ events: [Bool], count: Int, seed: UInt64) {
        precondition(count > 1, "two folds or more")
        var generator = Xoshiro256StarStar(seed: seed)
        var fold = Array(repeating: 0, count: events.count)
        var next = 0
        for kind in [true, false] {
            for place in generator.shuffled(events.indices.filter { events[$0] == kind }) {
                fold[place] = next % count
                next += 1
            }
        }
        (self.count, self.fold) = (count, fold)
    }

    /// Places of the patients in a fold, ascending.
    func members(_ fold: Int) -> [Int] { self.fold.indices.filter { self.fold[$0] == fold } }
    /// Places of all the others, ascending.
    func others(_ fold: Int) -> [Int] { self.fold.indices.filter { self.fold[$0] != fold } }
}
