import Testing

@testable import Electrocardiogram

@Suite("Words on a sheet")
struct SheetTextTests {
    @Test(
        "are numbers with as many decimals as they need, two at most",
        arguments: [
            (72, "72"), (0, "0"), (-0.004, "0"), (421.5, "421.5"), (9.98, "9.98"), (0.05, "0.05"), (-1.25, "-1.25"),
            (1.999, "2"), (1e300, "1e+300"), (.infinity, "inf"), (.nan, "nan"),
        ]
    )
    func numbers(value: Double, text: String) {
        #expect(SheetText.number(value) == text)
    }

    @Test("are one line without characters that have no shape")
    func line() {
        #expect(SheetText.line("a\nb\u{202E}c\u{FFFF}d ", places: 20) == "a b c d")
        #expect(SheetText.line("", places: 20).isEmpty)
        #expect(SheetText.line("abc", places: 3) == "abc")
        #expect(SheetText.line("abcd", places: 3) == "abc…")
    }
}
