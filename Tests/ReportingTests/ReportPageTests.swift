import Foundation
import Testing
import Trial

@testable import Reporting

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct ReportPageTests {
    /// What a browser would see of a page: elements with their attributes, in order.
    private final class Elements: NSObject, XMLParserDelegate {
        var found: [(name: String, attributes: [String: String])] = []

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            found.append((name, attributes))
        }
    }

    /// Fails where the page is not well-formed.
    private func elements(_ html: String) throws -> [(name: String, attributes: [String: String])] {
        let parser = XMLParser(data: Data(html.utf8))
        let elements = Elements()
        parser.delegate = elements
        #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
        return elements.found
    }

    private func pages() throws -> [String] {
        let cut = try SampleCuts.example()
        let framed = try SampleCuts.cut(frame: "tier,eligible\nvery-low,\nlow,1700\nmid,500\nhigh,66\n")
        return [
            try TierYieldPage.html(SampleCuts.yield(cut)), try AccuracyPage.html(SampleCuts.accuracy(cut)),
            try AccuracyPage.html(SampleCuts.accuracy(framed)),
            try DriftPage.html(DriftReport(DriftReportTests.tally, plan: .init())),
            try SilentPage.html(SilentReport(SilentReportTests.tally, outcome: .shd, level: 0.95)),
        ]
    }

    @Test func `pages are well-formed and need nothing from elsewhere`() throws {
        for page in try pages() {
            let found = try elements(page)
            #expect(!found.contains { ["script", "link", "img", "iframe", "object"].contains($0.name) })
            let links = found.flatMap { $0.attributes.filter { ["src", "href", "xlink:href"].contains($0.key) } }
            #expect(links.isEmpty)
            let outside = page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
            #expect(!outside.contains("http:") && !outside.contains("https:") && !outside.contains("@import"))
            #expect(!outside.contains("url("))
        }
    }

    @Test func `figures have a title and a description, and tables have scopes`() throws {
        for page in try pages() {
            let found = try elements(page)
            let figures = found.filter { $0.name == "svg" }
            #expect(!figures.isEmpty)
            let ids = Set(found.compactMap { $0.attributes["id"] })
            #expect(ids.count == found.filter { $0.attributes["id"] != nil }.count)
            for figure in figures {
                let names = figure.attributes["aria-labelledby"]?.split(separator: " ").map(String.init) ?? []
                #expect(names.count == 2 && ids.isSuperset(of: names))
            }
            #expect(found.filter { $0.name == "th" }.allSatisfy { $0.attributes["scope"] != nil })
        }
    }

    @Test func `the yield page holds the published figures, the source and what is derived`() throws {
        let page = try TierYieldPage.html(SampleCuts.yield(SampleCuts.example()))
        for text in [
            "24/33 (72.7 %)", "(55.8–84.9)", "1/17 (5.9 %)", "z = 4.989", "discovery-2025.csv", "SHA-256",
            "Derived counts",
        ] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test func `markup in a file's text stays text`() throws {
        let text = "subject_id,m_tier,shd,<script>alert(1)</script>\nS1,high,1,\nS2,low,0,\n"
        let cut = try OutcomesFile(outcomes: SampleCuts.file(text, name: "a<b>&\"'.csv")).dataCut()
        for page in [
            try TierYieldPage.html(SampleCuts.yield(cut)), try AccuracyPage.html(SampleCuts.accuracy(cut)),
        ] {
            #expect(!page.contains("<script") && !page.contains("<b>"))
            #expect(page.contains("&lt;script&gt;"))
            _ = try elements(page)
        }
    }

    @Test func `a model's name stays text, and whoever uses a keyboard can reach what scrolls`() throws {
        for page in try pages().suffix(2) {
            #expect(page.contains("m&lt;1&gt;") && !page.contains("m<1>"))
            let regions = try elements(page).filter { $0.attributes["role"] == "region" }
            #expect(regions.count >= 4)
            #expect(regions.allSatisfy { $0.attributes["tabindex"] == "0" && $0.attributes["aria-label"] != nil })
        }
    }

    @Test func `the same cut gives the same bytes`() throws {
        #expect(try pages() == pages())
    }
}
