/// A signal as positions in the ascending list of its distinct values, zero among them.
struct RankedValues {
    /// Ascending, without repetition.
    let values: [Double]
    /// For each sample its position in ``values``.
    let ranks: [Int32]
    /// The position of zero in ``values``.
    let zero: Int32

    /// Ranks by a grid where the signal is quantised, as counts of any scale are; else by sorting.
    ///
    /// The grid spares the sort, which takes longer than the running medians. The finer grids hold more bits but leave
    /// the first-level cache, hence the coarsest that tells all values apart.
    ///
    /// - Precondition: values are finite.
    init(_ signal: [Double]) {
        let low = signal.reduce(0) { $1 < $0 ? $1 : $0 }
        let high = signal.reduce(0) { $1 > $0 ? $1 : $0 }
        let range = low...high
        self =
            Self.onGrid(signal, range, cells: 1 << 11)
            ?? Self.onGrid(signal, range, cells: 1 << 13)
            ?? Self.onGrid(signal, range, cells: 1 << 16)
            ?? Self.bySorting(signal)
    }

    private init(values: [Double], ranks: [Int32], zero: Int32) {
        self.values = values
        self.ranks = ranks
        self.zero = zero
    }

    /// Nil unless each cell of a grid over the range holds at most one distinct value.
    private static func onGrid(_ signal: [Double], _ range: ClosedRange<Double>, cells: Int) -> RankedValues? {
        let width = range.upperBound - range.lowerBound
        let cellsPerUnit = Double(cells - 1) / width
        guard width.isFinite, cellsPerUnit.isFinite else { return nil }
        // Subtraction, product and truncation never reverse an order, so a higher cell holds a higher value.
        let cellOf = signal.map { Int(($0 - range.lowerBound) * cellsPerUnit) }
        let cellOfZero = Int((0 - range.lowerBound) * cellsPerUnit)
        // Not a number marks an empty cell: it is neither lower nor higher than what comes.
        var contents = [Double](repeating: .nan, count: cells)
        contents[cellOfZero] = 0
        let isInjective = contents.withUnsafeMutableBufferPointer { contents in
            var isInjective = true
            for (value, cell) in zip(signal, cellOf) {
                let occupant = contents[cell]
                isInjective = isInjective && !(occupant < value || occupant > value)
                contents[cell] = value
            }
            return isInjective
        }
        guard isInjective else { return nil }
        let (values, rankOf) = compressed(contents)
        return RankedValues(values: values, ranks: cellOf.map { rankOf[$0] }, zero: rankOf[cellOfZero])
    }

    /// The contents of the cells that are not empty, and for each cell how many of these lie below it.
    private static func compressed(_ contents: [Double]) -> ([Double], [Int32]) {
        var rankOf = [Int32](repeating: 0, count: contents.count)
        let values = [Double](unsafeUninitializedCapacity: contents.count) { values, count in
            // Every cell is written and only full ones are counted, so that nothing branches on the data.
            for cell in contents.indices {
                rankOf[cell] = Int32(truncatingIfNeeded: count)
                values[count] = contents[cell]
                count &+= contents[cell] == contents[cell] ? 1 : 0
            }
        }
        return (values, rankOf)
    }

    private static func bySorting(_ signal: [Double]) -> RankedValues {
        let sorted = (signal + [0]).sorted()
        let distinct = sorted.indices.filter { $0 == 0 || sorted[$0 - 1] != sorted[$0] }.map { sorted[$0] }
        return RankedValues(
            values: distinct,
            ranks: signal.map { position(of: $0, in: distinct) },
            zero: position(of: 0, in: distinct)
        )
    }

    private static func position(of value: Double, in sorted: [Double]) -> Int32 {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return Int32(low)
    }
}
