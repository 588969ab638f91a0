/// The ranks of values from 0 on, equal values sharing one.
struct DenseRanks {
    /// One rank a value, in the order of the values.
    let ranks: [UInt32]
    /// How many different ranks there are.
    let count: Int

    /// No value is NaN.
    init(_ values: [Double]) {
        var keys = values.map(RadixSort.orderedBits)
        var places = Array(0..<UInt32(values.count))
        RadixSort.sort(&keys, carrying: &places)
        var ranks = [UInt32](repeating: 0, count: values.count)
        var rank: UInt32 = 0
        for (index, place) in places.enumerated() {
            if index > 0, keys[index] != keys[index - 1] { rank += 1 }
            ranks[Int(place)] = rank
        }
        self.ranks = ranks
        count = values.isEmpty ? 0 : Int(rank) + 1
    }
}
