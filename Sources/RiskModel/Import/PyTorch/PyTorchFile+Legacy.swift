import Foundation

extension PyTorchFile {
    /// 0x1950a86a20f9469cfc6c, least byte first.
    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    private static let version = 1001

    /// Reads the format before PyTorch 1.6: pickles of a magic number, a version, the system, the object and the keys
    /// of its storages, then each storage's count and numbers.
    ///
    /// - Throws: ``RiskModelError``; offsets count from the start of the pickle at fault.
    init(legacy file: Data) throws(RiskModelError) {
        // The pickles stand at the beginning.
        let bytes = [UInt8](file.prefix(2 * Unpickler.sizeLimit))
        var position = 0
        guard try Self.next(bytes, &position).value == .wideInteger(Self.magic) else {
            throw .malformedCheckpoint(reason: "it is a pickle that torch.save did not write")
        }
        guard try Self.next(bytes, &position).value == .integer(Self.version) else {
            throw .malformedCheckpoint(reason: "it is of another version of the format than \(Self.version)")
        }
        let system = try Self.next(bytes, &position)
        let order = system.heap.entries(system.value)?.last { $0.key == "little_endian" }?.value
        guard order == .bool(true) else {
            throw .malformedCheckpoint(reason: "its numbers are not little-endian; save it on another machine")
        }
        let object = try Self.next(bytes, &position)
        let keys = try Self.next(bytes, &position)
        let wanted = object.storages
        let listed = keys.heap.texts(keys.value)
        guard let listed, Set(listed).count == listed.count else {
            throw .malformedCheckpoint(reason: "the list of its storages is damaged")
        }
        var storages: [String: Data] = [:]
        for key in listed {
            guard let storage = wanted[key] else {
                throw .malformedCheckpoint(reason: "storage \(ShownName.of(key)) is listed and not used")
            }
            storages[key] = try Self.storage(storage, file, &position)
        }
        guard position == file.count else { throw .trailingBytes(file.count - position) }
        self.init(value: object.value, heap: object.heap, storages: storages)
    }

    private init(value: PickleValue, heap: PickleHeap, storages: [String: Data]) {
        self.value = value
        self.heap = heap
        self.storages = storages
    }

    /// One of the pickles that follow each other.
    private struct Part {
        let value: PickleValue
        let heap: PickleHeap
        /// By key.
        let storages: [String: TorchStorage]
    }

    private static func next(_ bytes: [UInt8], _ position: inout Int) throws(RiskModelError) -> Part {
        var unpickler = Unpickler(bytes[position...].prefix(Unpickler.sizeLimit))
        let value = try unpickler.load()
        position = unpickler.reader.position
        return Part(value: value, heap: unpickler.heap, storages: unpickler.storages)
    }

    private static func storage(
        _ storage: TorchStorage,
        _ file: Data,
        _ position: inout Int
    ) throws(RiskModelError) -> Data {
        let start = position + 8
        let field = file.dropFirst(position).prefix(8)
        let count = field.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard field.count == 8, count == storage.count, storage.count <= (file.count - start) / storage.element.width
        else {
            let announced = "\(storage.count) numbers are announced for storage \(ShownName.of(storage.key))"
            throw .malformedCheckpoint(reason: "\(announced), \(max(0, file.count - start)) bytes are left")
        }
        position = start + storage.count * storage.element.width
        return file.dropFirst(start).prefix(position - start)
    }
}
