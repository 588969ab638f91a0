import Foundation

@testable import Electrocardiogram

/// An EDF or BDF file made by the tests from arithmetic of their own, in which every part can be replaced.
struct EDFFile {
    var version: [UInt8] = Array("0       ".utf8)
    var patient = "MCH-0234567 F 02-MAY-1951 Haagse_Harry"
    var recording = "Startdate 02-MAR-2002 PSG-1 T_X MAC_55"
    var startDate = "02.03.02"
    var startTime = "14.05.09"
    /// Nil for the length that the header has.
    var headerLength: String?
    var variant = "EDF+C"
    var recordCount = "2"
    var recordSeconds = "1"
    /// Nil for the number of signals that there are.
    var signalCount: String?
    var signals: [EDFTestSignal]
    var bytesPerSample = 2

    var data: Data {
        let count = signals.count
        var bytes = version
        bytes += Self.field(patient, 80) + Self.field(recording, 80)
        bytes += Self.field(startDate, 8) + Self.field(startTime, 8)
        bytes += Self.field(headerLength ?? String(256 + 256 * count), 8) + Self.field(variant, 44)
        bytes += Self.field(recordCount, 8) + Self.field(recordSeconds, 8)
        bytes += Self.field(signalCount ?? String(count), 4)
        let columns: [(KeyPath<EDFTestSignal, String>, Int)] = [
            (\.label, 16), (\.transducer, 80), (\.unit, 8), (\.physicalMinimum, 8), (\.physicalMaximum, 8),
            (\.digitalMinimum, 8), (\.digitalMaximum, 8), (\.filter, 80), (\.samplesPerRecord, 8),
        ]
        for (column, width) in columns {
            for signal in signals { bytes += Self.field(signal[keyPath: column], width) }
        }
        bytes += Self.field("", 32 * count)
        for record in 0..<(signals.map(\.records.count).max() ?? 0) {
            for signal in signals { bytes += signal.bytes(of: record, width: bytesPerSample) }
        }
        return Data(bytes)
    }

    /// Twelve leads of so many samples in two records, in whole microvolts.
    static func twelve(_ leads: [[Int]], bits: Int = 16) -> EDFFile {
        let limit = 1 << (bits - 1)
        let signals = zip(Lead.allCases, leads).map { lead, samples in
            let half = samples.count / 2
            return EDFTestSignal(
                label: "ECG \(lead.rawValue)",
                physicalMinimum: String(-limit),
                physicalMaximum: String(limit - 1),
                digitalMinimum: String(-limit),
                digitalMaximum: String(limit - 1),
                records: [Array(samples[..<half]), Array(samples[half...])]
            )
        }
        var file = EDFFile(variant: "", signals: signals)
        if bits == 24 {
            file.version = [255] + Array("BIOSEMI".utf8)
            file.variant = "24BIT"
            file.bytesPerSample = 3
        }
        return file
    }

    static func field(_ text: String, _ width: Int) -> [UInt8] {
        let characters = Array(text.utf8.prefix(width))
        return characters + [UInt8](repeating: 32, count: width - characters.count)
    }
}

/// One signal of a file with its samples by record.
struct EDFTestSignal {
    var label: String
    var transducer = ""
    var unit = "uV"
    var physicalMinimum = "-32768"
    var physicalMaximum = "32767"
    var digitalMinimum = "-32768"
    var digitalMaximum = "32767"
    var filter = ""
    var records: [[Int]] = []
    /// For annotations: the text of each record and the bytes that it fills.
    var texts: [String] = []
    var textBytes = 0
    /// Nil for the number that there are.
    var statedSamples: String?

    var samplesPerRecord: String { statedSamples ?? String(records.first?.count ?? 0) }

    func bytes(of record: Int, width: Int) -> [UInt8] {
        if textBytes == 0 { return records[record].flatMap { WFDBFiles.digits($0, count: width) } }
        let text = Array(texts[record].utf8)
        return text + [UInt8](repeating: 0, count: textBytes - text.count)
    }

    /// An annotation signal; the bytes are a multiple of two and three.
    static func annotations(_ texts: [String], label: String = "EDF Annotations", width: Int = 2) -> EDFTestSignal {
        EDFTestSignal(
            label: label,
            unit: "",
            physicalMinimum: "-1",
            physicalMaximum: "1",
            digitalMinimum: width == 2 ? "-32768" : "-8388608",
            digitalMaximum: width == 2 ? "32767" : "8388607",
            records: texts.map { _ in [] },
            texts: texts,
            textBytes: 114,
            statedSamples: String(114 / width)
        )
    }
}
