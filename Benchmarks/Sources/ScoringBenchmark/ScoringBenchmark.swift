import Foundation
import Measuring

/// Times the way of an ECG from the bytes of its file to a network's input; `Benchmarks/scoring` holds the times
/// against those of Python.
@main struct ScoringBenchmark {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: ScoringBenchmark FOLDER, which holds ECGs as MUSE XML")
            exit(64)
        }
        let files = try MuseFiles(folder: URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory))
        for measurement in try files.measurements() { print(measurement.line()) }
    }
}
