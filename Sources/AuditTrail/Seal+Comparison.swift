package import Foundation

/// An entry as it is found now.
package struct FoundEntry: Sendable, Equatable {
    /// Nil where the line does not say.
    package let id: Int?
    package let leaf: Data
    package let at: String?
    package let table: String?

    package init(id: Int?, leaf: Data, at: String? = nil, table: String? = nil) {
        self.id = id
        self.leaf = leaf
        self.at = at
        self.table = table
    }
}

extension Seal {
    /// Compares what was sealed with what is there.
    ///
    /// - Parameters:
    ///   - found: the entries in the range of the seal, in their order now.
    ///   - withheld: entries that the reader may not see; they are taken to be there.
    /// - Returns: damages in the order of the seal.
    package func damages(found: [FoundEntry], withheld: Set<Int> = []) -> [TrailDamage] {
        var match = Matching(self, found: found, withheld: withheld)
        match.pairAltered()
        let deleted = match.missing.map { (Double($0), TrailDamage(.entryDeleted, seal: number, entry: entries[$0])) }
        let all = match.damages + deleted
        return all.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// Which sealed entry each found one is: by its leaf where that is intact, else by its number.
private struct Matching {
    private let seal: Seal
    private let found: [FoundEntry]
    /// Sealed entries that nothing intact was found for, by index.
    private(set) var missing: [Int] = []
    /// Each with where it stands in the seal.
    private(set) var damages: [(Double, TrailDamage)] = []
    /// Found entries that are no sealed one, with the index of the sealed entry before them.
    private var strangers: [(found: FoundEntry, after: Int)] = []

    init(_ seal: Seal, found: [FoundEntry], withheld: Set<Int>) {
        self.seal = seal
        self.found = found
        var index = Dictionary(zip(seal.leaves, seal.leaves.indices)) { first, _ in first }
        var last = -1
        var moved = false
        for entry in found {
            guard let place = index.removeValue(forKey: entry.leaf) else {
                strangers.append((entry, last))
                continue
            }
            if place < last, !moved {
                moved = true
                damages.append((Double(place), entry.damage(.entryMoved, seal.number, seal.entries[place])))
            }
            last = max(last, place)
        }
        let lost = Set(index.values)
        missing = seal.entries.indices.filter { lost.contains($0) && !withheld.contains(seal.entries[$0]) }
    }

    /// A stranger with a missing entry's number is that entry, altered; one without a number is the next missing.
    mutating func pairAltered() {
        for (entry, after) in strangers {
            let place = missing.firstIndex { entry.id == nil ? $0 > after : seal.entries[$0] == entry.id }
            if let place {
                let index = missing.remove(at: place)
                damages.append((Double(index), entry.damage(.entryAltered, seal.number, seal.entries[index])))
            } else {
                damages.append((Double(after) + 0.5, entry.damage(.entryInserted, seal.number, entry.id)))
            }
        }
    }
}

extension FoundEntry {
    fileprivate func damage(_ kind: TrailDamage.Kind, _ seal: Int, _ entry: Int?) -> TrailDamage {
        TrailDamage(kind, seal: seal, entry: entry, at: at, table: table)
    }
}
