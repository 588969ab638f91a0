import Testing

@testable import Electrocardiogram

/// Oracle: what the device, or whoever made the file, wrote into it.
///
/// The explanations are in Docs/methods/ecg-measurements.md, which shows the same figures.
@Suite("A real file's waveform")
struct MeasuredFileTests {
    /// A file and those of its differences, waveform less file, that are larger than the tolerance.
    struct Case: Sendable, CustomTestStringConvertible {
        let path: String
        let count: Int
        var explained: [MeasurementComparison.Quantity: Double] = [:]

        var testDescription: String { path }
    }

    static let cases = [
        Case(path: "muse/MUSE_example_introecg.xml", count: 6, explained: [.prInterval: 18]),
        Case(path: "aecg/Example_aECG_FDA_hl7schema.xml", count: 4),
        Case(path: "scp/example_scpinfo.scp", count: 4),
        Case(path: "dicom/anonymous_ecg.dcm", count: 6),
        Case(
            path: "philips/129DYPRG.XML",
            count: 6,
            explained: [.qrsDuration: -41, .qtInterval: -24, .qtcInterval: -21, .qtcBazett: -21]
        ),
        Case(
            path: "muse/synthetic_muse.xml",
            count: 6,
            explained: [.qtInterval: -100, .qtcInterval: -109, .qtcBazett: -109]
        ),
    ]

    /// How far one reader may lie from another without an explanation, in milliseconds or beats per minute.
    private static func tolerance(_ quantity: MeasurementComparison.Quantity) -> Double {
        switch quantity {
        case .ventricularRate: 1
        case .prInterval, .qrsDuration: 10
        case .qtInterval, .qtcInterval, .qtcBazett: 15
        }
    }

    @Test("measures what its file states, within the tolerances or as the methods page explains", arguments: cases)
    func agrees(_ file: Case) throws {
        guard let bytes = SharedData.bytes("data/ecg/" + file.path) else { return }
        let comparison = MeasurementComparison(try RecordingReader.read(bytes))
        #expect(comparison.rows.count { $0.difference != nil } == file.count)
        for row in comparison.rows {
            guard let difference = row.difference else { continue }
            if let explained = file.explained[row.quantity] {
                #expect(abs(difference - explained) <= 2, "\(row)")
            } else {
                #expect(abs(difference) <= Self.tolerance(row.quantity), "\(row)")
            }
        }
        // A wide gap is told where it is shown. That of QTc is told once, by the formula that both share.
        let told = file.explained.keys.filter { $0 != .qtcInterval }
        #expect(comparison.remarks.count { $0.contains("is usual") } == told.count, "\(comparison.remarks)")
        for quantity in told {
            #expect(comparison.remarks.contains { $0.hasPrefix(quantity.title) }, "\(comparison.remarks)")
        }
    }

    @Test("of a regular heart is suspected of no swapped electrodes")
    func swap() throws {
        guard let file = SharedData.bytes("data/ecg/muse/MUSE_example_introecg.xml") else { return }
        #expect(SignalQuality(try RecordingReader.read(file).signal).suspectedSwap == nil)
    }
}
