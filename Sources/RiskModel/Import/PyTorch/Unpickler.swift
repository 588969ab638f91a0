/// Reads a pickle as PyTorch writes it: builds tensors, dictionaries and plain values, and runs nothing.
///
/// There is no way from here to a function: the names in ``TorchGlobal`` are all that a pickle may call for, and each
/// is carried out here. What is read is bounded in operations, in text and in the depth of the stack.
struct Unpickler {
    /// The largest pickle read, in bytes; that of a network of 218 tensors has 22 KB.
    static let sizeLimit = 16 << 20
    /// The most opcodes.
    static let operationLimit = 1_000_000
    /// The most values on the stack at a time.
    static let stackLimit = 1 << 16
    /// The most open marks at a time.
    static let markLimit = 1_000

    private(set) var reader: PickleReader
    private(set) var heap = PickleHeap()
    /// Every storage that was announced, by key.
    private(set) var storages: [String: TorchStorage] = [:]
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [UInt64: PickleValue] = [:]

    init(_ bytes: ArraySlice<UInt8>) {
        reader = PickleReader(bytes)
    }

    /// The value that the pickle leaves.
    ///
    /// - Throws: ``RiskModelError`` with the byte at fault.
    mutating func load() throws(RiskModelError) -> PickleValue {
        for _ in 0..<Self.operationLimit {
            let opcode = try reader.opcode()
            guard opcode != .stop else { return try end() }
            try run(opcode)
            guard stack.count <= Self.stackLimit, marks.count <= Self.markLimit else {
                throw reader.malformed("the pickle nests too deep")
            }
        }
        throw reader.malformed("the pickle has more than \(Self.operationLimit) steps")
    }

    private mutating func end() throws(RiskModelError) -> PickleValue {
        let value = try pop()
        guard stack.isEmpty, marks.isEmpty else { throw reader.malformed("the pickle ends with values left over") }
        return value
    }

    private mutating func run(_ opcode: PickleOpcode) throws(RiskModelError) {
        switch opcode {
        case .stop: break
        case .proto: try checkProtocol()
        case .frame: try checkFrame()
        case .mark: marks.append(stack.count)
        case .none: stack.append(.none)
        case .newTrue: stack.append(.bool(true))
        case .newFalse: stack.append(.bool(false))
        case .binInt: stack.append(.integer(Int(Int32(truncatingIfNeeded: try reader.unsigned(width: 4)))))
        case .binInt1: stack.append(.integer(Int(try reader.byte())))
        case .binInt2: stack.append(.integer(try reader.length(width: 2)))
        case .long1: stack.append(try reader.long())
        case .binFloat: stack.append(.float(try reader.bigEndianDouble()))
        case .shortBinUnicode: stack.append(.string(try reader.text(lengthWidth: 1)))
        case .binUnicode: stack.append(.string(try reader.text(lengthWidth: 4)))
        case .binUnicode8: stack.append(.string(try reader.text(lengthWidth: 8)))
        case .emptyTuple: stack.append(heap.newTuple([]))
        case .tuple: stack.append(heap.newTuple(try popToMark()))
        case .tuple1: try makeTuple(1)
        case .tuple2: try makeTuple(2)
        case .tuple3: try makeTuple(3)
        case .emptyList: stack.append(heap.newList())
        case .append: try append([try pop()])
        case .appends: try append(try popToMark())
        case .emptyDict: stack.append(heap.newDictionary())
        case .setItem: try set(try popPair())
        case .setItems: try set(try popToMark())
        case .binPut: try put(UInt64(try reader.byte()))
        case .longBinPut: try put(try reader.unsigned(width: 4))
        case .memoize: try put(UInt64(memo.count))
        case .binGet: try get(UInt64(try reader.byte()))
        case .longBinGet: try get(try reader.unsigned(width: 4))
        case .global: try global(module: try reader.line(), name: try reader.line())
        case .stackGlobal: try stackGlobal()
        case .reduce: try reduce()
        case .build: try build()
        case .binPersID: try storage()
        }
    }

    private mutating func checkProtocol() throws(RiskModelError) {
        let number = try reader.byte()
        guard (2...5).contains(number) else { throw reader.malformed("pickle protocol \(number) is not read") }
    }

    /// A frame only says how much may be read ahead.
    private mutating func checkFrame() throws(RiskModelError) {
        var ahead = reader
        _ = try ahead.take(try ahead.length(width: 8))
        _ = try reader.take(8)
    }

    private mutating func makeTuple(_ count: Int) throws(RiskModelError) {
        guard stack.count - (marks.last ?? 0) >= count else { throw reader.malformed("a tuple lacks elements") }
        let elements = Array(stack.suffix(count))
        stack.removeLast(count)
        stack.append(heap.newTuple(elements))
    }

    private mutating func append(_ elements: [PickleValue]) throws(RiskModelError) {
        guard case .list(let place) = try top() else { throw reader.malformed("something is appended to no list") }
        heap.append(elements, toList: place)
    }

    private mutating func set(_ pairs: [PickleValue]) throws(RiskModelError) {
        guard case .dictionary(let place) = try top(), pairs.count.isMultiple(of: 2) else {
            throw reader.malformed("a key is set in no dictionary, or without a value")
        }
        for index in stride(from: 0, to: pairs.count, by: 2) {
            heap.set(pairs[index], to: pairs[index + 1], inDictionary: place)
        }
    }

    private mutating func put(_ place: UInt64) throws(RiskModelError) {
        memo[place] = try top()
    }

    private mutating func get(_ place: UInt64) throws(RiskModelError) {
        guard let value = memo[place] else { throw reader.malformed("memo \(place) is read before it is written") }
        stack.append(value)
    }

    private mutating func popPair() throws(RiskModelError) -> [PickleValue] {
        let value = try pop()
        return [try pop(), value]
    }

    mutating func pop() throws(RiskModelError) -> PickleValue {
        _ = try top()
        return stack.removeLast()
    }

    /// The value on top of the stack, above the last mark.
    func top() throws(RiskModelError) -> PickleValue {
        guard let value = stack.last, stack.count > marks.last ?? 0 else {
            throw reader.malformed("an opcode lacks its operand")
        }
        return value
    }

    private mutating func popToMark() throws(RiskModelError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw reader.malformed("an opcode lacks its mark") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    /// A storage may be announced many times, always the same.
    mutating func announce(_ storage: TorchStorage) throws(RiskModelError) {
        guard (storages.updateValue(storage, forKey: storage.key) ?? storage) == storage else {
            throw reader.malformed("storage \(ShownName.of(storage.key)) is announced in two ways")
        }
        stack.append(.storage(storage))
    }

    mutating func push(_ value: PickleValue) { stack.append(value) }

    mutating func pushDictionary() { stack.append(heap.newDictionary()) }
}
