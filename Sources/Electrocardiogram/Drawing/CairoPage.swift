import CCairo
package import Foundation

/// Draws on cairo's surfaces: a picture of pixels or a page of a PDF document.
package enum CairoPage {
    /// Opaque, on as many whole pixels as hold the page.
    static func png(of drawing: Drawing, dpi: Int) throws(SheetError) -> Data {
        let scale = Double(dpi) / hundredthsPerInch
        let surface = CairoSurface(
            cairo_image_surface_create(
                CAIRO_FORMAT_RGB24,
                Int32((Double(drawing.width) * scale).rounded(.up)),
                Int32((Double(drawing.height) * scale).rounded(.up))
            )
        )
        try surface.check()
        try paintWhite(surface)
        try draw(drawing, on: surface, scale: scale)
        let sink = ByteSink()
        try check(cairo_surface_write_to_png_stream(surface.pointer, ByteSink.write, sink.closure))
        return PNGResolution.state(dpi: dpi, in: sink.bytes)
    }

    /// One page of exactly the drawing's size.
    package static func pdf(of drawing: Drawing) throws(SheetError) -> Data {
        let scale = 72 / hundredthsPerInch
        let sink = ByteSink()
        let surface = CairoSurface(
            cairo_pdf_surface_create_for_stream(
                ByteSink.write,
                sink.closure,
                Double(drawing.width) * scale,
                Double(drawing.height) * scale
            ),
            writingTo: sink
        )
        try surface.check()
        // Every reader and archive opens 1.4, and from 1.5 on cairo packs what a person may want to look at.
        cairo_pdf_surface_restrict_to_version(surface.pointer, CAIRO_PDF_VERSION_1_4)
        cairo_pdf_surface_set_metadata(surface.pointer, CAIRO_PDF_METADATA_TITLE, drawing.title)
        // The same recording must give the same bytes, whenever it is drawn.
        cairo_pdf_surface_set_metadata(surface.pointer, CAIRO_PDF_METADATA_CREATE_DATE, nil)
        try draw(drawing, on: surface, scale: scale)
        cairo_surface_finish(surface.pointer)
        try surface.check()
        return sink.bytes
    }

    private static let hundredthsPerInch = 2540.0

    /// The rounding up to whole pixels leaves an edge that the drawing does not cover.
    private static func paintWhite(_ surface: borrowing CairoSurface) throws(SheetError) {
        let context = cairo_create(surface.pointer)
        defer { cairo_destroy(context) }
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        try check(cairo_status(context))
    }

    private static func draw(
        _ drawing: Drawing,
        on surface: borrowing CairoSurface,
        scale: Double
    ) throws(SheetError) {
        let pen = CairoPen(surface.pointer, scale: scale)
        for mark in drawing.marks { pen.draw(mark) }
        try check(pen.status)
    }

    fileprivate static func check(_ status: cairo_status_t) throws(SheetError) {
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .drawing(reason: String(cString: cairo_status_to_string(status)))
        }
    }
}

/// A surface that is given back when nobody has it any more.
private struct CairoSurface: ~Copyable {
    /// Never nil: without memory cairo hands out a surface in an error state.
    let pointer: OpaquePointer?
    private let sink: ByteSink?

    /// The sink is what the surface writes to until it is given back.
    init(_ pointer: OpaquePointer?, writingTo sink: ByteSink? = nil) {
        self.pointer = pointer
        self.sink = sink
    }

    deinit { withExtendedLifetime(sink) { cairo_surface_destroy(pointer) } }

    func check() throws(SheetError) { try CairoPage.check(cairo_surface_status(pointer)) }
}

/// Collects what cairo writes.
private final class ByteSink {
    private(set) var bytes = Data()

    /// What cairo hands back to ``write``; valid as long as the sink.
    var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let write: cairo_write_func_t = { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().bytes.append(data, count: Int(length))
        return CAIRO_STATUS_SUCCESS
    }
}
