public import Foundation

/// A recording on paper: twelve leads on a millimetre grid, A4 landscape, as clinicians read them.
///
/// SVG, PNG and PDF are made of one list of marks and so are the same drawing, whose bytes depend on the recording,
/// the options and, for PNG and PDF, the machine's cairo and fonts. The samples are drawn as stored, unfiltered; each
/// keeps its place to a hundredth of a millimetre. Nothing that identifies the patient is on the sheet unless
/// ``Options/subjectLabel`` puts it there.
///
/// What cannot be drawn as usual is, with a sentence on the sheet that says how: without an amplitude unit, counts are
/// scaled to fit and no calibration pulse is drawn; a lead far off zero is moved onto its line; a trace that would
/// leave the grid stays at its edge; of a longer recording the beginning is drawn.
public struct ECGSheet: Sendable {
    /// Dots per inch that ``png(dpi:)`` accepts.
    public static let resolutions = 50...600

    /// The page that every format shows.
    let drawing: Drawing

    /// Lays out a recording.
    public init(_ recording: Recording, options: Options = Options()) {
        drawing = SheetComposer(recording: recording, options: options).drawing()
    }

    /// An SVG document, 297 mm × 210 mm, UTF-8, without style sheet, script or reference to anything outside.
    public func svg() -> String {
        SVGDocument.text(of: drawing)
    }

    /// A PNG picture of at least the sheet's size, which states its resolution.
    ///
    /// - Parameter dpi: dots per inch, within ``resolutions``; 150 is legible on a screen, 300 prints well.
    /// - Returns: the bytes of the file.
    /// - Throws: ``SheetError`` for another resolution, or when memory does not suffice.
    public func png(dpi: Int = 150) throws(SheetError) -> Data {
        guard Self.resolutions.contains(dpi) else { throw .resolution(dpi) }
        return try CairoPage.png(of: drawing, dpi: dpi)
    }

    /// A PDF document of one page, 297 mm × 210 mm, without a date of its making.
    ///
    /// - Returns: the bytes of the file.
    /// - Throws: ``SheetError`` when memory does not suffice.
    public func pdf() throws(SheetError) -> Data {
        try CairoPage.pdf(of: drawing)
    }
}
