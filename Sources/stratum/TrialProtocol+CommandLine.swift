import Foundation
import Trial

extension TrialProtocol {
    /// A shipped protocol by its id, or one in a file.
    ///
    /// - Throws: exit code 65, or ``ProtocolErrors`` with every fault at its line.
    static func named(_ name: String) throws -> TrialProtocol {
        if let id = TrialID(rawValue: name), let shipped = try TrialProtocol.shipped(id) { return shipped }
        guard FileManager.default.fileExists(atPath: name) else {
            let known = TrialProtocol.shippedIDs.map(\.rawValue).joined(separator: ", ")
            throw Failure.refuse("\(name): neither a file nor a shipped protocol (\(known))", code: Failure.badData)
        }
        do {
            return try TrialProtocol.parse(yaml: String(decoding: try InputFile.read(name), as: UTF8.self))
        } catch let errors as ProtocolErrors {
            errors.faults.forEach { Failure.note("\(name):\($0)") }
            throw Failure.refuse("\(name): \(errors.faults.count) fault(s); nothing was stored", code: Failure.badData)
        }
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
