import Foundation
import Trial

extension TrialProtocol {
    /// A shipped protocol by its id, or one in a file.
    ///
    /// - Throws: exit code 65, or ``ProtocolErrors`` with every fault at its line.
    static func named(_ name: String) throws -> TrialProtocol {
        if let id = TrialID(rawValue: name), let shipped = try TrialProtocol.shipped(id) { return shipped }
        let bytes: Data
        do {
            bytes = try InputFile.bytes(name, limit: 1 << 20)
        } catch FileFault.missing {
            let known = TrialProtocol.shippedIDs.map(\.rawValue).joined(separator: ", ")
            throw Failure.refuse("\(name): neither a file nor a shipped protocol (\(known))", code: Failure.badData)
        } catch {
            throw Failure.refuse("\(name.isEmpty ? "\"\"" : name): \(error)", code: Failure.badData)
        }
        do {
            return try TrialProtocol.parse(bytes)
        } catch {
            throw refusal(of: name, error.faults)
        }
    }

    /// One line a fault, as compilers print them; the last says that nothing was done.
    private static func refusal(of name: String, _ faults: [ProtocolErrors.Fault]) -> any Error {
        let lines = faults.map { fault in
            "\(name):\(fault.line):\(fault.column): " + (fault.path.isEmpty ? "" : fault.path + ": ") + fault.message
        }
        guard lines.count > 1 else {
            return Failure.refuse("\(lines.first ?? name); nothing was stored", code: Failure.badData)
        }
        lines.forEach(Failure.note)
        return Failure.refuse("\(name): \(lines.count) faults; nothing was stored", code: Failure.badData)
    }

    /// The site with this code.
    func site(named code: String) throws -> Site {
        guard let site = sites.first(where: { $0.code.rawValue == code }) else {
            let known = sites.map(\.code.rawValue).joined(separator: ", ")
            throw Failure.refuse("site \(code) is not in the protocol, which has \(known)", code: Failure.badData)
        }
        return site
    }
}
