extension Int: PostgresCodable {
    /// `int8`.
    public static var postgresType: PostgresType { .int8 }

    /// Eight bytes.
    public func encode(into buffer: inout [UInt8]) { buffer.append(bigEndian: Int64(self)) }

    /// Reads `int2`, `int4` and `int8`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Int {
        switch type {
        case .int8: Int(try bytes.bigEndian(Int64.self))
        case .int4: Int(try bytes.bigEndian(Int32.self))
        case .int2: Int(try bytes.bigEndian(Int16.self))
        default: throw .mismatch(type, for: Int.self)
        }
    }
}

extension Int32: PostgresCodable {
    /// `int4`.
    public static var postgresType: PostgresType { .int4 }

    /// Four bytes.
    public func encode(into buffer: inout [UInt8]) { buffer.append(bigEndian: self) }

    /// Reads `int2` and `int4`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Int32 {
        switch type {
        case .int4: try bytes.bigEndian()
        case .int2: Int32(try bytes.bigEndian(Int16.self))
        default: throw .mismatch(type, for: Int32.self)
        }
    }
}

extension Int16: PostgresCodable {
    /// `int2`.
    public static var postgresType: PostgresType { .int2 }

    /// Two bytes.
    public func encode(into buffer: inout [UInt8]) { buffer.append(bigEndian: self) }

    /// Reads `int2`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Int16 {
        guard type == .int2 else { throw .mismatch(type, for: Int16.self) }
        return try bytes.bigEndian()
    }
}

extension Bool: PostgresCodable {
    /// `bool`.
    public static var postgresType: PostgresType { .bool }

    /// One byte.
    public func encode(into buffer: inout [UInt8]) { buffer.append(self ? 1 : 0) }

    /// Reads `bool`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Bool {
        guard type == .bool else { throw .mismatch(type, for: Bool.self) }
        return try bytes.bigEndian(UInt8.self) != 0
    }
}

extension Double: PostgresCodable {
    /// `float8`.
    public static var postgresType: PostgresType { .float8 }

    /// Eight bytes, IEEE 754.
    public func encode(into buffer: inout [UInt8]) { buffer.append(bigEndian: bitPattern) }

    /// Reads `float4` and `float8`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Double {
        switch type {
        case .float8: Double(bitPattern: try bytes.bigEndian())
        case .float4: Double(Float(bitPattern: try bytes.bigEndian()))
        default: throw .mismatch(type, for: Double.self)
        }
    }
}

extension Float: PostgresCodable {
    /// `float4`.
    public static var postgresType: PostgresType { .float4 }

    /// Four bytes, IEEE 754.
    public func encode(into buffer: inout [UInt8]) { buffer.append(bigEndian: bitPattern) }

    /// Reads `float4`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Float {
        guard type == .float4 else { throw .mismatch(type, for: Float.self) }
        return Float(bitPattern: try bytes.bigEndian())
    }
}
