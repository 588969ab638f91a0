import Electrocardiogram
import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite("The labels of a nomogram")
struct NomogramLabelsTests {
    /// Digits of DejaVu Sans are 0.64 of the size wide.
    private static let digit = 0.64

    @Test("do not touch on any shipped model's sheet, and every scale has two")
    func shipped() throws {
        for card in try DeepCoxModel.shippedCards {
            let rows = Self.labels(try NomogramSheet(card).drawing)
            #expect(rows.count >= (card.survival?.inputs.count ?? 0) + 3, "\(card.id)")
            for row in rows { #expect(row.count >= 2 && !Self.touch(row), "\(card.id): \(row.map(\.text))") }
        }
    }

    /// From a scale that is as long as the paper to one of a tenth of a millimetre.
    @Test("do not touch however little a term weighs", arguments: [1.0, 0.3, 0.05, 0.01, 0.001])
    func little(weight: Double) throws {
        var card = DeepCoxSamples.card(try DeepCoxSamples.weights())
        for place in (card.survival?.inputs ?? []).indices.dropFirst() {
            card.survival?.inputs[place].coefficient *= weight
        }
        for row in Self.labels(try NomogramSheet(card).drawing) {
            #expect(row.count >= 2 && !Self.touch(row), "\(row.map(\.text))")
        }
    }

    private struct Label {
        let text: String
        let x: Int
        let size: Int
    }

    /// The labels under each scale, from the left.
    private static func labels(_ drawing: Drawing) -> [[Label]] {
        let found = drawing.marks.compactMap { mark -> (y: Int, label: Label)? in
            guard case .text(let text, let point, let style) = mark, style.size == 270 else { return nil }
            return (point.y, Label(text: text, x: point.x, size: style.size))
        }
        return Dictionary(grouping: found, by: \.y).values.map { $0.map(\.label).sorted { $0.x < $1.x } }
    }

    private static func touch(_ row: [Label]) -> Bool {
        zip(row, row.dropFirst()).contains { left, right in
            Double(right.x - left.x) < digit * Double(left.size * (left.text.count + right.text.count)) / 2
        }
    }
}
