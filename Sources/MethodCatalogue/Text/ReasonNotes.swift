/// Long reasons that stand at many places, printed once below the result: `NE [a]`.
struct ReasonNotes {
    private static let longest = 32
    private static let often = 3

    private let marks: [String: String]
    private let order: [String]

    init(of result: MethodResult) {
        var counts: [String: Int] = [:]
        var seen: [String] = []
        for reason in result.allReasons {
            if counts[reason] == nil { seen.append(reason) }
            counts[reason, default: 0] += 1
        }
        let kept = seen.filter { $0.count > Self.longest && counts[$0, default: 0] >= Self.often }
        let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
        order = Array(kept.prefix(letters.count))
        marks = Dictionary(uniqueKeysWithValues: zip(order, letters.map { "[\($0)]" }))
    }

    /// What stands for a reason that is explained below; nil for one that stands where it belongs.
    func mark(of reason: String) -> String? { marks[reason] }

    /// The explanations.
    var lines: [String] { order.isEmpty ? [] : [""] + order.map { "\(marks[$0] ?? "") \($0)" } }
}

extension MethodResult {
    /// Why each value that is not estimable is not, from the first to the last.
    fileprivate var allReasons: [String] {
        switch self {
        case .notEstimable(let reason): [reason]
        case .list(let elements): elements.flatMap(\.allReasons)
        case .record(let members): members.flatMap(\.value.allReasons)
        default: []
        }
    }
}
