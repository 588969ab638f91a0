import Biostatistics
import Testing

@Suite("Numbers as text")
struct DisplayFormatTests {
    @Test(
        "text agrees with decimal rounding half up",
        .enabled(if: ReferenceValues.isPresent, ReferenceValues.absence),
        arguments: try ReferenceValues.cases("display_format")
    )
    func reference(_ reference: ReferenceCase) throws {
        let input = reference.input
        let text =
            switch input["kind"].text {
            case "number":
                DisplayFormat.number(try #require(input["value"].number), decimals: try #require(input["decimals"].int))
            case "pvalue": DisplayFormat.pValue(try #require(input["value"].number))
            case "count_percent":
                DisplayFormat.countPercent(
                    Proportion(events: try #require(input["x"].int), total: try #require(input["n"].int)),
                    decimals: try #require(input["decimals"].int)
                )
            default: ""
            }
        #expect(text == reference.expected["text"].text)
    }

    @Test(
        "half rounds away from zero on the decimal text",
        arguments: [
            (2.5, 0, "3"), (-2.5, 0, "-3"), (0.15, 1, "0.2"), (1.005, 2, "1.01"), (9.995, 2, "10.00"),
            (99.95, 1, "100.0"),
            (0.05, 0, "0"), (0.5, 0, "1"), (1e20, 1, "100000000000000000000.0"), (1.5e-7, 7, "0.0000002"),
            (0.95, 1, "1.0"),
        ] as [(Double, Int, String)]
    )
    func halfAwayFromZero(_ value: Double, _ decimals: Int, _ text: String) {
        #expect(DisplayFormat.number(value, decimals: decimals) == text)
    }

    @Test("nothing prints as minus zero", arguments: [-0.0, -0.04, -1e-300])
    func noMinusZero(_ value: Double) {
        #expect(DisplayFormat.number(value, decimals: 1) == "0.0")
    }

    @Test(
        "percent moves the point in the text, not in the double",
        arguments: [
            (0.2825, "28.3"), (0.0005, "0.1"), (1.0, "100.0"), (0.0, "0.0"), (24.0 / 33, "72.7"), (1e-9, "0.0"),
        ]
    )
    func percent(_ proportion: Double, _ text: String) {
        #expect(DisplayFormat.percent(proportion) == text)
    }

    @Test("what is no finite number has a text of its own")
    func notFinite() {
        #expect(DisplayFormat.number(.nan, decimals: 1) == "NE")
        #expect(DisplayFormat.number(.infinity, decimals: 1) == "∞")
        #expect(DisplayFormat.number(-.infinity, decimals: 1) == "-∞")
        #expect(DisplayFormat.pValue(.nan) == "NE")
    }
}
