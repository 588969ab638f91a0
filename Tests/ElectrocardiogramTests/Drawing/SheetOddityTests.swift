import Foundation
import Testing

@testable import Electrocardiogram

/// What no ECG should hold, but a `Recording` can.
@Suite("A sheet of odd values")
struct SheetOddityTests {
    private static let spikes = (0..<5000).map { Float($0 % 100 == 0 ? 1e30 : -3) }
    private static let oddities: [Recording] = [
        SheetFixture.recording(all: []),
        SheetFixture.recording(all: [7]),
        SheetFixture.recording(all: [1, 2], rate: 0),
        SheetFixture.recording(all: [1, 2], rate: -5),
        SheetFixture.recording(all: [1, 2, 3], rate: .max),
        SheetFixture.recording(all: [Float](repeating: .nan, count: 5000)),
        SheetFixture.recording(all: [Float](repeating: .infinity, count: 5000), microvoltsPerCount: nil),
        SheetFixture.recording(all: spikes),
        SheetFixture.recording(all: spikes, microvoltsPerCount: nil),
        SheetFixture.recording(all: [Float](repeating: .greatestFiniteMagnitude, count: 9), microvoltsPerCount: 1e300),
        SheetFixture.recording(all: [0, .leastNonzeroMagnitude], microvoltsPerCount: nil),
        SheetFixture.recording(all: [0, 1], microvoltsPerCount: 0),
        SheetFixture.recording(all: [0, 1], microvoltsPerCount: .nan),
    ]

    @Test(
        "is drawn in every format, with every mark on the page",
        arguments: oddities.indices,
        ECGSheet.Layout.allCases
    )
    func drawn(index: Int, layout: ECGSheet.Layout) throws {
        for gain in ECGSheet.Gain.allCases {
            let options = ECGSheet.Options(layout: layout, rhythmLeads: Lead.allCases, gain: gain)
            let sheet = ECGSheet(Self.oddities[index], options: options)
            for mark in sheet.drawing.marks { #expect(isOnPage(mark)) }
        }
        let sheet = ECGSheet(Self.oddities[index], options: ECGSheet.Options(layout: layout))
        #expect(sheet.svg().hasSuffix("</svg>\n"))
        #expect(try !sheet.png(dpi: 50).isEmpty)
        #expect(try !sheet.pdf().isEmpty)
    }

    private func isOnPage(_ mark: Drawing.Mark) -> Bool {
        let points =
            switch mark {
            case .lines(let lines, _, _): lines.flatMap { $0 }
            case .rectangle(let corner, let width, let height, _):
                [corner, Drawing.Point(x: corner.x + width, y: corner.y + height)]
            case .text(_, let point, _): [point]
            }
        return points.allSatisfy { (0...29_700).contains($0.x) && (0...21_000).contains($0.y) }
    }

    @Test("breaks the trace where a sample is no number")
    func gap() {
        var lead = [Float](repeating: 10, count: 5000)
        lead[1000] = .nan
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording(all: lead)).svg())
        #expect(page.lines("rhythm II").map(\.count) == [1000, 3999])
    }

    @Test("holds a trace at the edge of the grid, and names the lead")
    func held() {
        var leads = SheetFixture.recording(microvoltsPerCount: 1).signal.leads
        leads[7][3000] = 90_000
        leads[1][100] = -90_000
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording(leads)).svg())
        #expect(
            page.texts.contains { $0.hasPrefix("Held at the edge of the paper: II, V2. The stored limb leads do not") }
        )
        #expect(page.lines("lead V2")[0].map(\.y).min() == 28)
        #expect(page.lines("lead II")[0].map(\.y).max() == 198)
    }

    @Test("says that without a sampling rate there is no trace")
    func noRate() {
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording(all: [1, 2], rate: 0)).svg())
        #expect(page.texts.contains("Sampling rate unknown: no trace is drawn."))
        #expect(page.lines("lead I").isEmpty)
    }
}
