import Foundation

/// Philips documents made by the tests, in which every part can be replaced.
struct PhilipsText {
    var version = "1.04"
    var acquisition = "date=\"2024-02-29\" time=\"23:59:58\""
    var machine = "<machine machineid=\"1\">PageWriter TC</machine>"
    var characteristics = "<samplingrate>500</samplingrate><resolution>5</resolution>"
    var patient = """
        <patientid>P-7</patientid><name><lastname>Clark</lastname><firstname>Anna</firstname></name>\
        <age><dateofbirth>1963-04-01</dateofbirth></age><sex>Female</sex>
        """
    var interpretations = ""
    var measurements = ""
    var attributes = attributes()
    var samples = wandering { didSet { encoded = nil } }
    /// The text of the waveform; nil for the samples, compressed.
    var encoded: String? = compressed

    var data: Data { Data(text.utf8) }

    var text: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <restingecgdata xmlns="http://www3.medical.philips.com">
        <documentinfo><documentversion>\(version)</documentversion></documentinfo>
        <dataacquisition \(acquisition)>\(machine)
        <signalcharacteristics>\(characteristics)</signalcharacteristics></dataacquisition>
        <patient><generalpatientdata>\(patient)</generalpatientdata></patient>
        \(measurements)
        <interpretations>\(interpretations)</interpretations>
        <waveforms><parsedwaveforms \(attributes)>\(encoded ?? Self.base64(XLIWriter.encode(samples)))\
        </parsedwaveforms></waveforms>
        </restingecgdata>
        """
    }

    private static let wandering = leads(count: 500)
    private static let compressed = base64(XLIWriter.encode(wandering))

    static let twelve = "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"

    static func attributes(
        encoding: String = "Base64",
        compression: String = "compression=\"XLI\"",
        duration: String = "1000",
        labels: String = twelve,
        more: String = ""
    ) -> String {
        """
        dataencoding="\(encoding)" \(compression) durationperchannel="\(duration)" leadlabels="\(labels)" \
        numberofleads="\(labels.split(separator: " ").count)" \(more)
        """
    }

    static let uncompressed = attributes(compression: "compression=\"Uncompressed\"")

    /// Wandering leads of which the limb leads follow from I and II, but for one count now and then.
    static func leads(count: Int, seed: UInt64 = 1) -> [[Int]] {
        var random = SplitMix(state: seed)
        var leads = (0..<12).map { _ in
            var value = Int.random(in: -200...200, using: &random)
            return (0..<count).map { _ in
                value += Int.random(in: -30...30, using: &random)
                return value
            }
        }
        for index in 0..<count {
            let (first, second) = (leads[0][index], leads[1][index])
            let exact = [second - first, -(first + second) / 2, first - second / 2, second - first / 2]
            for limb in 0..<4 { leads[limb + 2][index] = exact[limb] + Int.random(in: -1...1, using: &random) }
        }
        return leads
    }

    static func plain(_ leads: [[Int]]) -> String {
        base64(leads.flatMap { $0.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] } })
    }

    static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString(options: .lineLength76Characters)
    }
}
