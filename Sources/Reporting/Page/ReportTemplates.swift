import EmbeddedFile
import Mustache
import Reports

/// The templates and the style sheet that the binary carries.
enum ReportTemplates {
    static let style = "report.css"

    /// A page: the frame every report has, around the body of this one.
    static func render(_ context: Any, body: String) throws(ReportingError) -> String {
        var library = MustacheLibrary()
        library.register(try template("page.mustache"), named: "page")
        library.register(try template(body), named: "body")
        guard let page = library.render(context, withTemplate: "page") else {
            throw .badTemplate(name: "page.mustache")
        }
        return page
    }

    static func text(_ name: String) throws(ReportingError) -> String {
        let shelf = reports_shelf()
        for file in UnsafeBufferPointer(start: shelf.files, count: shelf.count)
        where String(cString: file.name) == name {
            return String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
        }
        throw .badTemplate(name: name)
    }

    private static func template(_ name: String) throws(ReportingError) -> MustacheTemplate {
        let text = try text(name)
        do {
            return try MustacheTemplate(string: text)
        } catch {
            throw .badTemplate(name: name)
        }
    }
}
