import ArgumentParser
import Foundation
import Reporting
import Testing
import Trial
import TrialService
import TrialStore

@testable import stratum

@Suite("The command line")
struct CommandLineTests {
    private static func tree(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(tree)
    }

    @Test("shows help with an example for every command")
    func help() {
        let commands = Self.tree(Stratum.self)
        #expect(commands.count > 20)
        for command in commands {
            let help = Stratum.helpMessage(for: command, columns: 100)
            let examples = help.split(separator: "USAGE: ", maxSplits: 1).first.map(String.init) ?? ""
            #expect(examples.contains("stratum "), "\(command)")
            #expect(!command.configuration.abstract.isEmpty, "\(command)")
        }
    }

    @Test(
        "answers what it does not understand with exit code 64",
        arguments: [
            "nonsense", "contact", "contact nyp", "consent NYP-0042", "withdraw NYP-0042", "draw --seed -1",
            "score --nonsense", "simulate --patients 0 --output x", "simulate --patients 10000000 --output x",
            "simulate --until 0001-01-01 --output x", "simulate --until 2025-02-30 --output x",
            "simulate --site nyp --output x", "simulate",
            "demo --patients 99", "trial init discovery-shd --weights w.safetensors", "account grant alice king",
            "candidates list --state lost", "contact NYP-0042 --at yesterday",
            "echo record NYP-0042 --performed 2025-02-30 lvef_percent=38", "report tier-yield --level 1",
            "report tier-yield --outcome happiness", "report accuracy --cut x",
            "report drift --threshold 1.1", "report drift --digest xyz", "report drift --from 2025",
            "report silent --days 0",
            "report silent --level 1", "echo import routine.csv", "echo import routine.csv --source", "work queue x",
            "model fit other --output m.safetensors",
        ]
    )
    func usage(_ line: String) throws {
        #expect(throws: (any Error).self) {
            do { _ = try Stratum.parseAsRoot(line.split(separator: " ").map(String.init)) } catch {
                #expect(Stratum.exitCode(for: error).rawValue == 64)
                throw error
            }
        }
    }

    @Test("reads subject numbers in any case")
    func subject() throws {
        let command = try #require(
            try Stratum.parseAsRoot(["contact", "nyp-0042", "--declined", "--reason", "no time"]) as? ContactCommand
        )
        #expect(command.subject.rawValue == "NYP-0042")
        #expect(command.declined)
        #expect(command.reason == "no time")
    }

    @Test("lists candidates where no subcommand is named")
    func defaultCommand() throws {
        let command = try Stratum.parseAsRoot(["candidates", "--state", "consented"])
        #expect((command as? CandidatesListCommand)?.state == .consented)
    }

    @Test(
        "refuses an echo's fields before it looks at the database",
        arguments: ["lvef_percent", "nonsense=1", "lvef_percent=many"]
    )
    func echoFields(_ field: String) async throws {
        let command = try Stratum.parseAsRoot(["echo", "record", "NYP-0042", "--performed", "2025-03-09", field])
        let echo = try #require(command as? EchoRecordCommand)
        await #expect(throws: (any Error).self) {
            do { try await echo.run() } catch {
                #expect(error is ValidationError || error is EchoValidation.Faults)
                throw error
            }
        }
    }
}

@Suite("The options of a report")
struct ReportOptionsTests {
    private static let rows = """
        subject_id,echonext_score,shd
        A-0001,0.1,0
        A-0002,0.2,0
        A-0003,0.7,1
        A-0004,0.8,1

        """

    @Test("make tiers from scores at the cut points given")
    func cutPoints() async throws {
        let cut = try await cut(["--cut-points", "echonext=0.3,0.6"])
        #expect(cut.models == ["echonext"])
        #expect(cut.outcomes == [.shd])
    }

    @Test(
        "refuse cut points that are not ascending numbers between 0 and 1",
        arguments: ["echonext", "echonext=", "echonext=0.6,0.3", "echonext=0,1", "echonext=a", "=0.3"]
    )
    func badCutPoints(_ text: String) async {
        await #expect(throws: ReportingError.self) {
            do { _ = try await cut(["--cut-points", text]) } catch {
                #expect(Failure.code(of: error) == 64)
                throw error
            }
        }
    }

    @Test("refuse an outcome and a model that the file does not carry")
    func notCarried() async throws {
        let cut = try await cut(["--cut-points", "echonext=0.3,0.6"])
        #expect(throws: ReportingError.self) {
            try Report.tierYield.emit(of: cut, level: 0.95, outcomes: [.vhd])
        }
        await #expect(throws: ReportingError.self) {
            _ = try await self.cut(["--cut-points", "echonext=0.3", "--enrolling", "other"])
        }
    }

    @Test("refuse a file that is not there with exit code 65")
    func missingFile() async throws {
        let command = try Stratum.parseAsRoot(["report", "tier-yield", "--outcomes", "/nowhere/trial.csv"])
        let report = try #require(command as? TierYieldCommand)
        await #expect(throws: ExitCode(65)) { try await report.run() }
    }

    private func cut(_ options: [String]) async throws -> DataCut {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "trial.csv")
            try file.fill(Self.rows)
            let command = try Stratum.parseAsRoot(["report", "tier-yield", "--outcomes", file.path] + options)
            return try await #require(command as? TierYieldCommand).source.dataCut(for: "test").cut
        }
    }
}
