@testable import Electrocardiogram

extension EDFFile {
    /// Twelve leads of four samples in two records, without names or remarks.
    static var plain: EDFFile {
        var file = EDFFile.twelve((0..<12).map { lead in (0..<4).map { lead + $0 } })
        file.patient = ""
        file.recording = ""
        return file
    }

    /// Leads I, II and V1 with units and ranges of their own, a signal that is no lead and two annotations.
    ///
    /// The variant is `EDF+C`, `BDF+C` or empty for plain EDF, which has no annotations.
    static func sample(_ variant: String) -> EDFFile {
        let is24 = variant == "BDF+C"
        let limit = is24 ? 8_388_607 : 32767
        let lowest = -limit - 1
        var file = EDFFile(
            variant: variant,
            signals: [
                signal("ECG I", "uV", -3276.8, 3276.7, lowest...limit, [29157, 8198, -12070, lowest, limit, 0, -1, 1]),
                signal("EKG II-Ref", "mV", -5, 5, lowest...limit, [5, -5, 1000, -1000, limit, lowest, 300, 77]),
                signal("V1", "uV", 4000, -4000, -2000...2000, [0, 1, -1, 2000, -2000, 17, -300, 1234]),
                signal("Resp", "%", 0, 100, 0...1000, [0, 1, 999, 1000]),
            ]
        )
        if is24 {
            file.version = [255] + Array("BIOSEMI".utf8)
            file.bytesPerSample = 3
        }
        guard !variant.isEmpty else { return file }
        let texts = [
            "+0\u{14}\u{14}\0+0.5000\u{14}Sinus rhythm\u{14}", "+1\u{14}\u{14}\0+1\u{15}0.2000\u{14}Artefact\u{14}",
        ]
        file.signals.append(
            .annotations(texts, label: "\(variant.prefix(3)) Annotations", width: file.bytesPerSample)
        )
        return file
    }

    private static func signal(
        _ label: String,
        _ unit: String,
        _ low: Double,
        _ high: Double,
        _ digital: ClosedRange<Int>,
        _ samples: [Int]
    ) -> EDFTestSignal {
        let half = samples.count / 2
        return EDFTestSignal(
            label: label,
            transducer: "AgAgCl",
            unit: unit,
            physicalMinimum: Int(exactly: low).map(String.init) ?? String(low),
            physicalMaximum: Int(exactly: high).map(String.init) ?? String(high),
            digitalMinimum: String(digital.lowerBound),
            digitalMaximum: String(digital.upperBound),
            filter: "HP:0.05Hz",
            records: [Array(samples[..<half]), Array(samples[half...])]
        )
    }
}
