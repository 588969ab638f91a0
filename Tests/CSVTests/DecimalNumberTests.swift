import Testing

@testable import CSV

@Suite struct DecimalNumberTests {
    private static func read(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalNumber.double($0) }
    }

    /// Oracle: the standard library, which reads every double to the nearest.
    @Test func `numbers are read to the last bit`() {
        var state: UInt64 = 1
        for step in 0..<200_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let bits = state ^ state >> 29
            let value = step % 2 == 0 ? Double(bitPattern: bits) : Double(Int64(bitPattern: bits) >> 30) / 1e6
            guard value.isFinite else { continue }
            #expect(Self.read(value.description) == value)
        }
    }

    @Test(arguments: [
        "0", "-0", "1", "00012.50", ".5", "5.", "+3", "1e5", "1E-5", "1e+22", "123456789012345678901234567890",
        "0.000000000000000000000000000001", "9007199254740993", "1e-400", "4.9e-324", "1.7976931348623157e308",
        "2.2250738585072011e-308", "0.1", "123456789.123456789",
    ])
    func `spellings are read as the standard library reads them`(text: String) throws {
        #expect(Self.read(text) == Double(text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text))
        #expect(Self.read(" \(text)\t") == Self.read(text))
    }

    @Test func `a negative zero keeps its sign`() { #expect(Self.read("-0.0")?.sign == .minus) }

    @Test(arguments: [
        "", " ", ".", "-", "+.", "e5", "1e", "1e+", "1e1234567", "1e5x", "1,5", "1 2", "nan", "inf", "0x10", "1.2.3",
        "--1",
        "1e400", "٣", "1_000",
    ])
    func `what is no number is none`(text: String) {
        #expect(Self.read(text) == nil)
    }
}
