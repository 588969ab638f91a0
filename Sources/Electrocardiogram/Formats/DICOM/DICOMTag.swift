/// What a DICOM element is: a group and an element number (PS3.6).
struct DICOMTag: Hashable, CustomStringConvertible {
    let group: UInt16
    let element: UInt16

    init(_ group: UInt16, _ element: UInt16) {
        self.group = group
        self.element = element
    }

    /// Such as `(5400,0100)`.
    var description: String { "(\(Self.hexadecimal(group)),\(Self.hexadecimal(element)))" }

    /// Whether the element holds items, which implicit encodings do not say.
    var isSequence: Bool { Self.sequences.contains(self) }

    private static func hexadecimal(_ number: UInt16) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static let sequences: Set<DICOMTag> = [
        .waveformSequence, .channelDefinitions, .channelSource, .sensitivityUnits, .annotations, .conceptName,
        .conceptCode, .measurementUnits,
    ]
}

extension DICOMTag {
    static let transferSyntax = DICOMTag(0x0002, 0x0010)
    static let characterSet = DICOMTag(0x0008, 0x0005)
    static let objectClass = DICOMTag(0x0008, 0x0016)
    static let acquisitionDate = DICOMTag(0x0008, 0x0022)
    static let acquisitionDateTime = DICOMTag(0x0008, 0x002A)
    static let acquisitionTime = DICOMTag(0x0008, 0x0032)
    static let manufacturer = DICOMTag(0x0008, 0x0070)
    static let codeValue = DICOMTag(0x0008, 0x0100)
    static let codingScheme = DICOMTag(0x0008, 0x0102)
    static let codeMeaning = DICOMTag(0x0008, 0x0104)
    static let timezoneOffset = DICOMTag(0x0008, 0x0201)
    static let modelName = DICOMTag(0x0008, 0x1090)
    static let patientName = DICOMTag(0x0010, 0x0010)
    static let patientIdentifier = DICOMTag(0x0010, 0x0020)
    static let birthDate = DICOMTag(0x0010, 0x0030)
    static let patientSex = DICOMTag(0x0010, 0x0040)
    static let patientAge = DICOMTag(0x0010, 0x1010)
    static let groupTimeOffset = DICOMTag(0x0018, 0x1068)
    static let originality = DICOMTag(0x003A, 0x0004)
    static let channelCount = DICOMTag(0x003A, 0x0005)
    static let sampleCount = DICOMTag(0x003A, 0x0010)
    static let samplingFrequency = DICOMTag(0x003A, 0x001A)
    static let groupLabel = DICOMTag(0x003A, 0x0020)
    static let channelDefinitions = DICOMTag(0x003A, 0x0200)
    static let channelLabel = DICOMTag(0x003A, 0x0203)
    static let channelStatus = DICOMTag(0x003A, 0x0205)
    static let channelSource = DICOMTag(0x003A, 0x0208)
    static let sensitivity = DICOMTag(0x003A, 0x0210)
    static let sensitivityUnits = DICOMTag(0x003A, 0x0211)
    static let correctionFactor = DICOMTag(0x003A, 0x0212)
    static let baseline = DICOMTag(0x003A, 0x0213)
    static let timeSkew = DICOMTag(0x003A, 0x0214)
    static let sampleSkew = DICOMTag(0x003A, 0x0215)
    static let channelOffset = DICOMTag(0x003A, 0x0218)
    static let bitsStored = DICOMTag(0x003A, 0x021A)
    static let measurementUnits = DICOMTag(0x0040, 0x08EA)
    static let conceptName = DICOMTag(0x0040, 0xA043)
    static let referencedChannels = DICOMTag(0x0040, 0xA0B0)
    static let temporalRange = DICOMTag(0x0040, 0xA130)
    static let conceptCode = DICOMTag(0x0040, 0xA168)
    static let numericValue = DICOMTag(0x0040, 0xA30A)
    static let annotations = DICOMTag(0x0040, 0xB020)
    static let text = DICOMTag(0x0070, 0x0006)
    static let waveformSequence = DICOMTag(0x5400, 0x0100)
    static let bitsAllocated = DICOMTag(0x5400, 0x1004)
    static let interpretation = DICOMTag(0x5400, 0x1006)
    static let paddingValue = DICOMTag(0x5400, 0x100A)
    static let waveformData = DICOMTag(0x5400, 0x1010)
    static let item = DICOMTag(0xFFFE, 0xE000)
    static let itemEnd = DICOMTag(0xFFFE, 0xE00D)
    static let sequenceEnd = DICOMTag(0xFFFE, 0xE0DD)
}
