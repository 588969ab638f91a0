import Foundation
import Testing

@testable import Electrocardiogram

@Suite("An SCP-ECG record compressed by beats")
struct SCPBeatTests {
    @Test("has its reference beat added back where it was subtracted", arguments: [2500, 1250, 5000])
    func subtraction(nanovolts: Int) throws {
        let source = SCPBeatRecording(factor: 1, beatNanovolts: nanovolts)
        let recording = try SCPReader.read(source.bytes.data)
        let finest = min(2500, nanovolts)
        #expect(recording.signal.microvoltsPerCount == Double(finest) / 1000)
        for (index, lead) in Signal.independentLeads.enumerated() {
            let expected = source.rhythm(lead: index + 1).map { Float($0 * 2500 / finest) }
            #expect(recording.signal[lead] == expected)
        }
        #expect(recording.remarks.contains { $0.hasPrefix("The reference beat") })
    }

    /// Two zones lie over each other for some samples, of which both beats were subtracted.
    @Test("has beats added back that follow closely")
    func close() throws {
        var source = SCPBeatRecording(factor: 1)
        source.fiducials = [60, 100, 305]
        source.types = [0, 0, 0]
        let recording = try SCPReader.read(source.bytes.data)
        #expect(recording.signal[.v6] == source.rhythm(lead: 8).map { Float($0) })
    }

    /// The middle of a mean's samples carries the mean; what lies in protected areas is the original.
    @Test("has its decimated stretches joined by lines", arguments: [true, false], [2, 4])
    func bimodal(subtracts: Bool, factor: Int) throws {
        let source = SCPBeatRecording(subtracts: subtracts, factor: factor)
        let recording = try SCPReader.read(source.bytes.data)
        #expect(recording.signal.samplingRate == 500)
        #expect(recording.signal.sampleCount == source.count)
        #expect(recording.remarks.contains { $0.contains("one mean of \(factor) samples") })
        for (index, lead) in Signal.independentLeads.enumerated() {
            let original = source.rhythm(lead: index + 1)
            for zone in source.protected {
                for sample in zone { #expect(recording.signal[lead][sample - 1] == Float(original[sample - 1])) }
            }
        }
    }

    @Test("keeps a line and a level, whatever the length of the stretch", arguments: 1...23)
    func line(count: Int) {
        for factor in [2, 4, 5] {
            let zone = count + 1...count + 3
            let decimation = SCPDecimation(factor: factor, protected: [zone], samples: 1...count + 3 + count)
            let means = { (offset: Int) in (0..<count / factor).map { offset + $0 * factor } }
            let rest = { (offset: Int) in (0..<count % factor).map { _ in offset } }
            let stored = means(100) + rest(7) + [1, 2, 3] + means(-50) + rest(9)
            #expect(decimation.storedCount == stored.count)
            let restored = decimation.restored(stored)
            #expect(restored.count == 2 * count + 3)
            #expect(Array(restored[count..<count + 3]) == [1, 2, 3])
            let groups = count / factor
            guard groups > 0 else { continue }
            #expect(restored[factor / 2] == 100)
            for index in factor / 2..<max(factor / 2, groups * factor - factor + factor / 2) {
                #expect(restored[index + 1] - restored[index] == 1 || index + 1 > factor * (groups - 1) + factor / 2)
            }
            #expect(restored[groups * factor - 1] == Float(100 + (groups - 1) * factor))
            #expect(Array(restored[groups * factor..<count]) == rest(7).map { Float($0) })
        }
    }

    @Test("has protected areas clipped to the lead, and none of those stretches lost")
    func clipped() {
        let decimation = SCPDecimation(factor: 4, protected: [1...2, 5...9, 30...40], samples: 5...33)
        // 5–9 kept; 10–29 in five means; 30–33 kept.
        #expect(decimation.storedCount == 14)
        let restored = decimation.restored([1, 2, 3, 4, 5] + [Int](repeating: 6, count: 5) + [7, 8, 9, 10])
        #expect(restored == [1, 2, 3, 4, 5] + [Float](repeating: 6, count: 20) + [7, 8, 9, 10])
    }
}
