/// What the store cannot do, for reasons that are not the database's.
package enum StoreError: Error, Equatable, CustomStringConvertible {
    case vanished(String)
    case damaged(table: String, key: String)

    package var description: String {
        switch self {
        case .vanished(let what): "the \(what) is gone; try again"
        case .damaged(let table, let key): "\(table) \(key) does not hold what was stored; restore it from a backup"
        }
    }
}
