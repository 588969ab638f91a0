import Crypto
import Foundation
import Testing

@testable import Electrocardiogram

/// Files of other people's making, where they are at hand.
@Suite("A real MUSE file")
struct RealFileTests {
    /// Oracle: the published EchoNext code's reading of the same files.
    @Test("gives the samples the published code reads", arguments: ["MUSE_example_introecg", "synthetic_muse"])
    func golden(name: String) throws {
        struct Golden: Decodable {
            let rawFirst: [String: [Float]]
            let rawSum: [Double]

            enum CodingKeys: String, CodingKey {
                case rawFirst = "raw_first8"
                case rawSum = "raw_sum"
            }
        }
        guard let json = SharedData.bytes("data/ecg/golden_preprocess.json"),
            let file = SharedData.bytes("data/ecg/muse/\(name).xml")
        else { return }
        let golden = try #require(JSONDecoder().decode([String: Golden].self, from: json)[name])
        let recording = try RecordingReader.read(file)
        let signal = recording.signal
        #expect(signal.samplingRate == 500)
        #expect(signal.microvoltsPerCount == 4.88)
        for lead in Lead.allCases {
            // The reference keeps every second sample.
            #expect((0..<8).map { signal[lead][$0 * 2] } == golden.rawFirst[lead.rawValue])
        }
        let sums = signal.leads.map { lead in
            stride(from: 0, to: lead.count, by: 2).reduce(0.0) { $0 + Double(lead[$1]) }
        }
        #expect(sums == golden.rawSum)
    }

    @Test("gives patient, statements and measurements, and what it could not use")
    func introduction() throws {
        guard let file = SharedData.bytes("data/ecg/muse/MUSE_example_introecg.xml") else { return }
        let recording = try RecordingReader.read(file)
        #expect(recording.patient.age == 50)
        #expect(recording.patient.sex == .male)
        #expect(recording.acquiredAt == nil)
        #expect(recording.remarks == ["AcquisitionDate is no date (MM-DD-YYYY) and counts as missing."])
        #expect(recording.device == "MAC55")
        #expect(recording.measurements.prInterval == 330)
        #expect(
            recording.statements.prefix(2) == [
                "Sinus bradycardia with sinus arrhythmia with 1st degree A-V block", "Otherwise normal ECG",
            ]
        )
    }

    /// Oracle: the same ECG's WFDB header (1000 counts a millivolt, first samples in microvolts).
    @Test("with a scale and a baseline of its own in each lead gives microvolts")
    func scales() throws {
        guard let file = SharedData.bytes("data/ecg/muse_like_cpsc/A0001.xml") else { return }
        let recording = try RecordingReader.read(file)
        #expect(recording.signal.microvoltsPerCount == 1)
        #expect(recording.signal.sampleCount == 7500)
        let first: [Float] = [28, 7, -21, -17, 24, -7, -290, -204, -96, -112, -596, -16]
        for (lead, expected) in zip(recording.signal.leads, first) { #expect(abs(lead[0] - expected) < 0.1) }
    }

    /// Oracle: ElementTree, base64 and struct of Python 3.11, with NumPy 2 for the arithmetic of converted leads.
    ///
    /// The digests are of all samples as little-endian float32, lead by lead in the order of `Lead.allCases`.
    @Test(
        "gives every sample that an independent reader gives",
        arguments: [
            ("muse/MUSE_example_introecg", "cb64084af181761520c3997a863ef80a1326b8c38fe6fd4568381d021c6f040d"),
            ("muse/synthetic_muse", "49e9f9b488975564210167076e4d7d838eea20b315dd098d28479e5bbba7b9bd"),
            ("muse_like_cpsc/A0001", "67a6f0d8df9ffef6df178635e0ce39df8fb909e88a55fb14bdfcea58ae02da70"),
            ("muse_like_cpsc/A0003", "fc4bbd06b8aca82fc556a061bbd58e93de5041fe8318a855e58ff7fab4199352"),
        ]
    )
    func everySample(path: String, digest: String) throws {
        guard let file = SharedData.bytes("data/ecg/\(path).xml") else { return }
        let samples = try RecordingReader.read(file).signal.leads.joined().map { $0.bitPattern.littleEndian }
        let hash = SHA256.hash(data: samples.withUnsafeBytes { Data($0) })
        #expect(hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == digest)
    }

    @Test(
        "of another format is told by its content",
        arguments: [
            ("aecg/minimum_aecg_FDA.xml", RecordingFormat.annotatedECG),
            ("aecg/Example_aECG_FDA_hl7schema.xml", .annotatedECG),
            ("philips/129DYPRG.XML", .philipsXML), ("dicom/anonymous_ecg.dcm", .dicom),
            ("scp/example_scpinfo.scp", .scp),
            ("muse/synthetic_muse.xml", .museXML),
        ]
    )
    func formats(path: String, format: RecordingFormat) {
        guard let file = SharedData.bytes("data/ecg/\(path)") else { return }
        #expect(RecordingFormat.detect(file) == format)
    }
}
