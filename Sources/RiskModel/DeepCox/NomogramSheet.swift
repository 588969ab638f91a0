public import Electrocardiogram
public import Foundation

/// A nomogram on paper: A4 landscape, to be used with ruler and pencil.
///
/// SVG and PDF are made of one list of marks and so are the same drawing.
public struct NomogramSheet: Sendable {
    /// The page that every format shows.
    let drawing: Drawing

    /// Lays out the nomogram of a card.
    ///
    /// - Throws: ``RiskModelError/malformedCard(reason:)`` where there is nothing to draw.
    public init(_ card: ModelCard) throws {
        guard let survival = card.survival else {
            throw RiskModelError.malformedCard(reason: "architecture \(card.architecture) has no nomogram")
        }
        drawing = NomogramComposer(card: card, survival: survival, nomogram: try Nomogram(survival)).drawing()
    }

    /// An SVG document, 297 mm × 210 mm, UTF-8, without style sheet, script or reference to anything outside.
    public func svg() -> String { SVGDocument.text(of: drawing) }

    /// A PDF document of one page, 297 mm × 210 mm, without a date of its making.
    ///
    /// - Returns: the bytes of the file.
    /// - Throws: ``SheetError`` when memory does not suffice.
    public func pdf() throws(SheetError) -> Data { try CairoPage.pdf(of: drawing) }
}
