import ArgumentParser
import Electrocardiogram
import Foundation

struct EcgDrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draws an ECG on the standard sheet, as SVG, PNG or PDF.",
        discussion: """
            Three rows of four leads and a rhythm strip on A4 paper, 25 mm/s and 10 mm/mV, with a calibration pulse. \
            The name of the output says the format. Nothing on the sheet says who it is of, unless --label does.

              stratum ecg draw ecg.xml --output ecg.svg
              stratum ecg draw ecg.dcm --output ecg.png --layout 6x2 --rhythm II --rhythm V1 --gain 20
              stratum ecg draw ecg.hea --output ecg.pdf --label NYP-0007
            """
    )

    @Argument(help: "An ECG file; its format is told by its content.", completion: .file()) var file: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The sheet.", valueName: "sheet.svg|png|pdf")) var output: String
    @Option(name: .long, help: "Rows and columns: 3x4, 6x2 or 12x1.", transform: { try named($0, \.rawValue) })
    var layout: ECGSheet.Layout = .threeByFour
    @Option(
        name: .long,
        help: "A lead drawn over the whole width; may be repeated (default: II).",
        transform: { try named($0, \.rawValue) }
    )
    var rhythm: [Lead] = []
    @Option(name: .long, help: "Paper speed in mm/s: 25 or 50.", transform: { try named($0) { "\($0.rawValue)" } })
    var speed: ECGSheet.PaperSpeed = .mm25
    @Option(name: .long, help: "Gain in mm/mV: 5, 10 or 20.", transform: { try named($0) { "\($0.rawValue)" } })
    var gain: ECGSheet.Gain = .mm10
    @Option(name: .long, help: "Dots per inch of a PNG, 50 to 600.") var dpi = 150
    @Option(name: .long, help: "Whose ECG it is, such as a subject number.") var label: String?
    @Flag(name: .long, help: "Write over a file that is there.") var force = false

    func validate() throws {
        guard Format(rawValue: suffix) != nil else {
            throw ValidationError("--output \(output): name a file that ends in .svg, .png or .pdf")
        }
        guard ECGSheet.resolutions.contains(dpi) else {
            let range = ECGSheet.resolutions
            throw ValidationError("--dpi \(dpi): give \(range.lowerBound) to \(range.upperBound)")
        }
        if let label { try TypedText.check(label, "--label", limit: 80) }
    }

    func run() async throws {
        try OutputFile.check(output)
        if !force { try OutputFile.refuseExisting(output) }
        let recording = try EcgContent.recording(file)
        let options = ECGSheet.Options(
            layout: layout,
            rhythmLeads: rhythm.isEmpty ? nil : rhythm,
            speed: speed,
            gain: gain,
            subjectLabel: label
        )
        try OutputFile.write(try drawn(ECGSheet(recording, options: options)), to: output)
        Failure.note("wrote \(output)")
    }

    private enum Format: String { case svg, png, pdf }

    private var suffix: String { URL(fileURLWithPath: output).pathExtension.lowercased() }

    private func drawn(_ sheet: ECGSheet) throws -> Data {
        do {
            return switch Format(rawValue: suffix) {
            case .png: try sheet.png(dpi: dpi)
            case .pdf: try sheet.pdf()
            case .svg, nil: Data(sheet.svg().utf8)
            }
        } catch { throw Failure.refuse("\(output): \(error)", code: Failure.unavailable) }
    }

    /// The value of that name, in any case.
    private static func named<Value: CaseIterable>(_ text: String, _ name: (Value) -> String) throws -> Value {
        guard let value = Value.allCases.first(where: { name($0).lowercased() == text.lowercased() }) else {
            throw ValidationError("give one of \(Value.allCases.map(name).joined(separator: ", "))")
        }
        return value
    }
}
