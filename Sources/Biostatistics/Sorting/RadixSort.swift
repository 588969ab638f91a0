/// Sorts by 64-bit keys in linear time where keys spread, and never slower than O(n log n).
///
/// The leading 33 bits that differ are sorted in three passes of 11 bits, least significant first. What still agrees in
/// them stands together afterwards, mostly alone or in true ties, and is sorted by comparison.
enum RadixSort {
    private static let digitBits = 11
    private static let digits = 1 << digitBits
    private static let passes = 3
    /// Below this the counting costs more than comparing.
    private static let smallCount = 512

    static func sort<Element: RadixKeyed>(_ elements: inout [Element]) {
        guard elements.count > smallCount else {
            elements.sort { $0.key < $1.key }
            return
        }
        elements.withUnsafeMutableBufferPointer { main in
            let span = KeySpan(UnsafeBufferPointer(main), bits: digitBits * passes)
            guard span.bits > 0 else { return }
            let scratch = UnsafeMutableBufferPointer<Element>.allocate(capacity: main.count)
            defer { scratch.deallocate() }
            sortLeadingBits(main, scratch, span)
            if span.shift > 0 { sortRuns(main, span) }
        }
    }

    /// The bits in which the keys differ: how many are looked at, and how many below them are not.
    private struct KeySpan {
        let lowest: UInt64
        let bits: Int
        let shift: UInt64

        init<Element: RadixKeyed>(_ elements: UnsafeBufferPointer<Element>, bits limit: Int) {
            var (low, high) = (UInt64.max, UInt64.min)
            for element in elements {
                low = min(low, element.key)
                high = max(high, element.key)
            }
            let width = 64 - (high &- low).leadingZeroBitCount
            lowest = low
            bits = min(width, limit)
            shift = UInt64(max(0, width - limit))
        }

        func leading<Element: RadixKeyed>(_ element: Element) -> UInt64 { (element.key &- lowest) &>> shift }
    }

    private static func sortLeadingBits<Element: RadixKeyed>(
        _ main: UnsafeMutableBufferPointer<Element>,
        _ scratch: UnsafeMutableBufferPointer<Element>,
        _ span: KeySpan
    ) {
        let passes = (span.bits + digitBits - 1) / digitBits
        let counts = UnsafeMutableBufferPointer<Int>.allocate(capacity: passes * digits)
        defer { counts.deallocate() }
        counts.initialize(repeating: 0)
        countDigits(UnsafeBufferPointer(main), span, passes, counts)
        var (source, target) = (main, scratch)
        for pass in 0..<passes {
            let offsets = UnsafeMutableBufferPointer(rebasing: counts[pass * digits..<(pass + 1) * digits])
            turnIntoOffsets(offsets)
            scatter(UnsafeBufferPointer(source), to: target, span, digit: pass, offsets)
            swap(&source, &target)
        }
        if !passes.isMultiple(of: 2) { _ = main.update(fromContentsOf: scratch) }
    }

    private static func countDigits<Element: RadixKeyed>(
        _ elements: UnsafeBufferPointer<Element>,
        _ span: KeySpan,
        _ passes: Int,
        _ counts: UnsafeMutableBufferPointer<Int>
    ) {
        for element in elements {
            var bits = span.leading(element)
            var base = 0
            for _ in 0..<passes {
                counts[base &+ Int(truncatingIfNeeded: bits & UInt64(digits - 1))] &+= 1
                bits &>>= UInt64(digitBits)
                base &+= digits
            }
        }
    }

    private static func turnIntoOffsets(_ counts: UnsafeMutableBufferPointer<Int>) {
        var offset = 0
        for digit in counts.indices {
            let count = counts[digit]
            counts[digit] = offset
            offset += count
        }
    }

    private static func scatter<Element: RadixKeyed>(
        _ source: UnsafeBufferPointer<Element>,
        to target: UnsafeMutableBufferPointer<Element>,
        _ span: KeySpan,
        digit: Int,
        _ offsets: UnsafeMutableBufferPointer<Int>
    ) {
        let shift = UInt64(digit * digitBits)
        for element in source {
            let digit = Int(truncatingIfNeeded: (span.leading(element) &>> shift) & UInt64(digits - 1))
            let place = offsets[digit]
            offsets[digit] = place &+ 1
            target[place] = element
        }
    }

    /// Sorts each run of elements that agree in their leading bits.
    private static func sortRuns<Element: RadixKeyed>(_ main: UnsafeMutableBufferPointer<Element>, _ span: KeySpan) {
        var start = 0
        while start < main.count {
            let leading = span.leading(main[start])
            var end = start + 1
            while end < main.count, span.leading(main[end]) == leading { end += 1 }
            if end - start > 1 {
                var run = UnsafeMutableBufferPointer(rebasing: main[start..<end])
                run.sort { $0.key < $1.key }
            }
            start = end
        }
    }
}
