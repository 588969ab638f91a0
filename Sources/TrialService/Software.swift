/// What this program calls itself in every record it keeps.
package enum Software {
    package static let version = "0.1.0"
    package static let name = "stratum \(version)"
}
