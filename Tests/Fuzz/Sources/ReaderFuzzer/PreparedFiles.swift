import Electrocardiogram
import Foundation

/// The three files of a ``PreparedDataSet``, which is read from disk.
enum PreparedFiles {
    private static let names = ["waveforms.npy", "tabular.npy", "metadata.csv"]
    /// One row of half precision, which the inputs need not carry.
    private static var row: Data { Data(count: 2 * PreparedDataSet.sampleCount * PreparedDataSet.leadCount) }

    /// Reads every row of a data set; what is wrong with one, or nil.
    static func fault(in parts: [Data]) throws(RecordingError) -> String? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stratum-fuzz-\(UUID().uuidString)")
        guard parts.count == names.count, write([parts[0] + row] + parts[1...], to: folder) else { return nil }
        defer { try? FileManager.default.removeItem(at: folder) }
        let urls = names.map { folder.appending(path: $0) }
        let set = try PreparedDataSet(waveforms: urls[0], tabular: urls[1], metadata: urls[2], split: "val")
        for index in 0..<set.count {
            let row = try set.row(at: index)
            if row.waveform.count != 30_000 || row.tabular.count != 7 { return "a row has another size" }
            if !(row.waveform + row.tabular).allSatisfy(\.isFinite) { return "a value is no number" }
        }
        return nil
    }

    private static func write(_ files: [Data], to folder: URL) -> Bool {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, file) in zip(names, files) { try file.write(to: folder.appending(path: name)) }
            return true
        } catch {
            return false
        }
    }
}
