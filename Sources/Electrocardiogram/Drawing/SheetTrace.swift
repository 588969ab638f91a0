/// One lead's line through its samples.
struct SheetTrace {
    /// Several where samples between them are no numbers.
    private(set) var lines: [[Drawing.Point]] = []
    /// Whether samples lie beyond the grid and are drawn on its edge.
    private(set) var leavesGrid = false

    /// A line through the places of samples, whose heights may be any number or none.
    init(samples: Range<Int>, place: (_ sample: Int) -> (x: Int, y: Double)) {
        var line: [Drawing.Point] = []
        for sample in samples {
            let (x, y) = place(sample)
            if y.isFinite {
                line.append(Drawing.Point(x: x, y: onGrid(y)))
            } else {
                close(&line)
            }
        }
        close(&line)
    }

    private mutating func onGrid(_ height: Double) -> Int {
        let held = min(max(height, Double(SheetGeometry.top)), Double(SheetGeometry.bottom))
        if held != height { leavesGrid = true }
        return Int(held.rounded())
    }

    private mutating func close(_ line: inout [Drawing.Point]) {
        defer { line = [] }
        guard let first = line.first else { return }
        // A single point is drawn as a dot.
        lines.append(line.count == 1 ? [first, first] : Self.thinned(line))
    }

    /// Leaves out points where they stand closer than a printer or a screen can part them.
    ///
    /// Of each 0.05 mm the first, the highest, the lowest and the last stay, so nothing that can be seen is lost.
    /// Up to 1250 samples a second at 25 mm/s everything stays.
    private static func thinned(_ line: [Drawing.Point]) -> [Drawing.Point] {
        guard let first = line.first, let last = line.last, last.x - first.x < 2 * (line.count - 1) else { return line }
        return line.chunked { $0.x / 5 == $1.x / 5 }.flatMap { chunk in
            let heights = chunk.indices.sorted { (chunk[$0].y, $0) < (chunk[$1].y, $1) }
            let kept = [chunk.startIndex, heights[0], heights[heights.count - 1], chunk.endIndex - 1]
            return Set(kept).sorted().map { chunk[$0] }
        }
    }
}

extension Array {
    /// The array in pieces, each as long as neighbours belong together.
    fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        guard !isEmpty else { return [] }
        let cuts = indices.dropFirst().filter { !belong(self[$0 - 1], self[$0]) }
        return zip([0] + cuts, cuts + [count]).map { self[$0..<$1] }
    }
}
