extension SheetComposer {
    /// A line of a table.
    struct Fact {
        let label: String
        let value: String
        var unit = ""
    }

    /// What was measured; a dash where nothing was.
    var measurementFacts: [Fact] {
        let values = measured.measurements
        let corrected = "\(Self.text(values.qtInterval))/\(Self.text(values.qtcInterval))"
        return [
            Fact(label: "Ventricular rate", value: Self.text(values.ventricularRate), unit: " /min"),
            Fact(label: "PR interval", value: Self.text(values.prInterval), unit: " ms"),
            Fact(label: "QRS duration", value: Self.text(values.qrsDuration), unit: " ms"),
            Fact(label: "QT/QTc", value: corrected, unit: " ms"),
        ]
    }

    /// When, by what and in which format the ECG was recorded.
    var recordedFacts: [Fact] {
        let device = SheetText.line(recording.device ?? "", places: 36)
        let format = RecordingFormat(rawValue: recording.format)?.title ?? recording.format
        return [
            Fact(label: "Recorded", value: recording.acquiredAt.map(SheetText.time) ?? "time not recorded"),
            Fact(label: "Device", value: device.isEmpty ? "not recorded" : device),
            Fact(label: "Format", value: SheetText.line(format, places: 36)),
        ]
    }

    /// What differs from a usual sheet, one sentence each.
    var notes: [String] {
        var notes = measured.remarks
        if let part { notes.append(part) }
        if timing.isUsable, options.layout.columnCount > 1, !timing.followsOn {
            notes.append("Every column begins at the start of the recording.")
        }
        let moved = Lead.allCases.filter { amplitude.zero(of: shown(recording.signal[$0])) != 0 }
        if !moved.isEmpty {
            let names = moved.map(\.rawValue).joined(separator: ", ")
            notes.append("Constant offset taken off \(moved.count == Lead.allCases.count ? "all leads" : names).")
        }
        return notes
    }

    func header(_ warnings: [String]) -> [Drawing.Mark] {
        let left = SheetGeometry.left
        var marks = [text(heading, x: left, y: 1060, Drawing.TextStyle(size: 460, bold: true))]
        if !subject.isEmpty { marks.append(text(subject, x: left, y: 1680, Drawing.TextStyle(size: 380, bold: true))) }
        marks += table(measurementFacts, left: .millimetres(103), valueEnd: .millimetres(152))
        for (line, fact) in recordedFacts.enumerated() {
            let y = Self.headerTop + line * Self.lineHeight
            marks.append(text(fact.label, x: .millimetres(184), y: y, Self.label))
            marks.append(text(fact.value, x: .millimetres(203), y: y, Self.value))
        }
        guard !warnings.isEmpty else { return marks }
        let style = Drawing.TextStyle(size: 310, bold: true, colour: .warning)
        return marks + [text(warnings.joined(separator: " "), x: left, y: SheetGeometry.top - 130, style)]
    }

    func footer() -> [Drawing.Mark] {
        let first = SheetGeometry.bottom + 420
        let rate = "\(timing.samplingRate) samples/s, drawn as stored without a filter"
        let digest = recording.sourceDigest.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let middle = Drawing.TextStyle(size: 260, anchor: .middle, colour: .grey)
        let right = Drawing.TextStyle(size: 260, anchor: .end, colour: .grey)
        return [
            text(scale, x: SheetGeometry.left, y: first, Drawing.TextStyle(size: 320, bold: true)),
            text(timing.isUsable ? rate : "", x: SheetGeometry.pageWidth / 2, y: first, middle),
            text("file SHA-256 \(digest.joined())…", x: SheetGeometry.right, y: first, right),
            text(notes.joined(separator: " "), x: SheetGeometry.left, y: first + 390, Self.value),
        ]
    }

    /// Which part of the recording is drawn; nil where it fills the sheet.
    private var part: String? {
        let recorded = timing.recordedSeconds
        guard timing.isUsable, recorded > 0 else { return nil }
        let rate = Double(timing.samplingRate)
        let total = recording.window.map { Double($0.totalSamples) / rate } ?? recorded
        let start = recording.window.map { Double($0.firstSample) / rate } ?? 0
        let drawn = min(recorded, timing.pageSeconds)
        let (drawnText, totalText) = (SheetText.number(drawn), SheetText.number(total))
        if start > 0 { return "\(drawnText) s from second \(SheetText.number(start)) on, of \(totalText) s recorded." }
        if drawn < total { return "The first \(drawnText) s of \(totalText) s recorded." }
        return drawn < timing.pageSeconds ? "\(totalText) s recorded." : nil
    }

    private func table(_ facts: [Fact], left: Int, valueEnd: Int) -> [Drawing.Mark] {
        facts.enumerated().flatMap { line, fact in
            let y = Self.headerTop + line * Self.lineHeight
            var number = Self.value
            number.anchor = .end
            return [
                text(fact.label, x: left, y: y, Self.label),
                text(fact.value, x: valueEnd, y: y, number),
                text(fact.unit.trimmingPrefix(" ").description, x: valueEnd + 100, y: y, Self.label),
            ]
        }
    }

    private func text(_ words: String, x: Int, y: Int, _ style: Drawing.TextStyle) -> Drawing.Mark {
        .text(words, Drawing.Point(x: x, y: y), style)
    }

    private static func text(_ value: Double?) -> String { value.map(SheetText.number) ?? "–" }

    private static let headerTop = 920
    private static let lineHeight = 420
    private static let label = Drawing.TextStyle(size: 290, colour: .grey)
    private static let value = Drawing.TextStyle(size: 290)
}
