import ArgumentParser
import Foundation
import TrialService
import TrialStore

struct CandidatesFindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Finds your participant with a record number.",
        discussion: """
            The number is asked for, or read from standard input: what stands on a command line, others on the machine \
            can read. Only your own participants are found, and the search is in the audit trail.

              stratum candidates find
              stratum candidates find <number.txt
            """
    )

    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        if isatty(STDIN_FILENO) == 1 { FileHandle.standardError.write(Data("Record number: ".utf8)) }
        let number = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
        guard !number.isEmpty else { throw Failure.refuse("no record number was given", code: Failure.usage) }
        try await acting.withService { service in
            let found = try await service.candidates(of: try await trial.resolve(service), recordNumber: number)
            guard !found.isEmpty else {
                throw Failure.refuse("none of your participants has this record number", code: Failure.badData)
            }
            try CandidateLine.print(found, json: json)
        }
    }
}

struct CandidatesDuplicatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "Lists participants who look like one person.",
        discussion: """
            For data managers: pairs at your sites with the same record number, or the same name and birth date, and \
            what a desk decided. Subject numbers only.

              stratum candidates duplicates
            """
    )

    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            let pairs = try await service.likenesses(of: try await trial.resolve(service)).map(Pair.init)
            if json { return print(try JSONText.of(pairs)) }
            for pair in pairs { print(pair.text) }
            if pairs.isEmpty { Failure.note("no two participants look like one person") }
        }
    }

    private struct Pair: Encodable {
        let subject: String
        let state: String
        let other: String
        let otherState: String
        let agree: [String]
        let decidedBy: String?
        let reason: String?

        init(_ likeness: ConductStore.Likeness) {
            subject = likeness.subject
            state = likeness.state
            other = likeness.other
            otherState = likeness.otherState
            agree = likeness.agree.map { $0.rawValue.replacing("_", with: " ") }
            decidedBy = likeness.decidedBy
            reason = likeness.reason
        }

        var text: String {
            let verdict = decidedBy.map { "two people (\($0): \(reason ?? ""))" } ?? "undecided"
            let same = agree.joined(separator: "; ")
            return "\(subject) (\(state))  \(other) (\(otherState))  same \(same)  \(verdict)"
        }
    }
}
