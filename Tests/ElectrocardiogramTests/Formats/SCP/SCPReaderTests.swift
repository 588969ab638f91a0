import Foundation
import Testing

@testable import Electrocardiogram

@Suite("An SCP-ECG record")
struct SCPReaderTests {
    @Test(
        "gives the samples that were encoded, in every encoding",
        arguments: [0, 1, 2],
        [true, false]
    )
    func encodings(order: Int, usesHuffman: Bool) throws {
        var source = SCPRecording(order: order, usesHuffman: usesHuffman)
        source.leads[7] = [0, 1, -8, 9, -128, 127, 128, -129, 32767, -32768, 5] + [Int](repeating: 3, count: 29)
        let recording = try SCPReader.read(source.data)
        #expect(recording.format == "scp-ecg")
        #expect(recording.signal.samplingRate == 500)
        #expect(recording.signal.microvoltsPerCount == 2.5)
        for (lead, samples) in zip(Signal.independentLeads, source.leads) {
            #expect(recording.signal[lead] == samples.map { Float($0) })
        }
        #expect(recording.signal[.avf][7] == Float(source.leads[1][7]) - Float(source.leads[0][7]) / 2)
        #expect(recording.remarks.isEmpty)
    }

    @Test("decodes tables of its own and switches between them, anew in each lead")
    func customTables() throws {
        let recording = try SCPReader.read(SCPRecording.ownTables.data)
        for lead in Signal.independentLeads { #expect(recording.signal[lead] == [2, -4, -3, 7, -300, 2, 2]) }
    }

    @Test("leaves out other leads, ends with the shortest, and says so")
    func leads() throws {
        var source = SCPRecording()
        source.leads.append(source.leads[0])
        var definitions = source.definitions
        definitions[8].number = 9
        definitions[7].last = 39
        var bytes = source.bytes
        bytes.sections[3] = SCPBytes.leads(definitions, flags: 1 << 3)
        let recording = try SCPReader.read(bytes.data)
        #expect(recording.signal.sampleCount == 39)
        #expect(recording.remarks.contains("Left out: leads beyond the standard twelve (1)."))
        #expect(recording.remarks.contains("The leads differ in length; all end with the shortest."))
        #expect(recording.remarks.contains { $0.contains("recorded at once") })
    }

    @Test("has the whole rate of its interval, and no scale without an amplitude unit")
    func rate() throws {
        var source = SCPRecording()
        source.order = 0
        var bytes = source.bytes
        bytes.sections[6] = SCPBytes.samples(source.leads.map { source.encoded($0) }, nanovolts: 0, interval: 3333)
        let recording = try SCPReader.read(bytes.data)
        #expect(recording.signal.samplingRate == 300)
        #expect(recording.signal.microvoltsPerCount == nil)
        #expect(recording.remarks.contains { $0.contains("3333 microseconds") })
        #expect(recording.remarks.contains { $0.contains("not guessed") })
    }

    @Test("ignores what follows the record, and says so")
    func trailing() throws {
        let recording = try SCPReader.read(SCPRecording().data + Data([1, 2, 3]))
        #expect(recording.remarks.contains { $0.contains("goes on after") })
    }
}
