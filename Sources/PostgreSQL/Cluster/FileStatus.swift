import Glibc

/// What stands at a path.
struct FileStatus {
    let isFolder: Bool
    let isFile: Bool
    let owner: uid_t
    /// The permission bits.
    let mode: mode_t

    /// `nil` when nothing is there or it cannot be looked at; a link is not followed.
    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isFile = status.st_mode & S_IFMT == S_IFREG
        owner = status.st_uid
        mode = status.st_mode & 0o7777
    }
}

extension ClusterError {
    /// The operating system just refused something at `path`.
    static func inaccessible(_ path: String) -> ClusterError {
        .unusableFolder(path: path, problem: .inaccessible(reason: String(cString: strerror(errno))))
    }
}
