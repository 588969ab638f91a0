import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("The private cluster")
struct PrivateClusterTests {
    @Test("The first to join makes and starts the server, the last to leave stops it")
    func lifeCycle() async throws {
        let folder = try TemporaryClusterFolder()
        let first = try await join(folder.url)
        #expect(try await first.answer(to: "SELECT 1") == "1")
        let second = try await join(folder.url)
        #expect(second.socketFolder == first.socketFolder)

        await first.leave()
        #expect(try await second.answer(to: "SELECT 2") == "2")
        await second.leave()
        #expect(!SocketFolder.answers(in: second.socketFolder))
        #expect(Postmaster(data: folder.url.data) == nil)
    }
}
