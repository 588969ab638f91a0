import Foundation
import Testing

@testable import Electrocardiogram

/// The oracle is the reader, which is held against tables written by hand elsewhere.
@Suite("A table written here")
struct RecordingCSVWriterTests {
    @Test("is read back to the same recording", arguments: [1, 2499, 5000])
    func roundTrip(length: Int) throws {
        var recording = MuseXMLWriterTests.recording(length: length)
        recording.acquiredAt = recording.acquiredAt.flatMap {
            AcquisitionTime(date: $0.date, hour: 23, minute: 0, second: 1, utcOffsetMinutes: -210)
        }
        recording.window = SignalWindow(firstSample: 7, totalSamples: 9000)
        try expectSame(recording)
    }

    @Test("keeps every sample of any scale, and missing leads", arguments: [nil, 1, 1000, 0.3, 4.88, 1e-6])
    func samples(scale: Double?) throws {
        let values: [Float] = [0.1, -1e-20, 3.4028235e38, 16_777_216, -0.5, 1.0 / 3, 1e9, 123_456_792]
        let leads = [values] + (1..<12).map { $0 == 7 ? values.reversed() : [] }
        let signal = Signal(samplingRate: 257, microvoltsPerCount: scale, leads: leads)
        let recording = Recording(format: "csv", sourceDigest: Data(), signal: signal)
        #expect(try RecordingReader.read(RecordingCSVWriter.write(recording)).signal == signal)
    }

    @Test("of one lead is recognised and read back", arguments: Lead.allCases)
    func oneLead(lead: Lead) throws {
        let signal = Signal(
            samplingRate: 500,
            microvoltsPerCount: 4.88,
            leads: Lead.allCases.map { $0 == lead ? [3, -4, 5] : [] }
        )
        let recording = Recording(format: "csv", sourceDigest: Data(), signal: signal)
        #expect(try RecordingReader.read(RecordingCSVWriter.write(recording)).signal == signal)
    }

    @Test("of one lead may end in empty lines and have none within, where one could be a missing sample")
    func emptyLine() throws {
        let head = "# sampling_rate: 500\n# unit: uV\n\nII\n1\n"
        #expect(try RecordingReader.read(Data((head + "3\n\n\n").utf8)).signal[.ii] == [1, 3])
        #expect { try RecordingReader.read(Data((head + "\n3\n").utf8)) } throws: { error in
            "\(error)".contains("is empty") && "\(error)".contains("line 6")
        }
    }

    @Test("is refused where the format would change a value")
    func refusals() throws {
        let good = MuseXMLWriterTests.recording(length: 3)
        let changes: [(inout Recording) -> Void] = [
            { $0.patient.familyName = "a\nb" }, { $0.patient.familyName = " a" }, { $0.patient.recordNumber = "" },
            { $0.statements = ["a "] },
            { $0.signal = Signal(samplingRate: 500, microvoltsPerCount: .nan, leads: good.signal.leads) },
            {
                $0.signal = Signal(
                    samplingRate: 500,
                    microvoltsPerCount: 1,
                    leads: [[.nan]] + Array(repeating: [], count: 11)
                )
            },
            { $0.signal = Signal(samplingRate: 500, microvoltsPerCount: 1, leads: Array(repeating: [], count: 12)) },
            {
                $0.signal = Signal(
                    samplingRate: 500,
                    microvoltsPerCount: 1,
                    leads: [[1], [1]] + Array(repeating: [], count: 10)
                )
            },
        ]
        for change in changes {
            var recording = good
            change(&recording)
            #expect(throws: RecordingError.self) { try RecordingCSVWriter.write(recording) }
        }
    }

    private func expectSame(_ recording: Recording) throws {
        var read = try RecordingReader.read(try RecordingCSVWriter.write(recording))
        #expect(read.format == "csv")
        read.format = recording.format
        read.sourceDigest = recording.sourceDigest
        #expect(read == recording)
    }
}
