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
    /// Millimetres a millivolt.
    let gain: Int

    /// The distance of two rows, whole millimetres.
    var rowHeight: Int {
        let even = Self.height / rowCount
        guard rowCount > 1 else { return even }
        return (Self.height - above - even / 2) / (rowCount - 1) / .millimetres(1) * .millimetres(1)
    }

    /// The height at which a row is 0 mV, on a line of the grid.
    func baseline(ofRow row: Int) -> Int {
        Self.top + above / .millimetres(1) * .millimetres(1) + rowHeight * row
    }

    /// Whether rows are so close that a lead's name above its trace would lie in it.
    var isDense: Bool { rowHeight < .millimetres(30) }

    /// How far above its baseline a lead's name stands: over most R waves.
    var nameHeight: Int { min(rowHeight * 2 / 5, .millimetres(17)) }

    /// Room above the first baseline: half a row, and in any case a calibration pulse and most R waves.
    private var above: Int { max(Self.height / rowCount / 2, .millimetres(gain + 7)) }

    private static let height = bottom - top
}
