import Foundation
import PostgreSQL
import TestSupport
import Testing

/// Random values of every codec: what comes back is what was sent, and the server's own text of it is the text of the same value
/// written by other means.
@Suite struct CodecPropertyTests {
    /// `STRATUM_TEST_SEED` repeats a run that failed.
    private static let seed =
        ProcessInfo.processInfo.environment["STRATUM_TEST_SEED"].flatMap(UInt64.init) ?? .random(in: 0...(.max))

    private var seed: UInt64 { Self.seed }

    /// Sends the values and compares what comes back by `same`, and the server's text with that of `written`, an expression for the
    /// value that does not pass through its codec.
    private func expect<Value: PostgresCodable>(
        _ values: [Value],
        same: @Sendable (Value, Value) -> Bool,
        at location: SourceLocation = #_sourceLocation,
        written: @Sendable (Value) -> SQL
    ) async throws {
        try await withPool(connections: 1) { pool in
            let batch: [SQL] = values.map {
                "SELECT \($0) AS value, \($0)::text AS sent, (\(fragment: written($0)))::text AS written"
            }
            let answers = try await pool.withTransaction { try await $0.pipeline(batch) }
            for (value, answer) in zip(values, answers) {
                let note: Comment = "STRATUM_TEST_SEED=\(Self.seed)"
                let back: Value = try answer.rows[0].decode("value")
                #expect(same(back, value), note, sourceLocation: location)
                let sent: String = try answer.rows[0].decode("sent")
                let written: String = try answer.rows[0].decode("written")
                #expect(sent == written, note, sourceLocation: location)
            }
            let null = try await pool.withTransaction { try await $0.query("SELECT \(Value?.none) AS value") }
            let nothing: Value? = try null[0].decode("value")
            #expect(nothing.map { _ in 0 } == nil, sourceLocation: location)
        }
    }

    @Test func `integers and truth values`() async throws {
        let seed = seed
        try await expect(
            samples(500, seed: seed, { $0.bits(Int.self) >> Int.random(in: 0...63, using: &$0) }),
            same: ==
        ) {
            "\("\($0)")::int8"
        }
        try await expect(samples(300, seed: seed, { $0.bits(Int32.self) }) + [.min, .max, 0], same: ==) {
            "\("\($0)")::int4"
        }
        try await expect(samples(300, seed: seed, { $0.bits(Int16.self) }) + [.min, .max, 0], same: ==) {
            "\("\($0)")::int2"
        }
        try await expect([true, false], same: ==) { "\("\($0)")::bool" }
    }

    @Test func `floating point, bit by bit`() async throws {
        let doubles: [Double] = [
            0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .ulpOfOne, 0.1,
        ]
        try await expect(
            doubles + samples(500, seed: seed) { Double(bitPattern: $0.next()) },
            same: { $0.bitPattern == $1.bitPattern }
        ) { "\($0.isNaN ? "NaN" : "\($0)".replacing("inf", with: "Infinity"))::float8" }
        let floats: [Float] = [0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        try await expect(
            floats + samples(500, seed: seed) { Float(bitPattern: $0.bits()) },
            same: { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
        ) { "\($0.isNaN ? "NaN" : "\($0)".replacing("inf", with: "Infinity"))::float4" }
    }

    @Test func `text of all planes`() async throws {
        let texts = samples(200, seed: seed, Self.text) + ["", " ", "NULL", "\\x00", "🫀👩‍⚕️", "e\u{301}", "\u{feff}"]
        // Written by code points, as the server knows them.
        try await expect(texts, same: { Array($0.unicodeScalars) == Array($1.unicodeScalars) }) { text in
            text.isEmpty ? "''" : text.unicodeScalars.map { "chr(\(Int32($0.value)))" as SQL }.joined(separator: " || ")
        }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 0...60, using: &generator)
        return String(String.UnicodeScalarView((0..<count).map { _ in scalar(&generator) }))
    }

    private static func scalar(_ generator: inout SeededGenerator) -> Unicode.Scalar {
        while true {
            let limit = [0x7f, 0x7ff, 0xffff, 0x10ffff].randomElement(using: &generator) ?? 0x7f
            if let scalar = Unicode.Scalar(Int.random(in: 1...limit, using: &generator)) { return scalar }
        }
    }

    @Test func `bytes up to a megabyte, identifiers`() async throws {
        let lengths = [0, 1, 2, 1 << 20] + samples(100, seed: seed) { Int.random(in: 0...2_000, using: &$0) }
        var generator = SeededGenerator(seed: seed)
        let values = lengths.map { length in Data((0..<length).map { _ in generator.bits(UInt8.self) }) }
        try await expect(values, same: ==) { "decode(\($0.base64EncodedString()), 'base64')" }
        let identifiers = samples(100, seed: seed) { generator in
            UUID(uuid: withUnsafeBytes(of: (generator.next(), generator.next())) { $0.load(as: uuid_t.self) })
        }
        try await expect(identifiers, same: ==) { "\($0.uuidString)::uuid" }
    }

    @Test func `documents`() async throws {
        let documents = samples(100, seed: seed) { JSONB(Data(Self.document(&$0, depth: 4).utf8)) }
        try await expect(documents, same: { $0.isSameDocument(as: $1) }) {
            "\(String(decoding: $0.json, as: UTF8.self))::jsonb"
        }
    }

    private static func document(_ generator: inout SeededGenerator, depth: Int) -> String {
        switch Int.random(in: depth > 0 ? 0...5 : 2...5, using: &generator) {
        case 0:
            let parts = (0..<Int.random(in: 0...4, using: &generator)).map { _ in document(&generator, depth: depth - 1)
            }
            return "[\(parts.joined(separator: ", "))]"
        case 1:
            let parts = (0..<Int.random(in: 0...4, using: &generator)).map { number in
                "\"key \(number)\":\(document(&generator, depth: depth - 1))"
            }
            return "{\(parts.joined(separator: ","))}"
        case 2: return ["true", "false", "null", "\"\"", "\"ü🫀\\n\""].randomElement(using: &generator) ?? "0"
        default: return "\(Int.random(in: -1_000...1_000, using: &generator))"
        }
    }

    @Test func `days and instants`() async throws {
        let days = samples(300, seed: seed) { generator in
            PostgresDate(
                year: Int.random(in: 1...9_999, using: &generator),
                month: Int.random(in: 1...12, using: &generator),
                day: Int.random(in: 1...28, using: &generator)
            )
        }
        try await expect(days + [.init(year: 2000, month: 2, day: 29)], same: ==) {
            "make_date(\(Int32($0.year)), \(Int32($0.month)), \(Int32($0.day)))"
        }
        // Microseconds since 1970, where Date can tell them apart.
        let instants = samples(300, seed: seed) {
            Int.random(in: -5_364_662_400_000_000...7_258_118_400_000_000, using: &$0)
        }
        let epoch = 978_307_200_000_000
        let dates = instants.map { Date(timeIntervalSinceReferenceDate: Double($0 - epoch) / 1e6) }
        let counts = Dictionary(zip(dates, instants)) { first, _ in first }
        try await expect(dates, same: ==) { date in
            let count = counts[date] ?? 0
            return """
                timestamptz 'epoch' + \(count) / 1000000 * interval '1 second'
                    + \(count) % 1000000 * interval '1 microsecond'
                """
        }
    }

    @Test func `decimals of up to 38 digits`() async throws {
        let texts = samples(500, seed: seed) { generator in
            let digits = (0..<Int.random(in: 1...38, using: &generator)).map { _ in
                "\(Int.random(in: 0...9, using: &generator))"
            }
            let point = Int.random(in: 0...digits.count, using: &generator)
            let whole = digits[..<point].joined()
            return (Bool.random(using: &generator) ? "-" : "") + (whole.isEmpty ? "0" : whole) + "."
                + digits[point...].joined()
        }
        let decimals = texts.compactMap { Decimal(string: $0, locale: Locale(identifier: "en_US_POSIX")) }
        #expect(decimals.count == texts.count)
        try await expect(decimals, same: ==) { "\($0.description)::numeric" }
    }

    @Test func `arrays of every scalar, with NULLs and without elements`() async throws {
        try await expectArrays("int8") { $0.bits(Int.self) }
        try await expectArrays("int4") { $0.bits(Int32.self) }
        try await expectArrays("int2") { $0.bits(Int16.self) }
        try await expectArrays("bool") { Bool.random(using: &$0) }
        try await expectArrays("float8") { Double.random(in: -1e9...1e9, using: &$0) }
        try await expectArrays("float4") { Float.random(in: -1e9...1e9, using: &$0) }
        try await expectArrays("text", Self.text)
        try await expectArrays("bytea") { Data([$0.bits(), $0.bits()]) }
        try await expectArrays("numeric") { Decimal(Int.random(in: -99_999...99_999, using: &$0)) / 8 }
        try await expectArrays("date") {
            PostgresDate(year: Int.random(in: -4_000...9_999, using: &$0), month: 12, day: 31)
        }
        try await expectArrays("timestamptz") {
            Date(timeIntervalSinceReferenceDate: Double(Int.random(in: -1_000_000_000...1_000_000_000, using: &$0)))
        }
        try await expectArrays("uuid") { _ in UUID() }
        try await expectArrays("jsonb") { JSONB(Data("\(Int.random(in: 0...9, using: &$0))".utf8)) }
    }

    /// The array is written with its elements, one parameter each.
    private func expectArrays<Value: PostgresScalar & Equatable>(
        _ type: String,
        at location: SourceLocation = #_sourceLocation,
        _ draw: (inout SeededGenerator) -> Value
    ) async throws {
        let arrays: [[Value?]] = samples(20, seed: seed) { generator in
            (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                Int.random(in: 0...4, using: &generator) == 0 ? nil : draw(&generator)
            }
        }
        try await expect(arrays + [[], [nil]], same: ==, at: location) { array in
            "ARRAY[\(fragment: array.map { "\($0)" as SQL }.joined())]::\(fragment: SQL(stringLiteral: type))[]"
        }
        try await expect(arrays.map { $0.compactMap(\.self) }, same: ==, at: location) { array in
            "ARRAY[\(fragment: array.map { "\($0)" as SQL }.joined())]::\(fragment: SQL(stringLiteral: type))[]"
        }
    }
}

extension JSONB {
    fileprivate func isSameDocument(as other: JSONB) -> Bool {
        let options: JSONSerialization.ReadingOptions = [.fragmentsAllowed]
        let mine = try? JSONSerialization.jsonObject(with: json, options: options) as? NSObject
        let theirs = try? JSONSerialization.jsonObject(with: other.json, options: options) as? NSObject
        return mine != nil && mine == theirs
    }
}
