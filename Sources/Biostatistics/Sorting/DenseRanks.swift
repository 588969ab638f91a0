/// The ranks of values from 0 on, equal values sharing one.
struct DenseRanks {
    /// One rank a value, in the order of the values.
    let ranks: [UInt32]
    /// How many different ranks there are.
    let count: Int

    /// No value is NaN.
    init(_ values: [Double]) {
        var rows = zip(values, 0...).map { KeyedNumber(key: OrderedKey.of($0), number: UInt32($1)) }
        RadixSort.sort(&rows)
        var ranks = [UInt32](repeating: 0, count: values.count)
        var rank: UInt32 = 0
        var last = rows.first?.key
        for row in rows {
            if row.key != last {
                rank += 1
                last = row.key
            }
            ranks[Int(row.number)] = rank
        }
        self.ranks = ranks
        count = values.isEmpty ? 0 : Int(rank) + 1
    }
}
