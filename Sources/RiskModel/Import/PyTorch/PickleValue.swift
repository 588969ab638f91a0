/// What a pickle of PyTorch is made of.
///
/// Containers lie in a ``PickleHeap`` and are named by their places: so what contains itself, or nests a million deep,
/// is held and released like anything else.
enum PickleValue: Sendable, Equatable {
    case none
    case bool(Bool)
    case integer(Int)
    /// An integer wider than 64 bits, least byte first, in two's complement.
    case wideInteger([UInt8])
    case float(Double)
    case string(String)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case global(TorchGlobal)
    case storage(TorchStorage)
    case tensor(TorchTensor)
}

/// The containers of a pickle.
struct PickleHeap: Sendable {
    private(set) var tuples: [[PickleValue]] = []
    private var lists: [[PickleValue]] = []
    private var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

    mutating func newTuple(_ elements: [PickleValue]) -> PickleValue {
        tuples.append(elements)
        return .tuple(tuples.count - 1)
    }

    mutating func newList() -> PickleValue {
        lists.append([])
        return .list(lists.count - 1)
    }

    mutating func newDictionary() -> PickleValue {
        dictionaries.append([])
        return .dictionary(dictionaries.count - 1)
    }

    mutating func append(_ elements: some Sequence<PickleValue>, toList place: Int) {
        lists[place].append(contentsOf: elements)
    }

    mutating func set(_ key: PickleValue, to value: PickleValue, inDictionary place: Int) {
        dictionaries[place].append((key, value))
    }

    /// The elements of a tuple; nil of anything else.
    func elements(_ value: PickleValue) -> [PickleValue]? {
        guard case .tuple(let place) = value else { return nil }
        return tuples[place]
    }

    /// The elements of a tuple of integers; nil of anything else.
    func integers(_ value: PickleValue) -> [Int]? {
        let numbers = elements(value)?.map { element -> Int? in
            if case .integer(let number) = element { number } else { nil }
        }
        guard let numbers, !numbers.contains(nil) else { return nil }
        return numbers.compactMap(\.self)
    }

    /// The elements of a list of texts; nil of anything else.
    func texts(_ value: PickleValue) -> [String]? {
        guard case .list(let place) = value else { return nil }
        let texts = lists[place].compactMap { element -> String? in
            if case .string(let text) = element { text } else { nil }
        }
        return texts.count == lists[place].count ? texts : nil
    }

    /// The entries of a dictionary in the order they were set, those with keys other than text left out; nil of
    /// anything else.
    func entries(_ value: PickleValue) -> [(key: String, value: PickleValue)]? {
        guard case .dictionary(let place) = value else { return nil }
        return dictionaries[place].compactMap { entry in
            if case .string(let key) = entry.key { (key, entry.value) } else { nil }
        }
    }

    /// Whether a value is a dictionary without entries.
    func isEmptyDictionary(_ value: PickleValue) -> Bool {
        guard case .dictionary(let place) = value else { return false }
        return dictionaries[place].isEmpty
    }
}

/// The only names that a pickle may call for; none of them is looked up anywhere.
enum TorchGlobal: Sendable, Equatable {
    case rebuildTensor
    case rebuildParameter
    case orderedDictionary
    case size
    case storage(TorchStorage.Element)

    /// nil for every other name.
    init?(module: String, name: String) {
        switch (module, name) {
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch", "Size"): self = .size
        case ("torch", let name):
            guard let element = TorchStorage.Element(rawValue: name) else { return nil }
            self = .storage(element)
        default: return nil
        }
    }
}
