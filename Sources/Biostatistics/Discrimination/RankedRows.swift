/// Rows in the order of a score, lowest first, ties together: for what must find its way back to the patient.
struct RankedRows {
    private let entries: [KeyedRow]

    /// One label a score, none NaN; fewer than 2³¹ rows.
    init(scores: [Double], labels: [Bool]) {
        precondition(scores.count == labels.count && scores.count < 1 << 31, "one label a score, and not too many")
        var entries = [KeyedRow](unsafeUninitializedCapacity: scores.count) { entries, count in
            for (row, score) in scores.enumerated() {
                precondition(!score.isNaN, "a score must be a number")
                entries[row] = KeyedRow(key: OrderedKey.of(score), row: row, isCase: labels[row])
            }
            count = scores.count
        }
        RadixSort.sort(&entries)
        self.entries = entries
    }

    /// Visits the rows of every distinct score, lowest first.
    func forEachTie(_ body: (UnsafeBufferPointer<KeyedRow>) -> Void) {
        entries.withUnsafeBufferPointer { entries in
            var start = 0
            while start < entries.count {
                let key = entries[start].key
                var end = start + 1
                while end < entries.count, entries[end].key == key { end += 1 }
                body(UnsafeBufferPointer(rebasing: entries[start..<end]))
                start = end
            }
        }
    }

    /// Every row's place among the distinct scores, from 0, and how many distinct scores there are.
    func denseRanks() -> (ranks: [UInt32], distinct: Int) {
        var distinct = 0
        let ranks = [UInt32](unsafeUninitializedCapacity: entries.count) { ranks, count in
            forEachTie { tie in
                for entry in tie { ranks[entry.row] = UInt32(truncatingIfNeeded: distinct) }
                distinct += 1
            }
            count = entries.count
        }
        return (ranks, distinct)
    }

    /// Every row's doubled placement in the other class.
    func doubledPlacements() -> [UInt32] {
        let caseCount = entries.reduce(0) { $0 &+ ($1.isCase ? 1 : 0) }
        var (casesBelow, controlsBelow) = (0, 0)
        return [UInt32](unsafeUninitializedCapacity: entries.count) { placements, count in
            forEachTie { tie in
                let cases = tie.reduce(0) { $0 &+ ($1.isCase ? 1 : 0) }
                let controls = tie.count &- cases
                let ofCase = UInt32(truncatingIfNeeded: 2 &* controlsBelow &+ controls)
                let above = caseCount &- casesBelow &- cases
                let ofControl = UInt32(truncatingIfNeeded: 2 &* above &+ cases)
                for entry in tie { placements[entry.row] = entry.isCase ? ofCase : ofControl }
                casesBelow &+= cases
                controlsBelow &+= controls
            }
            count = entries.count
        }
    }
}
