import Electrocardiogram
import Foundation
import RiskModel
import Testing

@testable import TrialService
@testable import stratum

@Suite("The account of an import")
struct ImportTallyTests {
    @Test("names every reason against scoring, and passes on what the reader remarks")
    func reasons() throws {
        var tally = ImportTally(files: 3)
        let unusable = Self.recording(samples: 0, remarks: ["The table lacks V1."])
        tally.add(.imported(TrialService.KeptRecording(unusable)), of: EcgFile(path: "a.csv", fault: nil))
        tally.add(
            .imported(TrialService.KeptRecording(Self.recording(remarks: ["No age."]))),
            of: EcgFile(path: "b.csv", fault: nil)
        )
        tally.add(.alreadyThere(TrialService.KeptRecording(Self.recording())), of: EcgFile(path: "c.csv", fault: nil))

        let doubts = TrialService.KeptRecording(unusable).doubts
        try #require(doubts.count > 1)
        for doubt in doubts { #expect(tally.text.contains(doubt.rawValue)) }
        #expect(tally.text.contains("remark: b.csv: No age."))
        #expect(!tally.text.contains("c.csv"))

        let json = try JSONText.of(tally)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let remarked = try #require(object["remarked"] as? [[String: String]])
        #expect(remarked == [["file": "b.csv", "remark": "No age."]])
    }

    @Test("shows twenty remarks and says where the others are")
    func many() {
        var tally = ImportTally(files: 25)
        for number in 10..<35 {
            let kept = TrialService.KeptRecording(Self.recording(remarks: ["No age."]))
            tally.add(.imported(kept), of: EcgFile(path: "\(number).csv", fault: nil))
        }
        let lines = tally.text.split(separator: "\n")
        #expect(lines.count { $0.contains("No age.") } == 20)
        #expect(lines.last?.contains("5 more") == true && lines.last?.contains("--report") == true)
    }

    /// Ten seconds that differ from lead to lead, of a patient with an age.
    private static func recording(samples: Int = 5000, remarks: [String] = []) -> Recording {
        let leads = (0..<12).map { lead in
            (0..<samples).map { sample -> Float in Float(sample * (lead + 3) % 41 - 20) * 10 }
        }
        return Recording(
            format: "csv",
            sourceDigest: Data(repeating: 7, count: 32),
            patient: RecordedPatient(recordNumber: "1", age: 60, sex: .female),
            signal: Signal(samplingRate: 500, microvoltsPerCount: samples > 0 ? 1 : nil, leads: leads),
            measurements: Measurements(ventricularRate: 72),
            remarks: remarks
        )
    }
}
