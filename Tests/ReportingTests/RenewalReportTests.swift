import Biostatistics
import Testing

@testable import Reporting

@Suite("A renewal, as it is printed and drawn")
struct RenewalReportTests {
    private static func side(_ shift: Double) throws -> RenewalReport.Side {
        let risks = (0..<100).map { (Double($0) + 0.5) / 100 }
        let scored = ScoredOutcomes(
            probabilities: risks.map { min(1, $0 + shift) },
            outcomes: (0..<100).map { $0 * 7 % 100 < $0 }
        )
        return .init(figures: scored.calibrationFigures(), groups: try scored.reliability().get())
    }

    private static func report() throws -> RenewalReport {
        RenewalReport(
            parent: "old",
            model: "old-2",
            facts: ["Method: recalibration", "Recordings: 100 made up"],
            rows: [
                .init(
                    label: "shd",
                    title: "Structural heart disease <a>",
                    recordings: 100,
                    events: 49,
                    change: "New logit = 0.1 + 0.9 · old logit",
                    before: try side(0.2),
                    after: try side(0)
                )
            ],
            unchanged: [("pasp_gte_45", "12 patients with the condition, fewer than 20")],
            remarks: ["Left out: 3 lead-flat"]
        )
    }

    @Test("prints before beside after, what stayed and what was left out, in 100 columns")
    func text() throws {
        let report = try Self.report()
        let text = RenewalText.text(report, coloured: false)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(text.contains("pasp_gte_45: 12 patients with the condition, fewer than 20"))
        #expect(text.contains("Left out: 3 lead-flat"))
        let slope = try #require(lines.first { $0.contains("Slope") })
        for side in [report.rows[0].before, report.rows[0].after] {
            #expect(slope.contains(DisplayFormat.number(try #require(side.figures.slope.point), decimals: 3)))
        }
    }

    /// Oracle: the axes by hand, 272 units for 0 to 100 % from the foot at 58 + 384, the right panel 360 further.
    @Test("draws a dot and its interval where prediction and outcome put them, before on the left")
    func figure() throws {
        let report = try Self.report()
        let svg = ReliabilityFigure(report).svg
        #expect(svg.hasPrefix("<svg") && svg.contains("<style>") && svg.hasSuffix("</svg>\n"))
        // Ten groups after, and nine before, where a fifth of the risks are 1 and fill two tenths.
        #expect(svg.split(separator: "class=\"solid\"").count - 1 == 19)
        for (offset, side) in [(0.0, report.rows[0].before), (360, report.rows[0].after)] {
            let group = side.groups[3]
            let x = DisplayFormat.number(offset + 52 + 272 * group.predicted, decimals: 1)
            let y = DisplayFormat.number(442 - 272 * (try #require(group.observed.point)), decimals: 1)
            let dot = [("cx", x), ("cy", y)].map { name, value in
                "\(name)=\"\(value.hasSuffix(".0") ? String(value.dropLast(2)) : value)\""
            }
            #expect(svg.contains("<circle \(dot[0]) \(dot[1]) r=\"4\" class=\"solid\"/>"))
        }
        #expect(svg.contains("Structural heart disease &lt;a&gt;") && !svg.contains("<a>"))
    }
}
