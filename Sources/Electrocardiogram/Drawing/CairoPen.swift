import CCairo

/// Draws marks through a cairo context, which is given back with the pen.
struct CairoPen: ~Copyable {
    private let context: OpaquePointer?

    /// A pen for a surface on which a hundredth of a millimetre is so many pixels or points.
    init(_ surface: OpaquePointer?, scale: Double) {
        context = cairo_create(surface)
        cairo_scale(context, scale, scale)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        // Letters stand where they stand in the other formats, not on whole pixels.
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_set_font_options(context, options)
    }

    deinit { cairo_destroy(context) }

    /// The first error met, which keeps everything after it from being drawn.
    var status: cairo_status_t { cairo_status(context) }

    func draw(_ mark: Drawing.Mark) {
        switch mark {
        case .lines(let lines, let stroke, _):
            set(stroke.colour)
            cairo_set_line_width(context, Double(stroke.width))
            for line in lines { trace(line) }
            cairo_stroke(context)
        case .rectangle(let corner, let width, let height, let fill):
            set(fill)
            cairo_rectangle(context, Double(corner.x), Double(corner.y), Double(width), Double(height))
            cairo_fill(context)
        case .text(let words, let point, let style):
            write(words, at: point, style)
        }
    }

    private func trace(_ line: [Drawing.Point]) {
        guard let first = line.first else { return }
        cairo_move_to(context, Double(first.x), Double(first.y))
        for point in line.dropFirst() { cairo_line_to(context, Double(point.x), Double(point.y)) }
    }

    private func write(_ words: String, at point: Drawing.Point, _ style: Drawing.TextStyle) {
        set(style.colour)
        let weight = style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
        cairo_select_font_face(context, "sans-serif", CAIRO_FONT_SLANT_NORMAL, weight)
        cairo_set_font_size(context, Double(style.size))
        cairo_move_to(context, Double(point.x) - offset(of: words, style.anchor), Double(point.y))
        cairo_show_text(context, words)
    }

    /// How far left of its point a text begins.
    private func offset(of words: String, _ anchor: Drawing.Anchor) -> Double {
        guard anchor != .start else { return 0 }
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, words, &extents)
        return anchor == .end ? extents.x_advance : extents.x_advance / 2
    }

    private func set(_ colour: Drawing.Colour) {
        cairo_set_source_rgb(
            context,
            Double(colour.rgb >> 16 & 255) / 255,
            Double(colour.rgb >> 8 & 255) / 255,
            Double(colour.rgb & 255) / 255
        )
    }
}
