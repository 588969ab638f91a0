import Foundation
import Testing

@Suite("The documents")
struct DocumentLinksTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    /// Every page that the project keeps, from its root.
    static var pages: [String] {
        get throws {
            let folders = ["Docs", "Tests", "Benchmarks", "Protocols", "Reports", "Validation"]
            let found = try folders.flatMap { folder in
                try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
                    .map { "\(folder)/\($0)" }
            }
            return ["README.md"] + found.filter { $0.hasSuffix(".md") && !$0.contains("/.build") }.sorted()
        }
    }

    @Test("link to files that are there", arguments: try pages)
    func links(page: String) throws {
        let file = Self.root.appending(path: page)
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(of: /\]\(([A-Za-z0-9_.\/+-]+)(#[^)]*)?\)/) where match.1.contains(/[.\/]/) {
            let target = file.deletingLastPathComponent().appending(path: String(match.1))
            #expect(FileManager.default.fileExists(atPath: target.path), "\(page) links to \(match.1)")
        }
    }
}
