extension Unpickler {
    mutating func global(module: String, name: String) throws(RiskModelError) {
        guard let global = TorchGlobal(module: module, name: name) else { throw reader.forbidden("\(module).\(name)") }
        push(.global(global))
    }

    mutating func stackGlobal() throws(RiskModelError) {
        let name = try pop()
        guard case .string(let module) = try pop(), case .string(let name) = name else {
            throw reader.malformed("a global has no name")
        }
        try global(module: module, name: name)
    }

    /// Calls a global with a tuple of arguments: each of the few is carried out here.
    mutating func reduce() throws(RiskModelError) {
        let arguments = heap.elements(try pop())
        guard case .global(let global) = try pop(), let arguments else {
            throw reader.malformed("something is called that is no function, or without arguments")
        }
        switch global {
        case .rebuildTensor: push(.tensor(try tensor(arguments)))
        case .rebuildParameter: push(try parameter(arguments))
        case .orderedDictionary:
            guard arguments.isEmpty else { throw reader.malformed("an OrderedDict is made of arguments") }
            pushDictionary()
        case .size:
            guard arguments.count == 1, heap.integers(arguments[0]) != nil else {
                throw reader.malformed("a torch.Size is made of something other than integers")
            }
            push(arguments[0])
        case .storage: throw reader.malformed("a storage is made without its bytes")
        }
    }

    /// storage, offset, sizes, steps, whether it has a gradient, hooks, and in later versions metadata.
    private func tensor(_ arguments: [PickleValue]) throws(RiskModelError) -> TorchTensor {
        guard [6, 7].contains(arguments.count), case .storage(let storage) = arguments[0],
            case .integer(let offset) = arguments[1], let shape = heap.integers(arguments[2]),
            let strides = heap.integers(arguments[3]), case .bool = arguments[4], hasNothing(arguments[5]),
            arguments.count == 6 || hasNothing(arguments[6])
        else { throw reader.malformed("a tensor is rebuilt of other arguments than PyTorch writes") }
        switch TorchTensor.make(storage, offset: offset, shape: shape, strides: strides) {
        case .success(let tensor): return tensor
        case .failure(let reason): throw reader.malformed(reason.text)
        }
    }

    private func parameter(_ arguments: [PickleValue]) throws(RiskModelError) -> PickleValue {
        guard arguments.count == 3, case .tensor = arguments[0], case .bool = arguments[1], hasNothing(arguments[2])
        else { throw reader.malformed("a parameter is rebuilt of other arguments than PyTorch writes") }
        return arguments[0]
    }

    private func hasNothing(_ value: PickleValue) -> Bool { value == .none || heap.isEmptyDictionary(value) }

    /// PyTorch notes the versions of a network's modules in an attribute of the state dictionary; it is let go.
    mutating func build() throws(RiskModelError) {
        let state = heap.entries(try pop())
        guard case .dictionary = try top(), let state, state.allSatisfy({ $0.key == "_metadata" }) else {
            throw reader.forbidden("an attribute set by BUILD")
        }
    }

    /// ("storage", type, key, device, count), in the older format with a view that is None.
    mutating func storage() throws(RiskModelError) {
        let parts = heap.elements(try pop()) ?? []
        guard [5, 6].contains(parts.count), parts[0] == .string("storage"),
            case .global(.storage(let element)) = parts[1],
            case .string(let key) = parts[2], case .string = parts[3], case .integer(let count) = parts[4], count >= 0,
            parts.count == 5 || parts[5] == .none
        else { throw reader.forbidden("a persistent id other than of a storage") }
        try announce(TorchStorage(element: element, key: key, count: count))
    }
}
