extension EchoStudy {
    /// Takes one value; returns the rule it breaks.
    mutating func take(_ name: String, _ value: String) -> String? {
        if name == EchoValidation.imageQualityName { return take(value, into: \.imageQuality) }
        guard let field = Field(rawValue: name) else {
            let known = Field.allCases.map(\.rawValue) + [EchoValidation.imageQualityName]
            let advice = Spelling.nearest(to: name, among: known).map { "did you mean \($0)?" }
            return "unknown field; " + (advice ?? "known fields: \(known.joined(separator: ", "))")
        }
        if value == "na" {
            notAssessable.insert(field)
            return nil
        }
        if let path = field.gradePath { return take(value, into: path).map { $0 + ", or na" } }
        if field == .pericardialEffusion { return take(value, into: \.pericardialEffusion).map { $0 + ", or na" } }
        return takeNumber(value, for: field)
    }

    private mutating func takeNumber(_ value: String, for field: Field) -> String? {
        guard !value.isEmpty, let path = field.numberPath, let limits = EchoValidation.limits(of: field) else {
            return nil
        }
        guard let number = Double(decimal: value), limits.possible.contains(number) else { return limits.rule }
        self[keyPath: path] = number
        return nil
    }

    private mutating func take<Word: RawRepresentable & CaseIterable>(
        _ value: String,
        into path: WritableKeyPath<EchoStudy, Word?>
    ) -> String? where Word.RawValue == String {
        guard !value.isEmpty else { return nil }
        guard let word = Word(rawValue: value) else {
            return "must be one of: \(Word.allCases.map(\.rawValue).joined(separator: ", "))"
        }
        self[keyPath: path] = word
        return nil
    }

    func number(_ field: Field) -> Double? { field.numberPath.flatMap { self[keyPath: $0] } }
}

extension EchoStudy.Field {
    fileprivate var numberPath: WritableKeyPath<EchoStudy, Double?>? {
        switch self {
        case .lvef: \.lvefPercent
        case .septum: \.septumMillimetres
        case .posteriorWall: \.posteriorWallMillimetres
        case .pasp: \.paspMillimetresOfMercury
        case .trVelocity: \.trVelocityMetresPerSecond
        default: nil
        }
    }

    fileprivate var gradePath: WritableKeyPath<EchoStudy, EchoStudy.Grade?>? {
        switch self {
        case .aorticStenosis: \.aorticStenosis
        case .aorticRegurgitation: \.aorticRegurgitation
        case .mitralRegurgitation: \.mitralRegurgitation
        case .mitralStenosis: \.mitralStenosis
        case .tricuspidRegurgitation: \.tricuspidRegurgitation
        case .pulmonaryRegurgitation: \.pulmonaryRegurgitation
        case .rvSystolicDysfunction: \.rvSystolicDysfunction
        default: nil
        }
    }
}

extension Double {
    /// A plain decimal number as people write one: no exponent, no `inf`, no hexadecimal.
    fileprivate init?(decimal text: String) {
        guard text.utf8.count <= 16, text.utf8.allSatisfy({ "0123456789.-".utf8.contains($0) }) else { return nil }
        self.init(text)
    }
}
