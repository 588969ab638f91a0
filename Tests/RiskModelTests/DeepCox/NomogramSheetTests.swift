import Electrocardiogram
import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct NomogramSheetTests {
    @Test(arguments: [
        (0.0, 100.0, 19_000.0, nil as Double?), (0, 1600, 7_042, nil), (-0.8, 1, 19_000, nil), (0, 6, 3_640, 1),
        (0, 24, 4_227, nil), (0.013, 0.0177, 5_000, nil), (0, 3, 300, 1),
    ])
    func `ticks are round, within the range, and labels keep their distance`(
        lower: Double,
        upper: Double,
        length: Double,
        step: Double?
    ) {
        let scale = NomogramScale(
            .init(lower, upper),
            length: length,
            labelDistance: 620,
            tickDistance: 110,
            step: step
        )
        let perUnit = length / (upper - lower)
        let labelled = scale.ticks.filter { $0.label != nil }
        #expect(scale.ticks.allSatisfy { $0.value > lower - 1e-9 && $0.value < upper + 1e-9 })
        for (one, next) in zip(labelled, labelled.dropFirst()) {
            #expect((next.value - one.value) * perUnit >= 619)
        }
        for (one, next) in zip(scale.ticks, scale.ticks.dropFirst()) {
            #expect((next.value - one.value) * perUnit >= 109)
        }
        for tick in labelled {
            let text = tick.label?.replacing("−", with: "-") ?? ""
            #expect(abs((Double(text) ?? .nan) - tick.value) < 1e-9)
        }
    }

    /// What a person would do with a ruler: the mark of a value, read off the scale of points.
    @Test func `marks stand where the formula puts them`() throws {
        let card = DeepCoxSamples.card(try DeepCoxSamples.weights())
        let drawing = try NomogramSheet(card).drawing
        let nomogram = try Nomogram(DeepCoxSamples.survival)
        func lines(_ name: String) -> [[(x: Int, y: Int)]] {
            drawing.marks.flatMap { mark -> [[(x: Int, y: Int)]] in
                guard case .lines(let lines, _, let found) = mark, found == name else { return [] }
                return lines.map { $0.map { ($0.x, $0.y) } }
            }
        }
        let points = lines("row 0")[0].map(\.x)
        let scale = Double(points[1] - points[0]) / 100
        for (place, axis) in nomogram.axes.enumerated() {
            let base = lines("row \(place + 1)")[0].map(\.x)
            #expect(abs(Double(base[1] - base[0]) - axis.largestPoints * scale) <= 1)
            #expect(base[0] == points[0])
        }
        // The cut of the lowest tier on the scale of totals.
        let total = lines("row \(nomogram.axes.count + 1)")[0].map(\.x)
        let cut = nomogram.total(probability: 0.03, at: DeepCoxSamples.survival.baseline[1])
        let largest = (nomogram.largestTotal / 20).rounded(.up) * 20
        let expected = Double(total[0]) + cut * Double(total[1] - total[0]) / largest
        #expect(abs(Double(lines("cut low")[0][0].x) - expected) <= 1)
    }

    @Test func `everything drawn lies on the page`() throws {
        let drawing = try NomogramSheet(DeepCoxSamples.card(DeepCoxSamples.weights())).drawing
        for mark in drawing.marks {
            switch mark {
            case .lines(let lines, _, _):
                #expect(
                    lines.joined().allSatisfy {
                        (0...drawing.width).contains($0.x) && (0...drawing.height).contains($0.y)
                    }
                )
            case .rectangle(let corner, let width, let height, _):
                #expect(corner.x >= 0 && corner.x + width <= drawing.width && corner.y + height <= drawing.height)
            case .text(_, let point, _):
                #expect((0...drawing.width).contains(point.x) && (0...drawing.height).contains(point.y))
            }
        }
    }

    @Test func `it is written in both formats, the same each time`() throws {
        let card = DeepCoxSamples.card(try DeepCoxSamples.weights())
        let sheet = try NomogramSheet(card)
        #expect(sheet.svg().contains("Lactate in blood"))
        #expect(sheet.svg() == (try NomogramSheet(card).svg()))
        #expect(try sheet.pdf().starts(with: Data("%PDF-1.4".utf8)))
        #expect(try sheet.pdf() == NomogramSheet(card).pdf())
        if let folder = ProcessInfo.processInfo.environment["STRATUM_SHEETS"] {
            for card in try DeepCoxModel.shippedCards + [card] {
                let sheet = try NomogramSheet(card)
                try Data(sheet.svg().utf8).write(to: URL(filePath: "\(folder)/\(card.id).svg"))
                try sheet.pdf().write(to: URL(filePath: "\(folder)/\(card.id).pdf"))
            }
        }
    }
}
