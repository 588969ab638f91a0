/// What a rotation has to do, decided from the key file and the database before either is changed.
package enum RotationPlan: Equatable {
    /// Begin with a key: one that the file or a person brings, or nil for a fresh one.
    case begin(from: String, to: String?)
    /// Go on with one that was interrupted.
    case resume(to: String)
    /// The database is done with these keys; only the file still holds them.
    case tidy(current: String, retired: [String])

    /// - Parameters:
    ///   - held: names of the keys in the key file, in its order.
    ///   - wanted: the name of the new key that a person brings, if any.
    ///   - known: the keys of the database.
    /// - Throws: ``IdentityError`` where the file lacks a key that is in force, or the new key cannot be one.
    package init(held: [String], wanted: String?, known: [RotationStore.Key]) throws(IdentityError) {
        let current = known.first { $0.state == .current }?.id ?? held.first ?? ""
        for key in known where key.state != .retired && !held.contains(key.id) { throw .keyNotAtHand(key.id) }
        if known.contains(where: { $0.state == .retiring }) {
            guard wanted == nil || wanted == current else {
                throw .rotationRefused("a rotation to another key is unfinished; run it again without --new-key first")
            }
            self = .resume(to: current)
            return
        }
        if let wanted, wanted == current || known.contains(where: { $0.id == wanted }) {
            throw .rotationRefused("key \(wanted) is or was in use here; bring one that never was")
        }
        let spent = held.filter { id in known.contains { $0.id == id && $0.state == .retired } }
        if wanted == nil, !spent.isEmpty {
            self = .tidy(current: current, retired: spent)
            return
        }
        // A key in the file that the database never saw is of a run that ended before it began in earnest.
        let prepared = held.first { id in id != current && !known.contains { $0.id == id } }
        self = .begin(from: current, to: wanted ?? prepared)
    }
}
