/// Sections 7 and 8: measurements of the whole ECG and statements (EN 1064, 5.10 and 5.11).
enum SCPFindings {
    /// Onsets and offsets of the first reference beat, and mean intervals; rates and QTc follow the beats' types.
    static func measurements(_ section: SCPSection, remarks: inout [String]) throws(RecordingError) -> Measurements {
        let beats = try section.uint8(0)
        let spikes = try section.uint8(1)
        var measurements = Measurements()
        if beats > 0 {
            let pOnset = try point(section, 6)
            let qrsOnset = try point(section, 10)
            let qrsOffset = try point(section, 12)
            let tOffset = try point(section, 14)
            measurements.prInterval = distance(pOnset, qrsOnset)
            measurements.qrsDuration = distance(qrsOnset, qrsOffset)
            measurements.qtInterval = distance(qrsOnset, tOffset)
        }
        // Of each reference beat 16 bytes, of each pacemaker spike 4 and then 6.
        try readRates(section, at: 6 + 16 * beats + 10 * spikes, into: &measurements)
        if measurements.ventricularRate == nil, let interval = try point(section, 2) {
            measurements.ventricularRate = 60_000 / interval
            remarks.append("The ventricular rate is 60000 divided by the mean RR interval in milliseconds.")
        }
        if measurements.atrialRate == nil, let interval = try point(section, 4) {
            measurements.atrialRate = 60_000 / interval
            remarks.append("The atrial rate is 60000 divided by the mean PP interval in milliseconds.")
        }
        return measurements
    }

    /// After a type for each beat; older versions of the protocol end before.
    private static func readRates(
        _ section: SCPSection,
        at position: Int,
        into measurements: inout Measurements
    ) throws(RecordingError) {
        let length = section.body.bytes.count
        guard position + 2 <= length else { return }
        let beats = try section.uint16(position)
        guard beats < special, position + 2 + beats + 6 <= length else { return }
        measurements.ventricularRate = try point(section, position + 2 + beats)
        measurements.atrialRate = try point(section, position + 4 + beats)
        measurements.qtcInterval = try point(section, position + 6 + beats)
    }

    /// From here on a number says why there is no measurement.
    private static let special = 10_000

    /// A measurement; nil for none, which is 0 or one of the numbers from 19999 on.
    private static func point(_ section: SCPSection, _ position: Int) throws(RecordingError) -> Double? {
        let value = try section.uint16(position)
        return value == 0 || value >= special ? nil : Double(value)
    }

    private static func distance(_ onset: Double?, _ offset: Double?) -> Double? {
        guard let onset, let offset, offset > onset else { return nil }
        return offset - onset
    }

    /// Statements in the file's order and wording.
    static func statements(
        _ section: SCPSection,
        _ text: SCPText,
        remarks: inout [String]
    ) throws(RecordingError) -> [String] {
        // Whether confirmed, date and time, then how many.
        let count = try section.uint8(8)
        var position = 9
        var statements: [String] = []
        for _ in 0..<count {
            let length = try section.uint16(position + 1)
            guard let bytes = section.body.slice(at: section.start + position + 3, count: length) else {
                throw section.unusable("ends within a statement")
            }
            if let statement = text.text(bytes, "A statement", remarks: &remarks) { statements.append(statement) }
            position += 3 + length
        }
        return statements
    }
}
