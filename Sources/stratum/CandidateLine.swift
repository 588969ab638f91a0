import Trial
import TrialService
import TrialStore

/// A participant with who they are, as a desk sees them on the screen or in JSON.
struct CandidateLine: Encodable {
    let subject: String
    let site: String
    let state: String
    let recordNumber: String
    let familyName: String?
    let givenName: String?
    let birthDate: String?

    init(_ candidate: TrialService.Candidate) {
        subject = candidate.participant.subject.rawValue
        site = candidate.participant.site.rawValue
        state = candidate.participant.state.rawValue
        recordNumber = candidate.identity?.recordNumber ?? ""
        familyName = candidate.identity?.familyName
        givenName = candidate.identity?.givenName
        birthDate = candidate.identity?.birthDate
    }

    private var text: String {
        let name = [familyName, givenName].compactMap(\.self).joined(separator: ", ")
        return "\(subject)  \(state.padding(16))  \(recordNumber.padding(14))  \(name)"
    }

    static func print(_ candidates: [TrialService.Candidate], json: Bool) throws {
        let lines = candidates.map(CandidateLine.init)
        if json { return Swift.print(try JSONText.of(lines)) }
        for line in lines { Swift.print(line.text.printable) }
    }
}
