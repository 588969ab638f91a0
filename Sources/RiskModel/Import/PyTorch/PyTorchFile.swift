import Archive
import Foundation

/// The parts of a file that `torch.save` wrote: the pickle that describes tensors, and the bytes they look into.
struct PyTorchFile {
    /// What the pickle leaves.
    let value: PickleValue
    let heap: PickleHeap
    /// By key.
    let storages: [String: Data]

    /// Reads the format of PyTorch 1.6 and later: a zip of `*/data.pkl`, `*/data/KEY`, `*/byteorder`.
    ///
    /// - Throws: ``RiskModelError``.
    init(zip file: Data) throws(RiskModelError) {
        let entries = try Self.entries(of: file)
        let pickles = entries.keys.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
        guard let path = pickles.first, pickles.count == 1, let pickle = entries[path] else {
            throw .malformedCheckpoint(
                reason: "the archive holds \(pickles.count) files data.pkl; save it with torch.save"
            )
        }
        let folder = path.dropLast("data.pkl".count)
        guard entries[folder + "constants.pkl"] == nil else {
            throw .malformedCheckpoint(reason: "it is a TorchScript program; save model.state_dict() with torch.save")
        }
        guard ["little", nil].contains(entries[folder + "byteorder"].map({ String(decoding: $0, as: UTF8.self) }))
        else {
            throw .malformedCheckpoint(reason: "its numbers are not little-endian; save it on another machine")
        }
        guard pickle.count <= Unpickler.sizeLimit else {
            throw .malformedCheckpoint(reason: "its pickle has \(pickle.count) bytes; save model.state_dict() alone")
        }
        var unpickler = Unpickler([UInt8](pickle)[...])
        value = try unpickler.load()
        heap = unpickler.heap
        let prefix = folder + "data/"
        storages = Dictionary(
            uniqueKeysWithValues: entries.filter { $0.key.hasPrefix(prefix) }
                .map { (String($0.key.dropFirst(prefix.count)), $0.value) }
        )
    }

    /// The archive's files by path; stored as they are, they are together no larger than the archive.
    private static func entries(of file: Data) throws(RiskModelError) -> [String: Data] {
        var entries: [String: Data] = [:]
        var left = file.count
        do throws(ArchiveError) {
            let archive = try ArchiveReader(file, limit: file.count)
            while let entry = try archive.next() {
                guard case .bytes(let bytes) = entry.content, bytes.count <= left else {
                    throw .unfoldsTooFar(bytes: file.count)
                }
                left -= bytes.count
                guard entries.updateValue(bytes, forKey: entry.path) == nil else {
                    throw .damaged(reason: "two files have the name \(ShownName.of(entry.path))")
                }
            }
        } catch {
            // The library's words may hold a name out of the archive.
            throw .malformedCheckpoint(reason: ShownName.of(error.description, limit: 400))
        }
        return entries
    }
}
