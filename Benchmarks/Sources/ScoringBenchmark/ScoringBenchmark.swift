import Foundation
import Measuring

/// Times the way of an ECG from the bytes of its file to the logits of a network; `Benchmarks/scoring` holds the times
/// against those of other programs.
@main struct ScoringBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else { return usage() }
        let files = try MuseFiles(folder: URL(filePath: arguments[2]))
        let work = URL(filePath: arguments[3])
        switch arguments[1] {
        case "write": try NetworkInput(files).write(to: work)
        case "time":
            let network = try TimedNetwork(folder: work)
            let all = try files.measurements() + network.measurements() + [files.bytesToScore(by: network)]
            for work in all { print(work.line()) }
        default: usage()
        }
    }

    private static func usage() {
        print("usage: ScoringBenchmark write|time ECGS WORK: a folder of MUSE XML, and one for what the peers need too")
        exit(64)
    }
}
