/// A participant's pseudonym in the trial: the site's code and a running number, printed `NYP-0042`.
package struct SubjectNumber: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let site: SiteCode
    /// 1–9999, running within the site.
    package let number: Int

    /// Nil where the number is outside 1–9999.
    package init?(site: SiteCode, number: Int) {
        guard (1...9999).contains(number) else { return nil }
        self.site = site
        self.number = number
    }

    /// - Parameter rawValue: site code, hyphen, exactly four digits, not all zero; otherwise nil.
    package init?(rawValue: String) {
        let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let site = SiteCode(rawValue: String(parts[0])) else { return nil }
        let digits = parts[1].utf8
        guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let number = Int(parts[1]) else { return nil }
        self.init(site: site, number: number)
    }

    package var rawValue: String {
        let digits = String(number)
        return site.rawValue + "-" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    package var description: String { rawValue }

    package static func < (a: SubjectNumber, b: SubjectNumber) -> Bool {
        (a.site, a.number) < (b.site, b.number)
    }
}
