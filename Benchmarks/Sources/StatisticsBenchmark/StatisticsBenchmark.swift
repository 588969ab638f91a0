import Foundation
import Measuring

/// Times the statistics; `Benchmarks/statistics` holds the times against those of R and Python.
@main struct StatisticsBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.dropFirst().first) {
        case ("write", let folder?):
            for chapter in Chapter.all { try chapter.write(DataFolder(path: folder)) }
        case ("time", let folder?):
            for chapter in Chapter.all {
                for measurement in try chapter.measurements(DataFolder(path: folder)) { print(measurement.line()) }
            }
        case ("growth", nil):
            for chapter in Chapter.all { printGrowth(chapter.growth()) }
        default:
            print("usage: StatisticsBenchmark write FOLDER | time FOLDER | growth")
            exit(64)
        }
    }

    /// Times at growing sizes; linear growth shows as a steady time a patient.
    private static func printGrowth(_ measurements: [TimedWork]) {
        for (name, sizes) in Dictionary(grouping: measurements, by: \.analysis).sorted(by: { $0.key < $1.key }) {
            for size in sizes.sorted(by: { $0.n < $1.n }) {
                let seconds = size.medianSeconds().seconds
                let each = String(format: "%10.3f ms %8.1f ns a patient", seconds * 1e3, seconds / Double(size.n) * 1e9)
                print(name.padding(toLength: 24, withPad: " ", startingAt: 0), String(format: "%9d", size.n), each)
            }
        }
    }
}
