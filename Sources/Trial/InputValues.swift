package import Foundation

/// One dated set of a model's inputs, as somebody measured or asked them; a value that is absent is missing.
package struct InputValues: Sendable, Hashable {
    /// By the name of the field.
    package let values: [String: Double]

    package init(_ values: [String: Double]) { self.values = values }

    /// Why a value is not taken; the value itself is not repeated.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// The field as it was named, cut at 64 characters.
        package let field: String
        package let message: String

        package var description: String { "\(field): \(message)" }
    }

    /// All faults of one set, in the order of the fields given; never empty.
    package struct Faults: Error, Sendable, Hashable, CustomStringConvertible {
        package let faults: [Fault]

        package var description: String { faults.map(\.description).joined(separator: "\n") }
    }

    /// Reads values from names and texts as a file or a command line gives them; an empty text is missing.
    ///
    /// - Parameters:
    ///   - pairs: at most 100.
    ///   - fields: what the protocol's index test reads.
    /// - Throws: ``Faults`` with everything that is wrong.
    package init(from pairs: [(field: String, text: String)], fields: [InputField]) throws(Faults) {
        var values: [String: Double] = [:]
        var faults: [Fault] = []
        var seen: Set<String> = []
        for (name, text) in pairs.prefix(100) {
            let shown = String(name.prefix(64))
            guard let field = fields.first(where: { $0.name == name }) else {
                let nearest = Spelling.nearest(to: name, among: fields.map(\.name))
                let advice =
                    nearest.map { "did you mean \($0)?" } ?? "known: " + fields.map(\.name).joined(separator: ", ")
                faults.append(Fault(field: shown, message: "is no input of the index test; \(advice)"))
                continue
            }
            guard seen.insert(name).inserted else {
                faults.append(Fault(field: shown, message: "is given twice: keep one"))
                continue
            }
            let typed = text.filter { !$0.isWhitespace }
            guard !typed.isEmpty else { continue }
            guard let value = Double(typed), field.possible.contains(value), !field.isWhole || value == value.rounded()
            else {
                let sign = typed.contains(",") ? ", with a point as the decimal sign" : ""
                faults.append(Fault(field: shown, message: field.rule + sign))
                continue
            }
            values[name] = value
        }
        if pairs.count > 100 { faults.append(Fault(field: "inputs", message: "are more than 100")) }
        guard faults.isEmpty else { throw Faults(faults: faults) }
        self.init(values)
    }

    /// What to ask about values that have been taken, in the order of the fields.
    package func queries(_ fields: [InputField]) -> [String] {
        fields.compactMap { field in
            guard let range = field.plausible, let value = values[field.name], !range.contains(value) else {
                return nil
            }
            let unit = field.unit.map { " " + $0 } ?? ""
            return "\(field.name): \(value.brief)\(unit) lies outside the usual \(range.lowerBound.brief) to "
                + "\(range.upperBound.brief)\(unit). It was taken; correct it if it is wrong."
        }
    }

    /// The fields without a value, in the order of the fields.
    package func missing(of fields: [InputField]) -> [String] {
        fields.map(\.name).filter { values[$0] == nil }
    }

    /// The bytes whose SHA-256 names this set at this moment: one line a field in the order of their names.
    package func canonicalBytes(measuredAt moment: Date) -> Data {
        let seconds = Int(moment.timeIntervalSince1970.rounded(.down))
        let lines = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }
        return Data("inputs at \(seconds)\n\(lines.joined())".utf8)
    }
}
