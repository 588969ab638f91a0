import Electrocardiogram
import Foundation
import RiskModel
import Testing

@testable import stratum

@Suite("What ecg inspect shows")
struct EcgInspectionTests {
    @Test("has the same keys for every file, null where the file says nothing")
    func keys() throws {
        let bare = try object(of: EcgInspection(Self.recording(scale: nil, patient: RecordedPatient())))
        let full = try object(of: EcgInspection(Self.recording()))
        #expect(Set(bare.keys) == Set(full.keys))
        #expect(bare["microvoltsPerCount"] is NSNull)
        #expect(bare["unit"] is NSNull)
        #expect(full["acquiredAt"] as? String == "2024-02-29T07:05:09")
        #expect(full["statements"] as? Int == 1)
        #expect((full["leads"] as? [String])?.count == 12)
        #expect(full["sourceSha256"] as? String == String(repeating: "07", count: 32))
        #expect(full["preprocessed"] == nil)
    }

    @Test("includes the network's input when asked")
    func preprocessed() throws {
        var inspection = EcgInspection(Self.recording())
        inspection.input = try EchoNextPreprocessing.prepare(Self.recording())
        let shown = try object(of: inspection)
        let preprocessed = try #require(shown["preprocessed"] as? [String: Any])
        #expect(preprocessed["shape"] as? [Int] == [2500, 12])
        #expect((preprocessed["sha256"] as? String)?.count == 64)
        #expect((preprocessed["tabular"] as? [Double])?.count == 7)
    }

    @Test("sets the file's measurements beside those of the waveform when asked")
    func waveform() throws {
        var recording = Self.recording()
        recording.signal = Self.spikes
        var inspection = EcgInspection(recording)
        inspection.comparison = MeasurementComparison(recording)
        let shown = try object(of: inspection)["waveform"] as? [String: Any]
        let rows = try #require(shown?["measurements"] as? [String: [String: Any]])
        #expect(rows.count == 6)
        #expect(rows["ventricularRate"]?["file"] as? Double == 72)
        #expect(rows["ventricularRate"]?["waveform"] as? Double == 75)
        #expect(rows["prInterval"]?["file"] is NSNull)
        let line = inspection.text.split(separator: "\n").first { $0.hasPrefix("  Ventricular rate") }
        #expect(line?.split(separator: " ").suffix(3) == ["72", "75", "+3"])
    }

    /// Beats of 40 ms, one every 0.8 s: 75 a minute.
    private static let spikes = Signal(
        samplingRate: 250,
        microvoltsPerCount: 1,
        leads: (1...12).map { (lead: Int) -> [Float] in
            (0..<2500).map { (index: Int) -> Float in
                let distance: Int = abs(index % 200 - 100)
                return Float(lead * 100 * max(0, 5 - distance))
            }
        }
    )

    @Test("never identifies the patient nor repeats a statement")
    func privacy() throws {
        let inspection = EcgInspection(Self.recording())
        for text in [inspection.text, try JSONText.of(inspection)] {
            #expect(!text.contains("SECRET"))
            #expect(!text.contains("1950"))
        }
    }

    @Test("for people aligns the facts, names units, and lists why it cannot be scored")
    func text() {
        let text = EcgInspection(Self.recording(scale: nil)).text
        #expect(text.contains("Ventricular rate  72 /min\n"))
        #expect(text.contains("PR interval       none\n"))
        #expect(text.contains("Amplitude         unit unknown\n"))
        #expect(text.hasSuffix("\nCannot be scored\n  amplitude-unit-unknown: the amplitude unit is unknown"))
    }

    private func object(of inspection: EcgInspection) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: Data(JSONText.of(inspection).utf8))
        return try #require(json as? [String: Any])
    }

    private static func recording(
        scale: Double? = 4.88,
        patient: RecordedPatient = RecordedPatient(
            recordNumber: "SECRET",
            familyName: "SECRET",
            givenName: "SECRET",
            birthDate: CalendarDate(year: 1950, month: 1, day: 2),
            age: 70,
            sex: .female
        )
    ) -> Recording {
        let leads = (0..<12).map { lead in (0..<2500).map { Float(($0 * (lead + 3)) % 41 - 20) } }
        return Recording(
            format: "muse-xml",
            sourceDigest: Data(repeating: 7, count: 32),
            patient: patient,
            acquiredAt: CalendarDate(year: 2024, month: 2, day: 29)
                .flatMap { AcquisitionTime(date: $0, hour: 7, minute: 5, second: 9) },
            signal: Signal(samplingRate: 250, microvoltsPerCount: scale, leads: leads),
            measurements: Measurements(ventricularRate: 72),
            statements: ["SECRET statement"]
        )
    }
}
