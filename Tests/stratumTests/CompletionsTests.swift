import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import stratum

@Suite("Completions")
struct CompletionsTests {
    @Test("for bash parse, and offer subcommands, options and what is inside the program")
    func bash() async throws {
        #expect(try await offers("stratum clu") == ["cluster"])
        #expect(Set(try await offers("stratum cluster ")).isSuperset(of: ["status", "stop", "backup", "restore"]))
        #expect(try await offers("stratum cluster stop --fo") == ["--force"])
        #expect(try await offers("stratum trial init disc").contains("discovery-shd"))
        #expect(try await offers("stratum score --model shd").contains("shd-simulated"))
        #expect(try await offers("stratum account grant alice coord") == ["coordinator"])
    }

    @Test("are there for every shell", arguments: CompletionsCommand.Shell.allCases)
    func shells(_ shell: CompletionsCommand.Shell) throws {
        let script = Stratum.completionScript(for: shell.kind)
        for word in ["ecg", "report", "cluster", "doctor", "completions"] { #expect(script.contains(word)) }
        let command = try #require(try Stratum.parseAsRoot(["completions", shell.rawValue]) as? CompletionsCommand)
        #expect(command.shell == shell)
    }

    /// What bash itself would offer at the end of a line.
    private func offers(_ line: String) async throws -> [String] {
        let script = """
            set -e
            \(Stratum.completionScript(for: .bash))
            COMP_LINE='\(line)'
            COMP_POINT=${#COMP_LINE}
            COMP_WORDS=(\(line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }.joined(separator: " ")))
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            set +e
            _stratum stratum "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" >/dev/null 2>&1
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try await TemporaryFolder.with { folder in
            let said = folder.appending(path: "said")
            try Data().write(to: said)
            let bash = try ChildProcess(["/bin/bash", "--norc", "-c", script], output: FileHandle(forWritingTo: said))
            _ = await bash.end()
            return try String(contentsOf: said, encoding: .utf8).split(separator: "\n")
                .map { $0.trimmingCharacters(in: .whitespaces) }.sorted()
        }
    }
}
