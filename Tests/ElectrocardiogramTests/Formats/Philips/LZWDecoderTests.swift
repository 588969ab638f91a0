import Testing

@testable import Electrocardiogram

@Suite("LZW codes of ten bits")
struct LZWDecoderTests {
    @Test(
        "stand for bytes and for strings made before",
        arguments: [
            ([65], "A"), ([65, 66, 256, 258, 1023], "ABABABA"), ([65, 256, 257, 258], "AAAAAAAAAA"),
            ([84, 79, 66, 256, 258], "TOBTOBT"), ([65, 1023, 66], "A"), ([1023], ""), ([], ""),
        ]
    )
    func strings(codes: [Int], expected: String) {
        #expect(decode(codes) == Array(expected.utf8))
    }

    @Test(
        "that no string has are refused",
        arguments: [[256], [1022], [65, 257], [65, 66, 258], [65, 66, 256, 259]]
    )
    func unknown(codes: [Int]) {
        #expect(decode(codes) == nil)
    }

    @Test(
        "give what a textbook encoder was given, also when its table is full",
        arguments: [0, 1, 2, 1023, 1024, 60_000]
    )
    func roundTrip(length: Int) {
        var random = SplitMix(state: UInt64(length))
        let bytes = (0..<length).map { _ in UInt8.random(in: 0...7, using: &random) }
        #expect(decode(XLIWriter.lzw(bytes)) == bytes)
        let flat = [UInt8](repeating: 0, count: length)
        #expect(decode(XLIWriter.lzw(flat)) == flat)
    }

    @Test("never give more than the limit")
    func limit() {
        let codes = XLIWriter.pack([65, 256, 257])
        #expect(LZWDecoder.decode(codes[...], limit: 6)?.count == 6)
        #expect(LZWDecoder.decode(codes[...], limit: 5) == nil)
        #expect(LZWDecoder.decode(codes[...], limit: 0) == nil)
    }

    @Test("of random bits never crash")
    func random() {
        var random = SplitMix(state: 3)
        for _ in 0..<300 {
            let bytes = (0..<400).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect((LZWDecoder.decode(bytes[...], limit: 10_000)?.count ?? 0) <= 10_000)
        }
    }

    private func decode(_ codes: [Int]) -> [UInt8]? {
        LZWDecoder.decode(XLIWriter.pack(codes)[...], limit: 100_000)
    }
}
