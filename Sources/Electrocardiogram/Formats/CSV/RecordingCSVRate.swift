import Foundation

/// Finds the sampling rate, declared in a comment or shown by a column of time.
enum RecordingCSVRate {
    private static let declaration = "declare it in a line such as `# sampling_rate: 500`"
    /// What a comment line may call it.
    static let keys = ["sampling_rate", "sample_rate", "sampling_frequency", "fs"]

    static func find(in table: RecordingCSVTable) throws(RecordingError) -> Int {
        let timed = try timed(table)
        guard let text = keys.lazy.compactMap({ table.fields[$0] }).first else {
            if let timed { return timed }
            throw unusable("is not declared", table, declaration)
        }
        let number = text.lowercased().replacing("hz", with: "").trimmingCharacters(in: .whitespaces)
        guard let rate = Double(number).flatMap({ Int(exactly: $0) }), (1...100_000).contains(rate) else {
            throw unusable("is no whole number from 1 to 100000", table, declaration)
        }
        guard timed ?? rate == rate else { throw unusable("is another than the times of the samples show", table) }
        return rate
    }

    /// The rate that evenly spaced times show; nil without a column of time in seconds or milliseconds.
    private static func timed(_ table: RecordingCSVTable) throws(RecordingError) -> Int? {
        guard let unit = table.columns.first(where: \.isTime)?.seconds else { return nil }
        let times = table.times.map { $0 * unit }
        guard let first = times.first, let last = times.last, last > first else { return nil }
        let exact = Double(times.count - 1) / (last - first)
        let rate = exact.rounded()
        // Times rounded to milliseconds show the rate of a short table less exactly.
        guard (1...100_000).contains(rate), abs(exact - rate) <= rate / 1000 else {
            throw unusable("that the times show is no whole number", table, "\(declaration) and leave the times out")
        }
        guard times.indices.allSatisfy({ abs(times[$0] - first - Double($0) / rate) <= 0.5 / rate }) else {
            throw unusable("is not constant: the times of the samples are not evenly spaced", table)
        }
        return Int(rate)
    }

    private static func unusable(
        _ reason: String,
        _ table: RecordingCSVTable,
        _ remedy: String? = nil
    ) -> RecordingError {
        .unusable(what: "the sampling rate", reason: reason, remedy: remedy, place: table.header)
    }
}
