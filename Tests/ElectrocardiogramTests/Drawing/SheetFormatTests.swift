import CCairo
import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A sheet's file")
struct SheetFormatTests {
    @Test("is the same bytes for the same recording")
    func deterministic() throws {
        let recording = SheetFixture.recording()
        let (first, second) = (ECGSheet(recording), ECGSheet(recording))
        #expect(first.svg() == second.svg())
        #expect(try first.png() == second.png())
        #expect(try first.pdf() == second.pdf())
        #expect(try first.pdf() == first.pdf())
    }

    @Test("in SVG is A4 landscape in millimetres and tells what it is")
    func svg() throws {
        let svg = ECGSheet(SheetFixture.recording()).svg()
        #expect(svg.contains("width=\"297mm\" height=\"210mm\" viewBox=\"0 0 29700 21000\" role=\"img\""))
        #expect(svg.contains("<desc>Leads by rows: I, aVR, V1, V4; II, aVL, V2, V5; III, aVF, V3, V6. "))
        for foreign in ["<style", "style=", "<script", "href"] { #expect(!svg.contains(foreign)) }
    }

    @Test("in SVG is well-formed")
    func wellFormed() throws {
        var elements = 0
        let sheet = ECGSheet(SheetFixture.recording(), options: ECGSheet.Options(subjectLabel: "<&\">"))
        try XMLScanner.scan(Data(sheet.svg().utf8)) { (event, _) throws(RecordingError) in
            if case .opened = event { elements += 1 }
        }
        #expect(elements > 40)
    }

    @Test("in SVG stays below 400 kB with thirteen strips of ten seconds at 500 samples a second")
    func size() {
        let options = ECGSheet.Options(layout: .twelveByOne, rhythmLeads: [.ii])
        #expect(ECGSheet(SheetFixture.recording(), options: options).svg().utf8.count < 400_000)
    }

    @Test("in PNG has the sheet's pixels and states its resolution", arguments: [50, 150, 300])
    func png(dpi: Int) throws {
        let png = try [UInt8](ECGSheet(SheetFixture.recording(seconds: 2)).png(dpi: dpi))
        let chunks = try PNGChunk.all(in: png)
        #expect(chunks.map(\.name).prefix(2) == ["IHDR", "pHYs"])
        #expect(chunks.last?.name == "IEND")
        let header = try #require(chunks.first)
        #expect(header.number(at: 0) == Int((297 / 25.4 * Double(dpi)).rounded(.up)))
        #expect(header.number(at: 4) == Int((210 / 25.4 * Double(dpi)).rounded(.up)))
        let density = chunks[1]
        #expect(density.content.count == 9)
        #expect(abs(Double(density.number(at: 0)) * 0.0254 - Double(dpi)) < 0.02)
        #expect(density.number(at: 4) == density.number(at: 0))
        #expect(density.content[8] == 1)
    }

    @Test("in PNG is refused where it would be too coarse or too large", arguments: [-1, 0, 49, 601, .max])
    func resolution(dpi: Int) {
        #expect(throws: SheetError.resolution(dpi)) { try ECGSheet(SheetFixture.recording(seconds: 1)).png(dpi: dpi) }
    }

    @Test("in PNG is dark where SVG has a sample and light where it has none")
    func pixels() throws {
        let flat = (0..<5000).map { Float($0 / 500 % 2 == 0 ? 400 : -300) }
        let sheet = ECGSheet(SheetFixture.recording(all: flat))
        // Ten pixels a millimetre.
        let picture = try Picture(png: sheet.png(dpi: 254))
        #expect(picture.width == 2970)
        let strip = try #require(SVGPage(svg: sheet.svg()).lines("rhythm II").first)
        #expect(strip.allSatisfy { picture.brightness(x: $0.x, y: $0.y) < 60 })
        // Half a millimetre off the trace there is only paper and its grid.
        #expect(strip[10..<490].allSatisfy { picture.brightness(x: $0.x, y: $0.y - 0.5) > 120 })
        #expect(strip[10..<490].allSatisfy { picture.brightness(x: $0.x, y: $0.y + 0.5) > 120 })
    }

    @Test("in PDF is one page of A4 landscape, without a date")
    func pdf() throws {
        let bytes = try ECGSheet(SheetFixture.recording()).pdf()
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("%PDF-1.4"))
        let box = try #require(text.firstMatch(of: #/MediaBox \[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]/#))
        #expect(abs(try #require(Double(box.output.1)) - 297 / 25.4 * 72) < 0.001)
        #expect(abs(try #require(Double(box.output.2)) - 210 / 25.4 * 72) < 0.001)
        #expect(text.matches(of: #//Type */Page\b/#).count == 1)
        #expect(!text.contains("CreationDate"))
    }
}

/// A chunk of a PNG file.
private struct PNGChunk {
    struct Broken: Error {}

    let name: String
    let content: [UInt8]

    /// The chunks of a file, each with its check sum reckoned bit by bit.
    static func all(in png: [UInt8]) throws -> [PNGChunk] {
        guard png.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) else { throw Broken() }
        var chunks: [PNGChunk] = []
        var rest = png.dropFirst(8)
        while !rest.isEmpty {
            let length = number(rest)
            guard rest.count >= length + 12 else { throw Broken() }
            let checked = rest.dropFirst(4).prefix(length + 4)
            guard checkSum(checked) == number(rest.dropFirst(length + 8)) else { throw Broken() }
            chunks.append(
                PNGChunk(name: String(decoding: checked.prefix(4), as: UTF8.self), content: Array(checked.dropFirst(4)))
            )
            rest = rest.dropFirst(length + 12)
        }
        return chunks
    }

    func number(at offset: Int) -> Int { Self.number(content[offset...]) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

    /// By division of polynomials, most significant bit first, on bytes mirrored: another way than the product's.
    private static func checkSum(_ bytes: ArraySlice<UInt8>) -> Int {
        func mirrored(_ value: UInt32, bits: Int) -> UInt32 {
            (0..<bits).reduce(0) { $0 << 1 | value >> UInt32($1) & 1 }
        }
        let remainder = bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ mirrored(UInt32(byte), bits: 8) << 24) { crc, _ in
                crc >> 31 == 1 ? crc << 1 ^ 0x04C1_1DB7 : crc << 1
            }
        }
        return Int(~mirrored(remainder, bits: 32))
    }
}

/// A decoded picture.
private struct Picture {
    let width: Int
    private let stride: Int
    private let pixels: [UInt8]

    init(png: Data) throws {
        let file = FileManager.default.temporaryDirectory.appending(component: "sheet-\(UUID().uuidString).png")
        try png.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let surface = cairo_image_surface_create_from_png(file.path)
        defer { cairo_surface_destroy(surface) }
        let data = try #require(cairo_image_surface_get_data(surface))
        width = Int(cairo_image_surface_get_width(surface))
        stride = Int(cairo_image_surface_get_stride(surface))
        pixels = Array(
            UnsafeBufferPointer(start: data, count: stride * Int(cairo_image_surface_get_height(surface)))
        )
    }

    /// The green part, 0 to 255, of the pixel at a place in millimetres, ten pixels each.
    func brightness(x: Double, y: Double) -> UInt8 {
        pixels[Int(y * 10) * stride + min(Int(x * 10), width - 1) * 4 + 1]
    }
}
