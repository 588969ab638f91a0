package import Foundation

extension Data {
    /// Lower-case hexadecimal digits.
    package var hex: String { map { String(format: "%02x", $0) }.joined() }
}
