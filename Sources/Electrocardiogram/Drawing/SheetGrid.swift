/// The millimetre paper.
enum SheetGrid {
    /// Lines every millimetre and, over them, every fifth.
    static func marks() -> [Drawing.Mark] {
        [
            .lines(
                lines(every: .millimetres(1)) { $0 % .millimetres(5) != 0 },
                Drawing.Stroke(width: 8, colour: .fineGrid),
                name: "grid of 1 mm"
            ),
            .lines(
                lines(every: .millimetres(5)) { _ in true },
                Drawing.Stroke(width: 14, colour: .boldGrid),
                name: "grid of 5 mm"
            ),
        ]
    }

    private static func lines(every step: Int, where isWanted: (_ distance: Int) -> Bool) -> [[Drawing.Point]] {
        let (left, right, top, bottom) = (
            SheetGeometry.left, SheetGeometry.right, SheetGeometry.top, SheetGeometry.bottom
        )
        let upright = stride(from: left, through: right, by: step).filter { isWanted($0 - left) }
        let level = stride(from: top, through: bottom, by: step).filter { isWanted($0 - top) }
        return upright.map { [Drawing.Point(x: $0, y: top), Drawing.Point(x: $0, y: bottom)] }
            + level.map { [Drawing.Point(x: left, y: $0), Drawing.Point(x: right, y: $0)] }
    }
}
