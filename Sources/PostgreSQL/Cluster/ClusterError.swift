/// Why the private cluster cannot be used: what happened, where, and what to do about it.
public enum ClusterError: Error, Sendable, Equatable {
    /// No PostgreSQL server programs of the needed kind; `version` is the major version an existing folder asks for.
    case serverMissing(version: Int?)
    /// The program runs as root, and the account that PostgreSQL would run as does not exist.
    case accountMissing(name: String)
    /// A folder or file cannot be used as it is.
    case unusableFolder(path: String, problem: FolderProblem)
    /// One of PostgreSQL's programs failed; `output` holds the end of what it said.
    case toolFailed(tool: String, output: String, log: String?)
    /// A step took longer than it may.
    case timedOut(step: String, seconds: Int)
    /// The server runs, other programs use it, and its socket has been removed.
    case socketLost(folder: String)
    /// Other programs, named here with their process numbers, use the server that was to be stopped.
    case inUse(programs: [String])
    /// The task was cancelled while it waited.
    case cancelled

    /// What is wrong with a folder.
    public enum FolderProblem: Sendable, Equatable {
        /// Something else stands at that path.
        case notAFolder
        /// It belongs to the user with this number.
        case ownedByAnother(user: UInt32)
        /// Every user may write into it.
        case writableByAll
        /// The account that runs PostgreSQL cannot reach it.
        case unreachable(account: String)
        /// The operating system's words for why it cannot be made, opened or read.
        case inaccessible(reason: String)
        /// There is less room than the cluster, or its copy, needs.
        case full(freeMegabytes: Int, neededMegabytes: Int)
    }
}

extension ClusterError: CustomStringConvertible {
    /// One line: what, where, what to do.
    public var description: String {
        switch self {
        case .serverMissing(let version?):
            "PostgreSQL \(version), which wrote this data folder, is not installed: apt-get install postgresql-\(version)"
        case .serverMissing(nil):
            "PostgreSQL \(ServerPrograms.oldestVersion) or newer is not installed: apt-get install postgresql"
        case .accountMissing(let name):
            "PostgreSQL does not run as root, and there is no account '\(name)': apt-get install postgresql makes it"
        case .unusableFolder(let path, let problem):
            "\(path) \(problem.description)"
        case .toolFailed(let tool, let output, let log):
            "\(tool) failed: \(output)" + (log.map { " (more in \($0))" } ?? "")
        case .timedOut(let step, let seconds):
            "\(step) took longer than \(seconds) s; see whether the disk or another program is busy, then try again"
        case .socketLost(let folder):
            "the database runs but its socket in \(folder) is gone: end the other programs that use it, then try again"
        case .inUse(let programs):
            "the database is in use by \(programs.joined(separator: ", ")): end that first, or add --force"
        case .cancelled:
            "cancelled before the database was ready"
        }
    }
}

extension ClusterError.FolderProblem: CustomStringConvertible {
    /// What is wrong and what to do, to follow the path in a sentence.
    public var description: String {
        switch self {
        case .notAFolder:
            "is not a folder: move it away or choose another data folder"
        case .ownedByAnother(let user):
            "belongs to the user with number \(user): run as that user or choose another data folder"
        case .writableByAll:
            "can be written by every user: chmod o-w it or choose another data folder"
        case .unreachable(let account):
            "cannot be reached by the account '\(account)', as which PostgreSQL runs: choose another data folder"
        case .inaccessible(let reason):
            "cannot be used (\(reason)): check its permissions and the disk, or choose another data folder"
        case .full(let free, let needed):
            "has \(free) MB free of the \(needed) MB that the database needs: make room or choose another data folder"
        }
    }
}
