/// Where things stand on the sheet, in hundredths of a millimetre.
///
/// The grid begins and ends with a line of 5 mm. In front of each row there is room for the calibration pulse; then
/// come 250 mm of time, ten seconds at 25 mm/s.
struct SheetGeometry {
    static let pageWidth = Int.millimetres(297)
    static let pageHeight = Int.millimetres(210)
    static let left = Int.millimetres(16)
    static let right = Int.millimetres(281)
    static let top = Int.millimetres(28)
    static let bottom = Int.millimetres(198)
    static let pulseLeft = left + .millimetres(3)
    static let traceLeft = left + .millimetres(15)
    static let traceWidth = right - traceLeft

    let rowCount: Int

    /// The distance of two rows, whole millimetres.
    var rowHeight: Int {
        (Self.bottom - Self.top) / .millimetres(1) / rowCount * .millimetres(1)
    }

    /// The height at which a row is 0 mV, on a line of the grid.
    func baseline(ofRow row: Int) -> Int {
        let margin = (Self.bottom - Self.top - rowHeight * rowCount) / 2
        let line = Self.top + margin + rowHeight * row + rowHeight / 2
        return line / .millimetres(1) * .millimetres(1)
    }

    /// How far above its baseline a lead's name stands.
    var nameHeight: Int { min(rowHeight * 3 / 10, .millimetres(12)) }
}
