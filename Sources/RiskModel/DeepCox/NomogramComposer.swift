import Electrocardiogram
import Foundation

/// Puts the scales of a nomogram on a page, from the points at the top to the probabilities at the bottom.
struct NomogramComposer {
    typealias Interval = ModelCard.Survival.Interval

    let card: ModelCard
    let survival: ModelCard.Survival
    let nomogram: Nomogram

    /// Hundredths of a millimetre, as in every drawing.
    private enum Page {
        static let width = Int.millimetres(297)
        static let height = Int.millimetres(210)
        static let margin = Int.millimetres(12)
        /// Where scales begin and end.
        static let left = Int.millimetres(66)
        static let right = Int.millimetres(256)
        /// Where somebody writes points with a pencil.
        static let boxLeft = Int.millimetres(264)
        static let boxWidth = Int.millimetres(21)
        static let top = Int.millimetres(33)
        static let bottom = Int.millimetres(194)
        static let labelDistance = 580.0
        static let tickDistance = 110.0
    }

    private static let guide = Drawing.Colour(rgb: 0xD5DEE6)
    private static let shades = [0xE3F1E5, 0xFBF0D2, 0xF7DAD5].map { Drawing.Colour(rgb: $0) }

    func drawing() -> Drawing {
        var drawing = Drawing(
            width: Page.width,
            height: Page.height,
            title: "Nomogram: \(card.title)",
            summary: "Scales of points for \(nomogram.axes.map(\.label).joined(separator: ", ")); a scale "
                + "of their total; the probability of \(survival.event) by day \(days).",
            marks: [.rectangle(.init(x: 0, y: 0), width: Page.width, height: Page.height, .white)]
        )
        addWords(to: &drawing)
        addGuides(to: &drawing)
        addPoints(to: &drawing)
        for (place, axis) in nomogram.axes.enumerated() { add(axis, row: 1 + place, to: &drawing) }
        addTiers(to: &drawing)
        addTotal(to: &drawing)
        for place in survival.baseline.indices { addProbabilities(place, to: &drawing) }
        return drawing
    }

    // MARK: Rows

    private var totalRow: Int { nomogram.axes.count + 1 }
    private var rows: Int { totalRow + survival.baseline.count + (survival.tiers == nil ? 1 : 2) }

    /// The base line of a row's scale.
    private func y(_ row: Int) -> Int {
        // A little air parts what is read upwards from what is read downwards.
        let air = row >= totalRow ? 250 : 0
        return Page.top + row * min(1_100, (Page.bottom - Page.top - 250) / rows) + air
    }

    private func x(points: Double) -> Int { Page.left + Int((points * Double(Page.right - Page.left) / 100).rounded()) }

    /// The end of the scale of totals: the largest that occurs, rounded up.
    private var largestTotal: Double { (nomogram.largestTotal / 20).rounded(.up) * 20 }

    private func x(total: Double) -> Int {
        Page.left + Int((total * Double(Page.right - Page.left) / largestTotal).rounded())
    }

    private var days: String { survival.baseline.map { String($0.day) }.joined(separator: ", ") }

    // MARK: Words

    private func addWords(to drawing: inout Drawing) {
        let warning = card.notForPatients ? "Not for patients. " : ""
        drawing.marks += [
            .text(
                SheetLine.fit(card.title, places: 95),
                .init(x: Page.margin, y: 1_500),
                .init(size: 520, bold: true)
            ),
            .text(
                SheetLine.fit("Probability of \(survival.event) by day \(days)", places: 130),
                .init(x: Page.margin, y: 2_100),
                .init(size: 360, colour: .grey)
            ),
            .text("Points", .init(x: Page.boxLeft, y: y(0) + 40), .init(size: 300, bold: true)),
            .text(
                "For each line mark the value, go straight up to Points, and write the points on its line. Mark their sum "
                    + "on Total points and go straight down.",
                .init(x: Page.margin, y: Page.height - 1_150),
                .init(size: 300)
            ),
            .text(
                SheetLine.fit(
                    "\(warning)The deep score comes from the network: `stratum nomogram` prints it.",
                    places: 99
                ),
                .init(x: Page.margin, y: Page.height - 730),
                .init(size: 300, colour: card.notForPatients ? .warning : .black)
            ),
            .text(
                "\(card.id) · weights \(card.weightsSHA256.prefix(16))",
                .init(x: Page.boxLeft + Page.boxWidth, y: Page.height - 730),
                .init(size: 240, anchor: .end, colour: .grey)
            ),
        ]
    }

    /// Faint lines every ten points, so that straight up is easily seen.
    private func addGuides(to drawing: inout Drawing) {
        let lines = stride(from: 0.0, through: 100, by: 10).map { points in
            [Drawing.Point(x: x(points: points), y: y(0)), .init(x: x(points: points), y: y(totalRow - 1) + 350)]
        }
        let totals = stride(from: 0, through: largestTotal, by: 20).map { total in
            [Drawing.Point(x: x(total: total), y: y(totalRow)), .init(x: x(total: total), y: y(rows - 1) + 100)]
        }
        drawing.marks.append(.lines(lines + totals, .init(width: 12, colour: Self.guide), name: "guides"))
    }

    private func addName(_ name: String, detail: String?, row: Int, to drawing: inout Drawing) {
        let bold = Drawing.TextStyle(size: 320, bold: true)
        drawing.marks.append(.text(SheetLine.fit(name, places: 30), .init(x: Page.margin, y: y(row) + 20), bold))
        guard let detail else { return }
        let style = Drawing.TextStyle(size: 250, colour: .grey)
        drawing.marks.append(.text(SheetLine.fit(detail, places: 44), .init(x: Page.margin, y: y(row) + 350), style))
    }

    // MARK: Scales

    /// One scale: its line, ticks upwards, labels below.
    private func addScale(_ ticks: [(x: Int, label: String?)], from: Int, to: Int, row: Int, _ drawing: inout Drawing) {
        let y = y(row)
        let base = [[Drawing.Point(x: from, y: y), .init(x: to, y: y)]]
        let marks = ticks.map { tick in
            [Drawing.Point(x: tick.x, y: y), .init(x: tick.x, y: y - (tick.label == nil ? 80 : 150))]
        }
        drawing.marks.append(.lines(base + marks, .init(width: 18, colour: .black), name: "row \(row)"))
        var labels = ticks.compactMap { tick in tick.label.map { (x: tick.x, text: $0) } }.sorted { $0.x < $1.x }
        if labels.count == 2, Self.touch(labels[0], labels[1]) {
            // A scale too short for its two ends has them to its left and right.
            let middle = (labels[0].x + labels[1].x) / 2
            labels[0].x = middle - Self.width(of: labels[0].text) / 2
            labels[1].x = middle + Self.width(of: labels[1].text) / 2
        }
        for label in labels { addLabel(label.text, x: label.x, y: y + 310, &drawing) }
    }

    /// A label on a white ground, through which no line runs.
    private func addLabel(_ label: String, x: Int, y: Int, _ drawing: inout Drawing) {
        let width = Self.width(of: label)
        drawing.marks += [
            .rectangle(.init(x: x - width / 2, y: y - 220), width: width, height: 260, .white),
            .text(label, .init(x: x, y: y), .init(size: 270, anchor: .middle)),
        ]
    }

    /// What a label takes on paper, with the air about it.
    private static func width(of label: String) -> Int { 60 + 165 * label.count }

    private static func touch(_ left: (x: Int, text: String), _ right: (x: Int, text: String)) -> Bool {
        right.x - left.x < (width(of: left.text) + width(of: right.text)) / 2
    }

    private func addPoints(to drawing: inout Drawing) {
        addName("Points", detail: nil, row: 0, to: &drawing)
        let scale = NomogramScale(.init(0, 100), length: length(100), labelDistance: 900, tickDistance: 150)
        addScale(
            scale.ticks.map { (x(points: $0.value), $0.label) },
            from: Page.left,
            to: Page.right,
            row: 0,
            &drawing
        )
    }

    private func length(_ points: Double) -> Double { points * Double(Page.right - Page.left) / 100 }

    private func add(_ axis: Nomogram.Axis, row: Int, to drawing: inout Drawing) {
        let isDeep = axis.name == Nomogram.deepScoreName
        addName(axis.label, detail: axis.unit ?? (isDeep ? "from the network" : nil), row: row, to: &drawing)
        let ends = [x(points: axis.points(of: axis.range.lower)), x(points: axis.points(of: axis.range.upper))]
        let ticks: [(x: Int, label: String?)]
        if axis.kind == .binary {
            ticks = zip(ends, ["no", "yes"]).map { ($0, $1) }
        } else {
            ticks =
                legibleTicks(of: axis)
                ?? zip(ends, [axis.range.lower, axis.range.upper].map(NomogramScale.text)).map { ($0, $1) }
        }
        addScale(ticks, from: ends.min() ?? 0, to: ends.max() ?? 0, row: row, &drawing)
        addBox(row: row, to: &drawing)
    }

    /// Ticks at round numbers, of which at least two have labels that do not touch; nil where there is no room for two.
    private func legibleTicks(of axis: Nomogram.Axis) -> [(x: Int, label: String?)]? {
        let length = max(1, length(axis.largestPoints))
        var distance = Page.labelDistance
        while distance < length {
            let scale = NomogramScale(
                axis.range,
                length: length,
                labelDistance: distance,
                tickDistance: Page.tickDistance,
                step: axis.kind == .count ? 1 : nil
            )
            let ticks = scale.ticks.map { (x: x(points: axis.points(of: $0.value)), label: $0.label) }
            let labels = ticks.compactMap { tick in tick.label.map { (x: tick.x, text: $0) } }.sorted { $0.x < $1.x }
            if labels.count < 2 { return nil }
            if zip(labels, labels.dropFirst()).allSatisfy({ !Self.touch($0, $1) }) { return ticks }
            distance *= 1.5
        }
        return nil
    }

    private func addBox(row: Int, to drawing: inout Drawing) {
        let y = y(row) + 180
        let line = [[Drawing.Point(x: Page.boxLeft, y: y), .init(x: Page.boxLeft + Page.boxWidth, y: y)]]
        drawing.marks.append(.lines(line, .init(width: 15, colour: .grey), name: "box"))
    }

    private func addTotal(to drawing: inout Drawing) {
        addName("Total points", detail: nil, row: totalRow, to: &drawing)
        let scale = NomogramScale(
            .init(0, largestTotal),
            length: Double(Page.right - Page.left),
            labelDistance: 900,
            tickDistance: Page.tickDistance
        )
        addScale(
            scale.ticks.map { (x(total: $0.value), $0.label) },
            from: Page.left,
            to: Page.right,
            row: totalRow,
            &drawing
        )
        addBox(row: totalRow, to: &drawing)
    }

    // MARK: Probabilities

    /// In percent; those between get ticks alone where labels would touch.
    private static let percentages: [Double] =
        [0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95]
        + [97, 98, 99, 99.5, 99.9]
    /// Those that get a label first.
    private static let preferred: [Double] = [1, 2, 5, 10, 20, 30, 50, 70, 90, 99, 40, 60, 80, 95, 3, 0.5, 0.1, 99.9]

    private func addProbabilities(_ place: Int, to drawing: inout Drawing) {
        let point = survival.baseline[place]
        let row = totalRow + 1 + place
        addName("Probability by day \(point.day)", detail: "%", row: row, to: &drawing)
        let found = Self.percentages.map { ($0, nomogram.total(probability: $0 / 100, at: point)) }
            .filter { (0...largestTotal).contains($0.1) }
        var labelled: [Double: Int] = [:]
        for percentage in Self.preferred {
            guard let total = found.first(where: { $0.0 == percentage })?.1 else { continue }
            let x = x(total: total)
            guard labelled.values.allSatisfy({ abs($0 - x) >= Int(Page.labelDistance) }) else { continue }
            labelled[percentage] = x
        }
        let ticks = found.map { percentage, total in
            (x(total: total), labelled[percentage] == nil ? nil : NomogramScale.text(percentage))
        }
        guard let first = ticks.first?.0, let last = ticks.last?.0 else { return }
        addScale(ticks, from: first, to: last, row: row, &drawing)
    }

    /// A band a tier under the probabilities, from total to total.
    private func addTiers(to drawing: inout Drawing) {
        guard let tiers = survival.tiers, let point = survival.baseline.first(where: { $0.day == tiers.day }) else {
            return
        }
        let row = rows - 1
        addName("Tier by day \(tiers.day)", detail: "total points at the cuts", row: row, to: &drawing)
        var start = 0.0
        for (place, band) in tiers.bands.enumerated() {
            let cut = band.upTo.map { min(largestTotal, max(start, nomogram.total(probability: $0, at: point))) }
            let end = cut ?? largestTotal
            let (left, right) = (x(total: start), x(total: end))
            drawing.marks.append(
                .rectangle(.init(x: left, y: y(row) - 330), width: right - left, height: 460, shade(place, tiers))
            )
            drawing.marks.append(
                .text(
                    SheetLine.fit(band.label, places: max(1, (right - left) / 170)),
                    .init(x: (left + right) / 2, y: y(row) + 10),
                    .init(size: 320, bold: true, anchor: .middle)
                )
            )
            if cut != nil {
                let line = [[Drawing.Point(x: right, y: y(totalRow)), .init(x: right, y: y(row) + 130)]]
                drawing.marks.append(.lines(line, .init(width: 30, colour: .warning), name: "cut \(band.label)"))
                drawing.marks.append(
                    .text(
                        String(format: "%.1f", end),
                        .init(x: right, y: y(row) + 430),
                        .init(size: 260, anchor: .middle, colour: .warning)
                    )
                )
            }
            start = end
        }
    }

    private func shade(_ place: Int, _ tiers: ModelCard.Survival.Tiers) -> Drawing.Colour {
        Self.shades[place * (Self.shades.count - 1) / max(1, tiers.bands.count - 1)]
    }
}

/// Words on one line of so many places; what is cut off shows as an ellipsis.
private enum SheetLine {
    static func fit(_ words: String, places: Int) -> String {
        words.count <= places ? words : words.prefix(max(0, places - 1)) + "…"
    }
}
