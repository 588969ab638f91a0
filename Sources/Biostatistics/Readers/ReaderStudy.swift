/// Readings of cases by several readers in two arms, such as without and with the help of a model.
///
/// Not every reader need have read every case. Readers and cases are kept in the order of their names, so that nothing
/// depends on the order of the readings.
public struct ReaderStudy: Sendable, Equatable {
    /// The two ways of reading; differences are second minus first.
    public enum Arm: Int, Sendable, CaseIterable {
        /// The arm held against, such as reading alone.
        case first
        /// The arm of interest, such as reading with help.
        case second
    }

    /// One reader's call on one case in one arm.
    public struct Reading: Sendable, Equatable {
        /// Name of the reader.
        public let reader: String
        /// Name of the case.
        public let caseName: String
        /// How the case was read.
        public let arm: Arm
        /// Whether the reader called it diseased.
        public let call: Bool
        /// Whether it is.
        public let truth: Bool

        /// One row of a reader study.
        public init(reader: String, caseName: String, arm: Arm, call: Bool, truth: Bool) {
            self.reader = reader
            self.caseName = caseName
            self.arm = arm
            self.call = call
            self.truth = truth
        }
    }

    /// What share of the calls is right, and among which cases.
    public enum Measure: String, Sendable, CaseIterable {
        /// Right calls among all.
        case accuracy
        /// Right calls among the diseased.
        case sensitivity
        /// Right calls among the healthy.
        case specificity

        /// Whether cases of this truth count.
        func covers(_ truth: Bool) -> Bool {
            switch self {
            case .accuracy: true
            case .sensitivity: truth
            case .specificity: !truth
            }
        }
    }

    /// Readings that contradict each other; the index is that of the later one, from 0.
    public enum Contradiction: Error, Sendable, Equatable {
        /// The reader has read the case in this arm before.
        case repeatedReading(index: Int)
        /// The truth of the case was another before.
        case changedTruth(index: Int)
    }

    /// A right or wrong call on the case of that place.
    struct Call: Sendable, Equatable {
        let place: Int
        let isRight: Bool
    }

    /// Names, ascending.
    public let readers: [String]
    /// Names, ascending.
    public let cases: [String]
    /// Whether each case is diseased.
    let truths: [Bool]
    /// The calls of each reader in each arm, cases ascending.
    private let calls: [[[Call]]]

    /// Throws ``Contradiction`` where a reader read a case twice in an arm or a case changes its truth.
    public init(_ readings: [Reading]) throws(Contradiction) {
        let readers = Set(readings.map(\.reader)).sorted()
        let cases = Set(readings.map(\.caseName)).sorted()
        let readerPlaces = Dictionary(uniqueKeysWithValues: zip(readers, 0...))
        let casePlaces = Dictionary(uniqueKeysWithValues: zip(cases, 0...))
        var truths = [Bool?](repeating: nil, count: cases.count)
        // By place, because a reader in blocks has read few of the cases.
        var marks = [[[Int: Bool]]](
            repeating: Array(repeating: [:], count: Arm.allCases.count),
            count: readers.count
        )
        for (index, reading) in readings.enumerated() {
            guard let reader = readerPlaces[reading.reader], let place = casePlaces[reading.caseName] else { continue }
            let arm = reading.arm.rawValue
            guard marks[reader][arm][place] == nil else { throw .repeatedReading(index: index) }
            guard truths[place] ?? reading.truth == reading.truth else { throw .changedTruth(index: index) }
            truths[place] = reading.truth
            marks[reader][arm][place] = reading.call == reading.truth
        }
        self.readers = readers
        self.cases = cases
        self.truths = truths.map { $0 ?? false }
        calls = marks.map { arms in
            arms.map { marks in
                marks.sorted { $0.key < $1.key }.map { Call(place: $0.key, isRight: $0.value) }
            }
        }
    }

    /// How many readings.
    public var readingCount: Int { calls.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }
    /// How many diseased cases.
    public var diseasedCount: Int { truths.count(where: \.self) }
    /// Whether every reader read every case in both arms.
    public var isFullyCrossed: Bool { calls.allSatisfy { $0.allSatisfy { $0.count == cases.count } } }

    func calls(of reader: Int, in arm: Arm) -> [Call] { calls[reader][arm.rawValue] }
}
