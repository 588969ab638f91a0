import Crypto
package import Foundation
import Yams

extension TrialProtocol {
    /// Reads a protocol, at most 1 MiB of YAML without anchors and aliases.
    ///
    /// - Throws: ``ProtocolErrors`` with every fault, each at its line.
    package static func parse(_ bytes: Data) throws(ProtocolErrors) -> TrialProtocol {
        try parse(yaml: ProtocolText.decode(bytes))
    }

    /// Reads a protocol, at most 1 MiB of YAML without anchors and aliases.
    ///
    /// - Throws: ``ProtocolErrors`` with every fault, each at its line.
    package static func parse(yaml: String) throws(ProtocolErrors) -> TrialProtocol {
        let root = try ProtocolText.compose(yaml)
        var reader = ProtocolReader()
        let parsed = reader.trialProtocol(.init(node: root, path: ""), source: yaml)
        guard let parsed, reader.faults.isEmpty else { throw ProtocolErrors(reader.faults) }
        return parsed
    }

    /// What is wrong with a tree beside what its text already gave away.
    static func faults(of root: Node) -> [ProtocolErrors.Fault] {
        var reader = ProtocolReader()
        _ = reader.trialProtocol(.init(node: root, path: ""), source: "")
        return reader.faults
    }
}

extension ProtocolReader {
    private static let topLevelKeys = [
        "id", "title", "registryNumber", "sponsor", "version", "sites", "eligibility", "tiers", "indexTest",
        "otherModels", "cutPointSets", "indexRecording", "sampling", "blinding", "windows", "outcomeDefinition",
        "readingPlan", "followUp", "analysisPlan",
    ]

    fileprivate mutating func trialProtocol(_ item: Item, source: String) -> TrialProtocol? {
        guard let root = section(item, keys: Self.topLevelKeys) else { return nil }
        // Every section is read before the first nil is looked at, so that one run shows all faults.
        let id = slug("id", in: root).flatMap(TrialID.init(rawValue:))
        let title = text("title", in: root)
        let registryNumber = root.entries["registryNumber"] == nil ? nil : text("registryNumber", in: root)
        let sponsor = text("sponsor", in: root)
        let version = integer("version", in: root, 1...9_999)
        let sites = sites(in: root)
        let eligibility = eligibility(in: root)
        let tiers = tiers(in: root)
        let models = models(in: root)
        let sets = cutPointSets(in: root, scale: tiers, models: models?.ids)
        checkEnrolling(models?.index, sets: sets, scale: tiers, in: root)
        let recording = indexRecording(in: root)
        let sampling = sampling(in: root, scale: tiers)
        let blinding = blinding(in: root)
        let windows = windows(in: root, entry: models?.index.entry ?? .ecg)
        let ending = ending(in: root)
        let analysis = analysisPlan(in: root, ending: ending)
        checkHorizons(ending, enrolling: sets?.first { $0.id == models?.index.cutPointSet }, in: root)
        guard let id, let title, let sponsor, let version, let sites, let eligibility, let tiers, let models, let sets,
            let enrolling = sets.first(where: { $0.id == models.index.cutPointSet }), let recording, let sampling,
            let blinding, let windows, let ending, let analysis
        else { return nil }
        return TrialProtocol(
            id: id,
            title: title,
            registryNumber: registryNumber,
            sponsor: sponsor,
            version: version,
            sites: sites,
            eligibility: eligibility,
            tiers: tiers,
            indexTest: models.index,
            otherModels: models.others,
            cutPointSets: sets,
            enrollingCutPointSet: enrolling,
            indexRecording: recording,
            sampling: sampling,
            blinding: blinding,
            windows: windows,
            ending: ending,
            analysisPlan: analysis,
            source: source,
            sha256: SHA256.hash(data: Data(source.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        )
    }

    private mutating func sites(in root: Section) -> [TrialProtocol.Site]? {
        guard let items = list("sites", in: root) else { return nil }
        let sites = items.map { site($0) }
        refuseRepeats(zip(sites, items).compactMap { site, item in site.map { ($0.code.rawValue, item) } })
        return sites.compactMap { $0 }
    }

    private mutating func site(_ item: Item) -> TrialProtocol.Site? {
        guard let site = section(item, keys: ["code", "name", "timeZone"]) else { return nil }
        let code = text("code", in: site).flatMap(SiteCode.init(rawValue:))
        if code == nil, site.entries["code"] != nil {
            fail("code", in: site, "must be 2–8 capital letters and digits")
        }
        let name = text("name", in: site)
        let zone = text("timeZone", in: site)
        let known = zone.flatMap { $0.contains("/") || $0 == "UTC" ? TimeZone(identifier: $0) : nil }
        if zone != nil, known == nil {
            fail("timeZone", in: site, "must be an IANA time zone such as America/New_York")
        }
        guard let code, let name, let known else { return nil }
        return .init(code: code, name: name, timeZone: known)
    }
}
