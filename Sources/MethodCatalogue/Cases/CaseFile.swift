package import Foundation

/// A file of reference cases: one method, or the analyses of one data set.
package struct CaseFile: Sendable {
    package let name: String
    package let method: String
    package let title: String
    /// What made the expected values, with versions.
    package let tool: String
    /// The requirement that the cases show to be met; the method's name where the file states none.
    package let requirement: String
    package let cases: [ReferenceCase]

    /// Reads a file.
    ///
    /// - Throws: ``MethodInputError`` whose path begins with the file's name.
    package init(name: String, data: Data) throws {
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: data)
        } catch let error as DecodingError {
            throw MethodInputError(path: name, problem: "is no file of cases: \(error.place)")
        }
        self.name = name
        method = content.method
        title = content.title ?? content.method
        tool = content.tool ?? "not stated"
        requirement = content.requirement ?? content.method
        cases = content.cases
    }

    private struct Content: Decodable {
        let method: String
        let title: String?
        let tool: String?
        let requirement: String?
        let cases: [ReferenceCase]
    }
}

extension DecodingError {
    fileprivate var place: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) \(context.debugDescription)"
        case .keyNotFound(let key, let context):
            "\((context.codingPath + [key]).map(\.stringValue).joined(separator: ".")) is missing"
        @unknown default: "it does not decode"
        }
    }
}
