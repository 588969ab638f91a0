import ArgumentParser
import Electrocardiogram
import Foundation
import Glibc

struct EcgConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Writes an ECG file in another format, every sample as it was.",
        discussion: """
            The name of the output says the format: .xml is GE MUSE XML, .hea a WFDB header with a .dat file beside it, \
            .csv a table. A WFDB record's name is of letters, digits, - and _. What the format cannot hold unchanged is an error, and nothing is written. What was left out \
            in reading the file is told. The patient's fields are written too; --anonymous leaves them out, with the \
            device's name, the time of recording and statements, whose free words may name somebody.

              stratum ecg convert ecg.dcm --output ecg.xml
              stratum ecg convert ecg.xml --output ecg.hea --anonymous
            """
    )

    @Argument(help: "An ECG file; its format is told by its content.", completion: .file()) var file: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The new file.", valueName: "ecg.xml|hea|csv")) var output: String
    @Flag(name: .long, help: "Leave out who it is of, when, on which device, and statements; age and sex stay.")
    var anonymous = false
    @Flag(name: .long, help: "Write over a file that is there; never over what is converted.") var force = false

    func validate() throws {
        guard let format = Format(rawValue: suffix) else {
            throw ValidationError("--output \(output): name a file that ends in .xml, .hea or .csv")
        }
        guard format != .hea || WFDBWriter.isRecordName(recordName) else {
            let rule = "1 to 60 letters (A to Z), digits, - and _ before .hea"
            throw ValidationError("--output \(output): a WFDB record cannot bear this name; use \(rule)")
        }
    }

    func run() async throws {
        try OutputFile.check(output)
        let read = try EcgContent.recording(file)
        try refuseOwnFiles(try EcgContent(path: file))
        if !force { try written.forEach(OutputFile.refuseExisting) }
        for remark in read.remarks { Failure.note("\(file): \(remark)") }
        let recording = anonymous ? Self.anonymous(read) : read
        let silenced = read.statements.count - recording.statements.count
        if silenced > 0 { Failure.note("\(file): statements left out: \(silenced)") }
        do {
            switch Format(rawValue: suffix) {
            case .xml: try OutputFile.write(try MuseXMLWriter.write(recording), to: output)
            case .csv: try OutputFile.write(try RecordingCSVWriter.write(recording), to: output)
            case .hea, nil: try writeRecord(recording)
            }
        } catch let error as RecordingError {
            throw Failure.refuse("\(file): \(error)", code: Failure.badData)
        }
        Failure.note("wrote \(written.joined(separator: " and "))")
    }

    private enum Format: String { case xml, hea, csv }

    private var target: URL { URL(fileURLWithPath: output) }

    private var suffix: String { target.pathExtension.lowercased() }

    private var recordName: String { target.deletingPathExtension().lastPathComponent }

    /// Where a WFDB header's signals go, written as the output is.
    private var signals: String { NSString(string: output).deletingPathExtension + ".dat" }

    /// Every file that is written.
    private var written: [String] { Format(rawValue: suffix) == .hea ? [output, signals] : [output] }

    /// A source is never overwritten: what is made of it may hold less.
    private func refuseOwnFiles(_ content: EcgContent) throws {
        let own = [file] + content.companions.keys.map { EcgFiles.sibling(of: file, $0) }
        let places = Set(own.compactMap { realpath($0) })
        guard written.compactMap({ realpath($0) }).allSatisfy({ !places.contains($0) }) else {
            throw ValidationError("--output \(output): would overwrite what it is made from; name another file")
        }
    }

    private func realpath(_ path: String) -> String? {
        guard let resolved = Glibc.realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The signals before the header that names them.
    private func writeRecord(_ recording: Recording) throws {
        let record = try WFDBWriter.write(recording, name: recordName)
        try OutputFile.check(signals)
        try OutputFile.write(record.signals, to: signals)
        try OutputFile.write(record.header, to: output)
    }

    /// Age and sex are kept, because models need them.
    private static func anonymous(_ recording: Recording) -> Recording {
        var copy = recording
        copy.patient = RecordedPatient(age: recording.patient.age, sex: recording.patient.sex)
        copy.acquiredAt = nil
        copy.device = nil
        // Such as who confirmed the ECG.
        copy.statements = []
        return copy
    }
}
