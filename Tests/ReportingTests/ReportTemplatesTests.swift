import Testing

@testable import Reporting

@Suite struct ReportTemplatesTests {
    @Test(arguments: ["page.mustache", "report.css", "tier-yield/page.mustache", "accuracy/page.mustache"])
    func `a template is found by its path in the folder of reports`(_ name: String) throws {
        #expect(!(try ReportTemplates.text(name)).isEmpty)
    }

    @Test func `a name that is on no shelf is refused`() {
        #expect(throws: ReportingError.badTemplate(name: "missing")) { try ReportTemplates.text("missing") }
    }
}
