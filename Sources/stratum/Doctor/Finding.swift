import Foundation

/// What `doctor` found in one place.
struct Finding: Encodable, Equatable {
    /// How bad it is.
    enum Level: String, Encodable, Comparable {
        case ok, warning, wrong

        static func < (left: Level, right: Level) -> Bool {
            let order: [Level] = [.ok, .warning, .wrong]
            return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
        }
    }

    let level: Level
    let check: String
    /// What is so; where it is not well, also how to mend it.
    let text: String

    init(_ level: Level, _ check: String, _ text: String) {
        (self.level, self.check, self.text) = (level, check, text)
    }

    /// Well, or as wrong as the error that `body` throws says.
    static func of(_ check: String, _ body: () async throws -> String) async -> Finding {
        do { return Finding(.ok, check, try await body()) } catch {
            return Finding(.wrong, check, Failure.line(for: error))
        }
    }

    var line: String {
        level.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
            + check.padding(toLength: 15, withPad: " ", startingAt: 0) + text
    }
}
