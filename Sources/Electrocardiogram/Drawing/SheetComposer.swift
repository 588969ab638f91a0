/// Lays a recording out as marks on a page.
struct SheetComposer {
    let recording: Recording
    /// The device's measurements, or those of the waveform where there are none.
    let measured: CompletedMeasurements
    let options: ECGSheet.Options
    let geometry: SheetGeometry
    let timing: SheetTiming
    let amplitude: SheetAmplitude

    init(recording: Recording, options: ECGSheet.Options) {
        let signal = recording.signal
        let geometry = SheetGeometry(
            rowCount: options.layout.rows.count + options.rhythmLeads.count,
            gain: options.gain.rawValue
        )
        let timing = SheetTiming(
            samplingRate: signal.samplingRate,
            sampleCount: signal.sampleCount,
            speed: options.speed.rawValue,
            columnCount: options.layout.columnCount
        )
        self.recording = recording
        measured = recording.completedMeasurements()
        self.options = options
        self.geometry = geometry
        self.timing = timing
        amplitude = SheetAmplitude(
            signal,
            gain: options.gain.rawValue,
            samples: timing.samples(from: 0, lasting: timing.pageSeconds).count,
            rowHeight: geometry.rowHeight
        )
    }

    func drawing() -> Drawing {
        let cells = self.cells()
        let traces = cells.map(trace)
        let warnings = self.warnings(held: zip(cells, traces).filter(\.1.leavesGrid).map(\.0.lead))
        var drawing = Drawing(
            width: SheetGeometry.pageWidth,
            height: SheetGeometry.pageHeight,
            title: title,
            summary: summary(warnings)
        )
        drawing.marks = [
            .rectangle(Drawing.Point(x: 0, y: 0), width: drawing.width, height: drawing.height, .white)
        ]
        drawing.marks += SheetGrid.marks()
        drawing.marks += pulses()
        drawing.marks += zip(cells, traces).flatMap(marks)
        drawing.marks += header(warnings)
        drawing.marks += footer()
        drawing.marks.removeAll(where: \.isEmpty)
        return drawing
    }

    var title: String { options.subjectLabel == nil ? heading : "\(heading) of \(subject)" }

    /// Such as `12-lead ECG`.
    var heading: String { "\(Lead.allCases.count { !recording.signal[$0].isEmpty })-lead ECG" }

    /// The subject's label as it fits on the sheet; empty where there is none.
    var subject: String { SheetText.line(options.subjectLabel ?? "", places: 28) }

    /// Such as `25 mm/s   10 mm/mV`.
    var scale: String {
        let speed = "\(options.speed.rawValue) mm/s"
        guard let counts = amplitude.countsPerCentimetre else { return "\(speed)   \(options.gain.rawValue) mm/mV" }
        let number = counts < 1 ? counts.description : SheetText.number(counts)
        return "\(speed)   10 mm = \(number) \(counts == 1 ? "count" : "counts")"
    }

    /// What a reader must know before believing what is drawn.
    ///
    /// The leads held are those whose traces would leave the grid.
    private func warnings(held: [Lead]) -> [String] {
        var warnings: [String] = []
        if amplitude.countsPerCentimetre != nil {
            warnings.append("Amplitude unit unknown: counts scaled to fit, amplitudes cannot be measured.")
        }
        if !timing.isUsable { warnings.append("Sampling rate unknown: no trace is drawn.") }
        let names = Lead.allCases.filter(held.contains).map(\.rawValue).joined(separator: ", ")
        if !names.isEmpty { warnings.append("Held at the edge of the paper: \(names).") }
        return warnings + SignalQuality(recording.signal).limbLeadRemarks
    }

    /// The sheet in words, for those who cannot see it.
    private func summary(_ warnings: [String]) -> String {
        let rows = options.layout.rows.map { $0.map(\.rawValue).joined(separator: ", ") }.joined(separator: "; ")
        let strips = options.rhythmLeads.map(\.rawValue).joined(separator: ", ")
        let rhythm = strips.isEmpty ? "" : " Rhythm strip: \(strips)."
        let facts = (recordedFacts + measurementFacts).map { "\($0.label) \($0.value)\($0.unit)" }
        let sentences = ["Leads by rows: \(rows).\(rhythm)", "Scale: \(scale).", facts.joined(separator: ", ") + "."]
        return (sentences + notes + warnings).joined(separator: " ")
    }
}
