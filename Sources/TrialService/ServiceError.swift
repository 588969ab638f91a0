package import Trial

/// Why a use case was refused.
///
/// No case knows a tier.
package enum ServiceError: Error, CustomStringConvertible {
    case notPermitted(account: String, role: Role)
    /// The account holds none of the roles that may do this.
    case noRole(account: String, of: [Role])
    case unknownTrial(TrialID)
    case trialExists(TrialID)
    case unknownSubject(SubjectNumber)
    case unknownModel(String)
    case weightsDiffer(model: String, required: String, found: String)
    /// A trial is made with the card of another model than its protocol enrols by.
    case modelDiffers(required: String, found: String)
    /// What the index test reads is not what the model's card asks for.
    case inputsDiffer(model: String, missing: [String], unknown: [String])
    /// A horizon of follow-up, or a cut-point set, names an output that the model does not have.
    case outputMissing(model: String, output: String)
    /// The trial ends in something else than was asked for.
    case endsOtherwise(TrialID, asked: String, ending: String)
    /// The trial's patients enter by ECGs, not by admissions.
    case takesNoAdmissions(TrialID)
    /// Other inputs of the same moment are there, and no reason was given to correct them.
    case correctionNeedsReason(line: Int?)
    case admissionMisdated(line: Int?, String)
    case notReleased(model: String, trial: TrialID)
    /// A model cannot be active without cut points.
    case noCutPoints(model: String)
    /// No model of this id, or with these weights, was ever released in the trial.
    case notWatched(model: String, trial: TrialID, released: [String])
    /// Several weights of one model were released, and none was named.
    case severalWeights(model: String, digests: [String])
    /// The protocol has no cut points for a model, and no threshold was named.
    case noThreshold(model: String)
    case unknownSite(SiteCode)
    case notConfirmed(questions: [String])
    case unknownQuestions([String])
    case enrolmentClosed(SubjectNumber)
    /// The person looks like one who is enrolled already, here or elsewhere.
    case possibleDuplicate(SubjectNumber)
    case stepMissing(SubjectNumber, String)
    /// Screening on a day that has not come.
    case dayInFuture
    case noCut(TrialID)
    case unknownCut(Int)
    /// The protocol's blinding plan keeps tiers from every role the account holds.
    case blinded(account: String)
    /// The database counts transactions from an earlier point than its last seal.
    case trailRunsBackwards

    package var description: String {
        switch self {
        case .notPermitted(let account, let role):
            "account \(account) is no \(role.title.lowercased()); act as one with --as ACCOUNT"
        case .noRole(let account, let roles):
            "account \(account) is no \(roles.map { $0.title.lowercased() }.joined(separator: " and no ")); "
                + "act as one with --as ACCOUNT"
        case .dayInFuture: "the day on which eligibility is judged lies in the future; give today or an earlier day"
        case .unknownTrial(let trial): "there is no trial \(trial.rawValue) here; `stratum trial init` makes one"
        case .trialExists(let trial): "trial \(trial.rawValue) exists already; name another with --id"
        case .unknownSubject(let subject): "there is no participant \(subject) at your sites"
        case .unknownModel(let model): "there is no model \(model); `stratum model list` shows what there is"
        case .weightsDiffer(let model, let required, let found):
            "model \(model) has weights \(found.prefix(12))…, the protocol requires \(required.prefix(12))…"
        case .modelDiffers(let required, let found):
            "the protocol enrols by model \(required), the card is of \(found); give that model's weights and card"
        case .inputsDiffer(let model, let missing, let unknown):
            "the protocol's inputs are not those of model \(model): "
                + [
                    missing.isEmpty ? nil : "missing \(missing.joined(separator: ", "))",
                    unknown.isEmpty ? nil : "unknown to it \(unknown.joined(separator: ", "))",
                ].compactMap(\.self).joined(separator: "; ") + "; see indexTest.inputs"
        case .outputMissing(let model, let output):
            "model \(model) has no output \(output); `stratum model show` lists its outputs"
        case .endsOtherwise(let trial, let asked, let ending):
            "trial \(trial.rawValue) ends in \(ending), not in \(asked): its protocol says so"
        case .takesNoAdmissions(let trial):
            "patients enter trial \(trial.rawValue) by their ECGs: bring them in with `stratum ecg import`"
        case .admissionMisdated(let line, let fault):
            (line.map { "line \($0): " } ?? "") + "\(fault): correct one of the two dates"
        case .correctionNeedsReason(let line):
            (line.map { "line \($0): " } ?? "") + "other values of the same moment are there already; "
                + "if these are right, say why with --reason"
        case .notReleased(let model, let trial):
            "model \(model) is released at no site of trial \(trial.rawValue) that the account serves; "
                + "an administrator does it with `stratum model release`"
        case .noCutPoints(let model):
            "the protocol has no cut points for model \(model); release it with --shadow"
        case .notWatched(let model, let trial, let released):
            "\(model) was never released in trial \(trial.rawValue); released were \(released.joined(separator: ", "))"
        case .severalWeights(let model, let digests):
            "several weights of model \(model) were released; name one by its first digits with --digest: "
                + digests.joined(separator: ", ")
        case .noThreshold(let model):
            "the protocol has no cut points for model \(model); name the score that flags with --threshold"
        case .unknownSite(let site): "the trial has no site \(site.rawValue); `stratum trial show` lists them"
        case .notConfirmed(let questions):
            "not confirmed: \(questions.joined(separator: ", ")); ask, then repeat with --confirm"
        case .unknownQuestions(let ids):
            "not in the checklist: \(ids.joined(separator: ", ")); `stratum trial show` lists its questions"
        case .enrolmentClosed(let subject): "\(subject): \(EnrolmentRefusal.code): \(EnrolmentRefusal.text)"
        case .possibleDuplicate(let subject):
            "\(subject): \(EnrolmentRefusal.duplicateCode): \(EnrolmentRefusal.duplicateText)"
        case .stepMissing(let subject, let step): "\(subject): \(step)"
        case .noCut(let trial):
            "trial \(trial.rawValue) has no data cut; a statistician takes one with `stratum report`"
        case .unknownCut(let number): "there is no data cut \(number)"
        case .trailRunsBackwards:
            "the audit trail was sealed on a server with higher transaction numbers: this database was restored from a "
                + "dump; raise them with pg_resetwal --next-transaction-id, as the administrator's page says"
        case .blinded(let account): "the blinding plan of the protocol keeps tiers from account \(account)"
        }
    }
}
