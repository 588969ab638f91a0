// The streams of C are variables, which Swift trusts no more than this.
@preconcurrency import Glibc

/// Standard input, output and error, which whoever starts the program may have closed or filled up.
enum StandardStreams {
    /// Makes sure that the three are open and that a closed pipe ends no command half-way.
    ///
    /// A closed stream's number would go to the next file or socket, and what is printed into the database.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// Writes out what was printed.
    ///
    /// - Returns: the exit code; 69 instead of 0 where the output was lost. A reader that has seen enough, as `head`
    ///   does, is no failure.
    static func finish(_ code: Int32) -> Int32 {
        let flushed = fflush(stdout)
        let reason = flushed == 0 ? "a write failed" : String(cString: strerror(errno))
        guard flushed != 0 || ferror(stdout) != 0, !isAbandoned(STDOUT_FILENO) else { return code }
        Failure.note("standard output: \(reason); what the command did is kept, what it printed is lost: make room")
        return code == 0 ? Failure.unavailable : code
    }

    /// Whether the far end of a pipe is closed.
    private static func isAbandoned(_ descriptor: Int32) -> Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&state, 1, 0) > 0 && state.revents & Int16(POLLERR) != 0
    }
}
