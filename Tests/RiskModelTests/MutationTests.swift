import Electrocardiogram
import Foundation
import RiskModel
import TestSupport
import Testing

/// Files whose damage is seeded: whatever is read must be usable, and whatever is refused must say why.
@Suite struct MutationTests {
    @Test func `a damaged ECG is refused with its place, or judged and prepared without a crash`() throws {
        // Without checksum and counts of bytes, which would refuse nearly everything at once.
        let original = String(decoding: try MuseXMLWriter.write(Self.recording()), as: UTF8.self)
            .replacing(/<Lead(DataCRC32|ByteCountTotal|SampleCountTotal)>[0-9]+<\/Lead[A-Za-z0-9]+>/, with: "")
        var read = 0
        for bytes in Mutations(of: Array(original.utf8), count: 3_000, seed: 13) {
            do throws(RecordingError) {
                try Self.use(try RecordingReader.read(Data(bytes)))
                read += 1
            } catch {
                #expect(error.place != nil || Self.placeless.contains(error.code), "\(error)")
                #expect(!error.description.contains("\n"))
            }
        }
        #expect(read > 100, "mutations of which none is read test half of the reader")
    }

    /// Of these the whole file is at fault.
    private static let placeless = ["empty", "unknown-format", "part-missing"]

    private static func use(_ recording: Recording) throws(RecordingError) {
        guard QualityGate.reasons(for: recording).isEmpty else { return }
        let prepared = try? EchoNextPreprocessing.prepare(recording)
        #expect(prepared.map { $0.waveform.allSatisfy(\.isFinite) && $0.tabular.allSatisfy(\.isFinite) } ?? true)
    }

    private static func recording() -> Recording {
        let leads = (0..<8).map { lead in (0..<2_500).map { TestRecording.beat(lead, Double($0) / 250) } }
        var recording = TestRecording.make()
        recording.signal = Signal(samplingRate: 250, microvoltsPerCount: 4.88, independent: leads)
        recording.patient.recordNumber = "A1"
        return recording
    }

    @Test func `damaged weights are refused by name, or read as finite numbers`() throws {
        let original = try ResNetWeights(tensors: SmallNetwork.tensors(width: 1, outputs: 1)).safetensors
        // The header is where damage does harm: most wounds lie in its half of the copy.
        let head = Array(original.prefix(12_000))
        for bytes in Mutations(of: head, count: 2_000, seed: 14) {
            let file = Data(bytes) + original.dropFirst(head.count)
            #expect(throws: Never.self) {
                do {
                    let weights = try ResNetWeights(safetensors: file)
                    #expect(weights.tensors.values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
                } catch let error as RiskModelError {
                    #expect(!error.description.isEmpty)
                }
            }
        }
    }

    @Test func `a damaged array is refused, or holds as many numbers as its shape says`() {
        let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }"
        let original = NumPyArrayTests.file(dictionary, payload: NumPyArrayTests.halves)
        for bytes in Mutations(of: Array(original), count: 5_000, seed: 15) {
            #expect(throws: Never.self) {
                do {
                    let array = try NumPyArray(file: Data(bytes))
                    #expect(array.values.count == array.shape.reduce(1, *))
                } catch is RiskModelError {}
            }
        }
    }
}
