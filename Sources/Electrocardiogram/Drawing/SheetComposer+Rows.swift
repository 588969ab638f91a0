extension SheetComposer {
    /// The place of one lead: a part of a row, or a rhythm strip.
    struct Cell {
        let lead: Lead
        let left: Int
        let width: Int
        let baseline: Int
        /// Seconds of the recording at the left end.
        let start: Double
        /// Seconds from end to end.
        let seconds: Double
        let isRhythm: Bool
        let isFirst: Bool
    }

    func cells() -> [Cell] {
        let rows = options.layout.rows
        let leads = rows.enumerated().flatMap { row, leads in
            leads.enumerated().map { column, lead in
                let width = SheetGeometry.traceWidth / leads.count
                return Cell(
                    lead: lead,
                    left: SheetGeometry.traceLeft + column * width,
                    width: width,
                    baseline: geometry.baseline(ofRow: row),
                    start: timing.start(ofColumn: column),
                    seconds: timing.columnSeconds,
                    isRhythm: false,
                    isFirst: column == 0
                )
            }
        }
        let strips = options.rhythmLeads.enumerated().map { index, lead in
            Cell(
                lead: lead,
                left: SheetGeometry.traceLeft,
                width: SheetGeometry.traceWidth,
                baseline: geometry.baseline(ofRow: rows.count + index),
                start: 0,
                seconds: timing.pageSeconds,
                isRhythm: true,
                isFirst: true
            )
        }
        return leads + strips
    }

    func trace(_ cell: Cell) -> SheetTrace {
        let counts = recording.signal[cell.lead]
        let zero = amplitude.zero(of: shown(counts))
        let samples = timing.samples(from: cell.start, lasting: cell.seconds).clamped(to: counts.indices)
        return SheetTrace(samples: samples) { sample in
            (
                x: cell.left + timing.distance(ofSample: sample, from: cell.start),
                y: Double(cell.baseline) - (Double(counts[sample]) - zero) * amplitude.heightPerCount
            )
        }
    }

    /// The counts of a lead that the sheet has room for.
    func shown(_ counts: [Float]) -> ArraySlice<Float> {
        counts[timing.samples(from: 0, lasting: timing.pageSeconds).clamped(to: counts.indices)]
    }

    /// One millivolt for 200 ms in front of each row; none where a millivolt is not known.
    func pulses() -> [Drawing.Mark] {
        guard amplitude.countsPerCentimetre == nil else { return [] }
        let left = SheetGeometry.pulseLeft
        let right = left + .millimetres(options.speed.rawValue) / 5
        return (0..<geometry.rowCount).map { row in
            let foot = geometry.baseline(ofRow: row)
            let top = foot - .millimetres(options.gain.rawValue)
            let line = [
                (left - .millimetres(1), foot), (left, foot), (left, top), (right, top), (right, foot),
                (right + .millimetres(1), foot),
            ]
            return .lines([line.map(Drawing.Point.init)], Self.ink, name: "calibration")
        }
    }

    func marks(_ cell: Cell, _ trace: SheetTrace) -> [Drawing.Mark] {
        [nameMark(cell)] + (cell.isFirst ? [] : [separator(cell)]) + [traceMark(cell, trace)]
    }

    /// Above the start of the trace; where rows are dense, the first of a row beside the grid, clear of every trace.
    private func nameMark(_ cell: Cell) -> Drawing.Mark {
        guard geometry.isDense && cell.isFirst else {
            let place = Drawing.Point(x: cell.left + .millimetres(1), y: cell.baseline - geometry.nameHeight)
            return .text(cell.lead.rawValue, place, Drawing.TextStyle(size: 340, bold: true))
        }
        let place = Drawing.Point(x: SheetGeometry.left - .millimetres(1), y: cell.baseline + .millimetres(1))
        return .text(cell.lead.rawValue, place, Drawing.TextStyle(size: 310, bold: true, anchor: .end))
    }

    private func traceMark(_ cell: Cell, _ trace: SheetTrace) -> Drawing.Mark {
        let isMissing = recording.signal[cell.lead].isEmpty
        guard trace.lines.isEmpty else {
            return .lines(trace.lines, Self.ink, name: (cell.isRhythm ? "rhythm " : "lead ") + cell.lead.rawValue)
        }
        return .text(
            isMissing ? "not recorded" : "cannot be drawn",
            Drawing.Point(x: cell.left + cell.width / 2, y: cell.baseline),
            Drawing.TextStyle(size: 300, anchor: .middle, colour: .grey)
        )
    }

    /// Two short lines, above and below the baseline, so that the trace between them stays clear.
    private func separator(_ cell: Cell) -> Drawing.Mark {
        let lines = [-1, 1].map { side in
            [3, 6].map { Drawing.Point(x: cell.left, y: cell.baseline + side * .millimetres($0)) }
        }
        return .lines(lines, Self.ink, name: "separator")
    }

    private static let ink = Drawing.Stroke(width: 26, colour: .black)
}
