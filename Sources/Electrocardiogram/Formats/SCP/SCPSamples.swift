/// What sections 5 and 6 have in common: leads of samples, one after the other (EN 1064, 5.8 and 5.9).
struct SCPSamples {
    private let section: SCPSection
    private let huffman: SCPHuffman?
    private let leads: [ArraySlice<UInt8>]
    /// 0 for samples, 1 for first and 2 for second differences.
    private let differences: Int
    /// Nanovolts per count; 0 where the file has none.
    let nanovolts: Int
    /// Microseconds from sample to sample.
    let interval: Int
    /// Whether stretches between the beats are stored at a lower rate.
    let isBimodal: Bool

    init(_ section: SCPSection, leads count: Int, huffman: SCPHuffman?) throws(RecordingError) {
        self.section = section
        self.huffman = huffman
        nanovolts = try section.uint16(0)
        interval = try section.uint16(2)
        differences = try section.uint8(4)
        // The byte is reserved from version 3 of the protocol on, which dropped this compression.
        isBimodal = try section.uint8(5) != 0 && section.number == 6 && section.protocolVersion < 30
        guard interval > 0 else { throw section.unusable("has no interval between samples") }
        guard differences <= 2 else { throw section.unusable("has differences of unknown order") }
        var position = section.start + 6 + 2 * count
        var leads: [ArraySlice<UInt8>] = []
        for index in 0..<count {
            guard let lead = section.body.slice(at: position, count: try section.uint16(6 + 2 * index)) else {
                throw section.unusable("ends before lead \(index + 1) does")
            }
            leads.append(lead)
            position = lead.endIndex
        }
        self.leads = leads
    }

    /// The first samples of one lead, by its place in section 3.
    ///
    /// Sums of differences wrap at 16 bits, as encoders make them.
    func samples(ofLead index: Int, count: Int) throws(RecordingError) -> [Int] {
        var values = try stored(leads[index], ofLead: index, count: count)
        for position in values.indices.dropFirst(differences) where differences > 0 {
            let before = values[position - 1]
            let predicted = differences == 1 ? before : 2 * before - values[position - 2]
            values[position] = Int(Int16(truncatingIfNeeded: predicted + values[position]))
        }
        return values
    }

    private func stored(_ bytes: ArraySlice<UInt8>, ofLead index: Int, count: Int) throws(RecordingError) -> [Int] {
        if let huffman {
            return try huffman.decode(bytes, count: count) { section.unusable("\($0) in lead \(index + 1)") }
        }
        let reader = LittleEndianBytes(bytes)
        guard count <= bytes.count / 2 else { throw section.unusable("has too few bytes for lead \(index + 1)") }
        return (0..<count).map { reader.int16(at: bytes.startIndex + 2 * $0) ?? 0 }
    }

    /// An error about the section.
    func unusable(_ reason: String) -> RecordingError { section.unusable(reason) }
}
