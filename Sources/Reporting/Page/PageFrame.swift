import Trial

/// What stands around the body of every page; the names are those of the template.
struct PageFrame {
    struct Pair {
        let name: String
        let text: String
    }

    let title: String
    let sourceName: String
    let style: String
    let facts: String
    let methods: [String]
    /// What the source is, such as `Data cut`.
    let sourceKind: String
    let source: String
    /// What the figures count, and how many there are.
    let counted: Pair
    let models: [Pair]
    let exclusions: [Pair]
    let remarks: [String]
    let version: String

    init(title: String, header: ReportHeader, methods: [String]) throws(ReportingError) {
        self.title = title
        sourceName = header.source.split(separator: " (").first.map(String.init) ?? header.source
        style = try ReportTemplates.text(ReportTemplates.style)
        let enrolling = header.drawnByTier ? header.enrollingTitle : nil
        let enrolled = enrolling.map { " enrolled by tier of \($0)" } ?? ""
        facts = "\(header.participants) participants\(enrolled) · \(sourceName)"
        self.methods = methods
        sourceKind = "Data cut"
        source = header.source
        counted = Pair(name: "Participants", text: "\(header.participants)")
        models = header.models.map {
            Pair(name: $0.title, text: ($0.enrolling ? "the enrolling model; " : "") + $0.tierOrigin)
        }
        exclusions = header.exclusions.map { Pair(name: "\($0.step), \($0.reason)", text: "\($0.count)") }
        remarks = header.remarks
        version = ReportVersion.current
    }

    /// The frame of a report on a model at work, which is made from counts of the database.
    init(
        title: String,
        model: WatchedModel,
        counted: Pair,
        exclusions: [Pair],
        methods: [String]
    ) throws(ReportingError) {
        self.title = title
        sourceName = "\(model.title) in \(model.trial)"
        style = try ReportTemplates.text(ReportTemplates.style)
        facts = "\(model.identity) · \(model.source)"
        self.methods = methods
        sourceKind = "Source"
        source = model.source
        self.counted = counted
        models = [Pair(name: model.title, text: "weights SHA-256 \(model.weightsSHA256); \(model.releases)")]
        self.exclusions = exclusions
        remarks = []
        version = ReportVersion.current
    }

    /// For the template, beside the members of a body.
    func context(_ body: [String: Any]) -> [String: Any] {
        let frame: [String: Any] = [
            "title": title, "sourceName": sourceName, "style": style, "facts": facts, "methods": methods,
            "sourceKind": sourceKind, "source": source, "counted": counted, "models": models, "exclusions": exclusions,
            "remarks": remarks, "hasRemarks": !remarks.isEmpty, "version": version,
        ]
        return frame.merging(body) { _, body in body }
    }
}

/// One panel of a figure, for the templates.
struct PanelView {
    let svg: String
}

/// One figure, for the templates.
struct FigureView {
    let title: String
    let level: String
    let panels: [PanelView]
    /// What the data cut says of the figures, with the model in front.
    let notes: [String]
}

extension Outcome {
    /// Which outcomes are drawn: the composites, or the first two where there is none.
    static func drawn(of outcomes: [Outcome]) -> [Outcome] {
        let composites = outcomes.filter { $0 == .shd || $0 == .vhd }
        return composites.isEmpty ? Array(outcomes.prefix(2)) : composites
    }
}

extension FigureView {
    /// One outcome's figure: a panel a model, and beneath them what is said of each.
    init(_ outcome: Outcome, level: Double, panels: [(svg: String, notes: [String])]) {
        self.init(
            title: outcome.title,
            level: Wording.level(level),
            panels: panels.map { PanelView(svg: $0.svg) },
            notes: panels.flatMap(\.notes)
        )
    }
}
