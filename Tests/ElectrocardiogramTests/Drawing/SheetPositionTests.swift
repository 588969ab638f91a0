import Foundation
import Testing

@testable import Electrocardiogram

/// Positions are reckoned as a reader of the paper does: heights from the foot of the row's calibration pulse.
@Suite("On a sheet")
struct SheetPositionTests {
    @Test(
        "every sample of every lead lies where its microvolts and its time put it",
        arguments: [
            (ECGSheet.Layout.threeByFour, ECGSheet.PaperSpeed.mm25, ECGSheet.Gain.mm10, 500),
            (.threeByFour, .mm50, .mm5, 1000), (.sixByTwo, .mm25, .mm20, 250), (.sixByTwo, .mm50, .mm10, 257),
            (.twelveByOne, .mm25, .mm10, 500), (.twelveByOne, .mm50, .mm5, 240),
        ]
    )
    func positions(
        layout: ECGSheet.Layout,
        speed: ECGSheet.PaperSpeed,
        gain: ECGSheet.Gain,
        rate: Int
    ) throws {
        let recording = SheetFixture.recording(rate: rate)
        let options = ECGSheet.Options(layout: layout, rhythmLeads: [.v1, .ii], speed: speed, gain: gain)
        let page = SVGPage(svg: ECGSheet(recording, options: options).svg())
        let feet = page.lines("calibration").map { $0[0].y }
        #expect(feet.count == layout.rows.count + 2)
        let seconds = 250 / Double(speed.rawValue)
        for (row, leads) in layout.rows.enumerated() {
            let share = seconds / Double(leads.count)
            for (column, lead) in leads.enumerated() {
                let times = (Double(column) * share, Double(column + 1) * share)
                let line = try #require(page.lines("lead \(lead.rawValue)").first)
                try check(line, of: lead, in: recording, foot: feet[row], options, times: times)
            }
        }
        for (index, lead) in [Lead.v1, .ii].enumerated() {
            let line = try #require(page.lines("rhythm \(lead.rawValue)").first)
            let foot = feet[layout.rows.count + index]
            try check(line, of: lead, in: recording, foot: foot, options, times: (0, seconds))
        }
    }

    private func check(
        _ line: [SVGPage.Point],
        of lead: Lead,
        in recording: Recording,
        foot: Double,
        _ options: ECGSheet.Options,
        times: (Double, Double)
    ) throws {
        let rate = recording.signal.samplingRate
        let microvolts = recording.signal[lead].map { Double($0) * 4.88 }
        let samples = microvolts.indices.filter { sample in
            let time = Double(sample) / Double(rate)
            return time >= times.0 - 1e-9 && time < times.1 - 1e-9
        }
        try #require(line.count == samples.count)
        let wrong = zip(samples, line).filter { sample, point in
            let x = 31 + Double(sample) / Double(rate) * Double(options.speed.rawValue)
            let y = foot - microvolts[sample] / 1000 * Double(options.gain.rawValue)
            return abs(point.x - x) > 0.01 || abs(point.y - y) > 0.01
        }
        #expect(wrong.isEmpty, "\(lead): \(wrong.count) of \(samples.count) samples out of place")
    }

    @Test("the calibration pulse is one millivolt high and 200 ms wide", arguments: ECGSheet.Gain.allCases)
    func pulse(gain: ECGSheet.Gain) {
        for speed in ECGSheet.PaperSpeed.allCases {
            let options = ECGSheet.Options(speed: speed, gain: gain)
            let pulses = SVGPage(svg: ECGSheet(SheetFixture.recording(), options: options).svg()).lines("calibration")
            #expect(pulses.count == 4)
            for pulse in pulses {
                #expect(pulse.map(\.y).max() == pulse[0].y)
                #expect(abs(pulse[1].y - pulse[2].y - Double(gain.rawValue)) < 1e-9)
                #expect(abs(pulse[3].x - pulse[2].x - Double(speed.rawValue) / 5) < 1e-9)
            }
        }
    }

    @Test("the grid has a line each millimetre and a bold one each fifth")
    func grid() {
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording()).svg())
        let (fine, bold) = (page.lines("grid of 1 mm"), page.lines("grid of 5 mm"))
        let isUpright = { (line: [SVGPage.Point]) in line[0].x == line[1].x }
        let upright = stride(from: 16.0, through: 281, by: 5)
        let level = stride(from: 28.0, through: 198, by: 5)
        #expect(bold.filter(isUpright).map { $0[0].x } == Array(upright))
        #expect(bold.filter { !isUpright($0) }.map { $0[0].y } == Array(level))
        let fineUpright = fine.filter(isUpright).count
        #expect(fineUpright == 53 * 4)
        #expect(fine.count - fineUpright == 34 * 4)
    }

    @Test("the samples of a real MUSE file lie where its microvolts put them")
    func museFile() throws {
        guard let file = SharedData.bytes("data/ecg/muse/MUSE_example_introecg.xml") else { return }
        let recording = try RecordingReader.read(file)
        let page = SVGPage(svg: ECGSheet(recording).svg())
        let foot = page.lines("calibration")[3][0].y
        let strip = try #require(page.lines("rhythm II").first)
        #expect(strip.count == 5000)
        let worst = zip(recording.signal[.ii], strip).map { abs(foot - Double($0) * 4.88 / 100 - $1.y) }.max()
        #expect(try #require(worst) <= 0.005 + 1e-9)
    }

    @Test("no extreme is lost where samples stand closer than they can be drawn")
    func extremes() throws {
        var lead = [Float](repeating: 0, count: 50_000)
        for sample in stride(from: 1003, to: lead.count, by: 1000) { lead[sample] = sample % 2000 < 1000 ? 1234 : -987 }
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording(all: lead, rate: 5000)).svg())
        let strip = try #require(page.lines("rhythm II").first)
        let foot = page.lines("calibration")[3][0].y
        #expect(strip.count <= 4 * 5000)
        for sample in stride(from: 1003, to: lead.count, by: 1000) {
            let (x, y) = (31 + Double(sample) / 200, foot - Double(lead[sample]) / 100)
            #expect(strip.contains { abs($0.x - x) <= 0.01 && abs($0.y - y) <= 0.01 })
        }
    }
}
