"""The reliability curve as SVG."""

SIZE, MARGIN = 360, 48


def reliability(groups):
    """Share found over mean predicted risk of each group, with intervals; on the diagonal both are the same."""
    def x(value):
        return MARGIN + value * SIZE

    def y(value):
        return 16 + (1 - value) * SIZE

    width, height = SIZE + MARGIN + 16, SIZE + MARGIN + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="12" fill="#222">',
        '<title>Predicted risk of structural heart disease and share found, by decile</title>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        parts += [
            f'<path d="M{x(tick):.1f} {y(0):.1f}V{y(1):.1f}M{x(0):.1f} {y(tick):.1f}H{x(1):.1f}" stroke="#ddd"/>',
            f'<text x="{x(tick):.1f}" y="{y(0) + 16:.1f}" text-anchor="middle">{tick:g}</text>',
            f'<text x="{x(0) - 6:.1f}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>',
        ]
    parts += [
        f'<path d="M{x(0):.1f} {y(0):.1f}L{x(1):.1f} {y(1):.1f}" stroke="#888" stroke-dasharray="4 4"/>',
        f'<text x="{x(0.5):.1f}" y="{y(0) + 36:.1f}" text-anchor="middle">Predicted risk</text>',
        f'<text transform="translate(14 {y(0.5):.1f}) rotate(-90)" text-anchor="middle">Share found</text>',
    ]
    for _, predicted, found, lower, upper in groups:
        parts += [
            f'<path d="M{x(predicted):.1f} {y(lower):.1f}V{y(upper):.1f}" stroke="#1f5fa8" stroke-width="1.5"/>',
            f'<circle cx="{x(predicted):.1f}" cy="{y(found):.1f}" r="3.5" fill="#1f5fa8"/>',
        ]
    return "\n".join(parts + ["</svg>"]) + "\n"
