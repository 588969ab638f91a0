import Foundation
import RiskModel
import TrialService

/// What became of the files of an import; the counts add up.
struct ImportTally: Encodable, Sendable {
    struct Refusal: Encodable, Sendable {
        let file: String
        let reason: String
        let detail: String
    }

    struct Remark: Encodable, Sendable {
        let file: String
        let remark: String
    }

    let files: Int
    private(set) var imported = 0
    private(set) var alreadyThere = 0
    private(set) var refused: [Refusal] = []
    /// Imported or there already, and not to be scored as they are.
    private(set) var notScorable: [Refusal] = []
    /// Imported or there already, and usable, of which the reader has something to say.
    private(set) var remarked: [Remark] = []

    init(files: Int) { self.files = files }

    var dealtWith: Int { imported + alreadyThere + refused.count }

    mutating func add(_ outcome: TrialService.ImportOutcome, of file: EcgFile) {
        switch outcome {
        case .imported(let kept):
            imported += 1
            doubt(kept, file)
        case .alreadyThere(let kept):
            alreadyThere += 1
            doubt(kept, file)
        case .refused(let reason, let detail):
            refused.append(Refusal(file: file.path, reason: reason, detail: detail))
        }
    }

    private mutating func doubt(_ kept: TrialService.KeptRecording, _ file: EcgFile) {
        if kept.doubts.isEmpty {
            guard !kept.message.isEmpty else { return }
            return remarked.append(Remark(file: file.path, remark: kept.message))
        }
        let reasons = kept.doubts.map(\.rawValue).joined(separator: " ")
        notScorable.append(Refusal(file: file.path, reason: reasons, detail: kept.message))
    }

    /// The counts in one line.
    var counts: String { "\(files) file\(files == 1 ? "" : "s"): \(outcomes)" }

    /// The counts of each outcome, which add up to the number of files.
    var outcomes: String {
        let left = files - dealtWith
        return "\(imported) imported, \(alreadyThere) already there, \(refused.count) refused" + Self.listed(refused)
            + (left > 0 ? ", \(left) not reached" : "")
    }

    /// The counts, and a line for each file that somebody must look at.
    var text: String {
        ([counts] + Self.lines("refused", refused) + Self.lines("cannot be scored", notScorable) + remarks)
            .joined(separator: "\n")
    }

    /// The first of them: a folder of thousands may have one for every file, and a report has them all.
    private var remarks: [String] {
        let shown = remarked.sorted { $0.file < $1.file }.prefix(Self.remarksShown)
        let rest = remarked.count - shown.count
        return shown.map { "  remark: \($0.file): \($0.remark)".printable }
            + (rest > 0 ? ["  \(rest) more with remarks; --report FILE.csv has a line for every file"] : [])
    }

    private static let remarksShown = 20

    private static func lines(_ title: String, _ files: [Refusal]) -> [String] {
        files.sorted { $0.file < $1.file }.map { "  \(title): \($0.file): \($0.reason): \($0.detail)".printable }
    }

    /// Such as ` (broken-xml 2, too-large 1)`.
    private static func listed(_ files: [Refusal]) -> String {
        let reasons = reasons(of: files).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))"
    }

    private static func reasons(of files: [Refusal]) -> [String: Int] {
        Dictionary(files.map { ($0.reason, 1) }, uniquingKeysWith: +)
    }

    private enum Key: String, CodingKey {
        case files, imported, alreadyThere, refused, refusedByReason, notReached, notScorable, remarked
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(files, forKey: .files)
        try object.encode(imported, forKey: .imported)
        try object.encode(alreadyThere, forKey: .alreadyThere)
        try object.encode(refused.sorted { $0.file < $1.file }, forKey: .refused)
        try object.encode(Self.reasons(of: refused), forKey: .refusedByReason)
        try object.encode(files - dealtWith, forKey: .notReached)
        try object.encode(notScorable.sorted { $0.file < $1.file }, forKey: .notScorable)
        try object.encode(remarked.sorted { $0.file < $1.file }, forKey: .remarked)
    }
}
