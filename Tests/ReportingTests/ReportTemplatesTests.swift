import Foundation
import Testing

@testable import Reporting

@Suite struct ReportTemplatesTests {
    @Test func `the binary carries every template and style sheet of the folder, byte for byte`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appendingPathComponent("Reports")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".mustache") || $0.hasSuffix(".css") }
        #expect(names.count == 4)
        for name in names {
            let onDisk = try Data(contentsOf: folder.appendingPathComponent(name))
            #expect(Data(try ReportTemplates.text(name).utf8) == onDisk, "\(name)")
        }
    }

    @Test func `a name that is on no shelf is refused`() {
        #expect(throws: ReportingError.badTemplate(name: "missing")) { try ReportTemplates.text("missing") }
    }
}
