/// Tells which standard lead a channel's label means, where a format has labels in free text.
enum ChannelLabel {
    /// The standard lead of labels such as `avr`, `ECG I`, `EKG V1-Ref` and `lead II`; nil for any other.
    ///
    /// Modified leads (`MLII`) and numbered channels (`ECG 1`) are none of the twelve, whatever they resemble.
    static func lead(_ label: String) -> Lead? {
        var words = label.lowercased().split { $0 == " " || $0 == "\t" || $0 == "_" }.map(String.init)
        while words.count > 1, let first = words.first, ["ecg", "ekg", "lead"].contains(first) { words.removeFirst() }
        guard words.count == 1, var name = words.first else { return nil }
        if name.hasSuffix("-ref") { name.removeLast(4) }
        return Lead.allCases.first { $0.rawValue.lowercased() == name }
    }
}
