/// Why a backup cannot be made or restored: what, where, and what to do.
package enum BackupError: Error, Sendable, Equatable {
    /// The place for a new backup or for restored data cannot be used.
    case unusablePlace(path: String, why: String)
    /// Another program is making a backup of the same data folder.
    case underWay
    /// Writers gave no pause for so many seconds.
    case writersBusy(seconds: Int)
    /// There is no finished backup at the path.
    case notABackup(path: String)
    /// A file of the backup is not what was written.
    case damaged(file: String, why: String)
    /// The backup is of a newer kind than this program knows.
    case unknownFormat(Int)
    /// A table of the copy, brought to life, does not hold what the original held.
    case differs(table: String)
    /// Too little room to bring the copy to life.
    case noRoom(path: String, freeMegabytes: Int, neededMegabytes: Int)
}

extension BackupError: CustomStringConvertible {
    /// One line: what, where, what to do.
    package var description: String {
        switch self {
        case .unusablePlace(let path, let why): "\(path) \(why)"
        case .underWay: "another program is making a backup of this database; wait for it, then try again"
        case .writersBusy(let seconds):
            "other programs wrote for \(seconds) s without a pause long enough to begin; try again when they are done"
        case .notABackup(let path):
            "\(path) is no finished backup: name the folder that holds stratum-backup.json and SHA256SUMS"
        case .damaged(let file, let why):
            "the backup is damaged: \(file) \(why); nothing was restored, use another copy of the backup"
        case .unknownFormat(let format): "the backup has format \(format): use the newer program that made it"
        case .differs(let table):
            "table \(table) of the copy differs from the original; the copy was discarded, "
                + "check the disk and try again"
        case .noRoom(let path, let free, let needed):
            "\(path) has \(free) MB free of the \(needed) MB needed to check the copy by restoring it: make room"
        }
    }
}
