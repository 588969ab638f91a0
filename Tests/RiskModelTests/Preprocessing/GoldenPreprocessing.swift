import Foundation

/// Results of the published EchoNext code for two files, which not every machine has.
struct GoldenPreprocessing: Decodable {
    let waveformDigest: String
    let tabular: [Double]
    let firstOfLeadI: [Double]
    let at1250: [Double]

    enum CodingKeys: String, CodingKey {
        case waveformDigest = "norm_f32le_sha256"
        case tabular
        case firstOfLeadI = "norm_first4_leadI"
        case at1250 = "norm_at_1250"
    }

    /// The expected values of one file and its bytes; nil with a message when they are not there.
    static func load(_ name: String) throws -> (golden: GoldenPreprocessing, file: Data)? {
        let folder =
            ProcessInfo.processInfo.environment["STRATUM_SHARED"]
            ?? FileManager.default.currentDirectoryPath + "/../shared"
        let files = FileManager.default
        guard let json = files.contents(atPath: "\(folder)/data/ecg/golden_preprocess.json"),
            let file = files.contents(atPath: "\(folder)/data/ecg/muse/\(name).xml")
        else {
            print("SKIPPED: no reference data for \(name); set STRATUM_SHARED to the folder that holds it")
            return nil
        }
        let all = try JSONDecoder().decode([String: GoldenPreprocessing].self, from: json)
        return all[name].map { ($0, file) }
    }
}
