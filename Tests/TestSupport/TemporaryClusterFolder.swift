package import Foundation
import Glibc

/// A fresh folder for a private cluster, whose server is stopped and which is removed when this process ends.
///
/// A small shell waits at the far end of a pipe that only this process holds open, so that even a killed test run
/// leaves no server behind.
package struct TemporaryClusterFolder: Sendable {
    package let url: URL

    /// Settings that trade safety for speed: tests may lose their data when the machine fails.
    package static let hasty = [
        "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200",
    ]

    /// Makes the folder and sets the watch over it.
    ///
    /// - Parameter subfolder: A path to append, which a cluster would have to make.
    /// - Throws: `POSIXError`, or why the shell cannot be started.
    package init(subfolder: String = "") throws {
        var template = Array("/tmp/stratum-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Root's server runs as another account, which must be able to pass.
        chmod(path, 0o711)
        url = URL(filePath: path + subfolder, directoryHint: .isDirectory)
        try Self.watch(path)
    }

    private static func watch(_ path: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        _ = try ChildProcess(["/bin/sh", "-c", vigil, "sh", path], input: reading)
        // The writing end stays open for as long as this process lives.
    }

    private static let vigil = """
        trap '' INT TERM HUP
        read -r _
        find "$1" -name postmaster.pid -exec head -n 1 {} ';' | while read -r pid; do
            kill -QUIT "$pid" || continue
            tries=100
            while kill -0 "$pid" && [ "$tries" -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
        done
        rm -rf "$1"
        """
}
