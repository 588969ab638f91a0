/// The scores of cases and controls, each class sorted once: what every measure of discrimination is made from.
///
/// A higher score means more likely a case; the direction is never detected. Infinite scores order like any others.
/// The sort takes linear time where scores spread and O(n log n) at worst; each measure is one more pass over both.
public struct RankedScores: Sendable, Equatable {
    /// Keys of the scores, lowest first.
    let cases: [UInt64]
    let controls: [UInt64]

    /// One label a score, true for a case; no score is NaN.
    public init(scores: [Double], labels: [Bool]) {
        precondition(scores.count == labels.count, "one label a score")
        var cases: [UInt64] = []
        var controls: [UInt64] = []
        let caseCount = labels.reduce(0) { $0 &+ ($1 ? 1 : 0) }
        // Room for one more each: every key is written to both and kept by one, which needs no branch.
        controls = [UInt64](unsafeUninitializedCapacity: scores.count - caseCount + 1) { controls, controlEnd in
            cases = [UInt64](unsafeUninitializedCapacity: caseCount + 1) { cases, caseEnd in
                for (score, isCase) in zip(scores, labels) {
                    precondition(!score.isNaN, "a score must be a number")
                    let key = OrderedKey.of(score)
                    cases[caseEnd] = key
                    controls[controlEnd] = key
                    caseEnd &+= isCase ? 1 : 0
                    controlEnd &+= isCase ? 0 : 1
                }
            }
        }
        self.init(keysOfCases: cases, keysOfControls: controls)
    }

    /// The scores of each class, none NaN.
    public init(cases: [Double], controls: [Double]) {
        precondition(!cases.contains(where: \.isNaN) && !controls.contains(where: \.isNaN), "a score must be a number")
        self.init(keysOfCases: cases.map(OrderedKey.of), keysOfControls: controls.map(OrderedKey.of))
    }

    private init(keysOfCases: [UInt64], keysOfControls: [UInt64]) {
        var (cases, controls) = (keysOfCases, keysOfControls)
        RadixSort.sort(&cases)
        RadixSort.sort(&controls)
        self.cases = cases
        self.controls = controls
    }

    /// How many have the outcome.
    public var caseCount: Int { cases.count }
    /// How many have not.
    public var controlCount: Int { controls.count }

    /// Why nothing that compares the classes can be said; nil where both have members.
    var refusal: NotEstimable? {
        if cases.isEmpty && controls.isEmpty { return .noObservations }
        return cases.isEmpty || controls.isEmpty ? .oneOutcomeClass : nil
    }

    /// Visits every distinct score, lowest first, with how many cases and controls have it.
    func forEachTie(_ body: (_ key: UInt64, _ cases: Int, _ controls: Int) -> Void) {
        cases.withUnsafeBufferPointer { cases in
            controls.withUnsafeBufferPointer { controls in
                var (i, j) = (0, 0)
                while i < cases.count || j < controls.count {
                    let caseKey = i < cases.count ? cases[i] : .max
                    let controlKey = j < controls.count ? controls[j] : .max
                    let key = min(caseKey, controlKey)
                    let (firstCase, firstControl) = (i, j)
                    while i < cases.count, cases[i] == key { i &+= 1 }
                    while j < controls.count, controls[j] == key { j &+= 1 }
                    body(key, i &- firstCase, j &- firstControl)
                }
            }
        }
    }
}
