public import Foundation

extension Int: PostgresScalar {
    /// `int8[]`.
    public static var postgresArrayType: PostgresType { .int8Array }
}

extension Int32: PostgresScalar {
    /// `int4[]`.
    public static var postgresArrayType: PostgresType { .int4Array }
}

extension Int16: PostgresScalar {
    /// `int2[]`.
    public static var postgresArrayType: PostgresType { .int2Array }
}

extension Bool: PostgresScalar {
    /// `bool[]`.
    public static var postgresArrayType: PostgresType { .boolArray }
}

extension Double: PostgresScalar {
    /// `float8[]`.
    public static var postgresArrayType: PostgresType { .float8Array }
}

extension Float: PostgresScalar {
    /// `float4[]`.
    public static var postgresArrayType: PostgresType { .float4Array }
}

extension String: PostgresScalar {
    /// `text[]`.
    public static var postgresArrayType: PostgresType { .textArray }
}

extension Data: PostgresScalar {
    /// `bytea[]`.
    public static var postgresArrayType: PostgresType { .byteaArray }
}

extension UUID: PostgresScalar {
    /// `uuid[]`.
    public static var postgresArrayType: PostgresType { .uuidArray }
}

extension Date: PostgresScalar {
    /// `timestamptz[]`.
    public static var postgresArrayType: PostgresType { .timestamptzArray }
}

extension PostgresDate: PostgresScalar {
    /// `date[]`.
    public static var postgresArrayType: PostgresType { .dateArray }
}

extension Decimal: PostgresScalar {
    /// `numeric[]`.
    public static var postgresArrayType: PostgresType { .numericArray }
}

extension JSONB: PostgresScalar {
    /// `jsonb[]`.
    public static var postgresArrayType: PostgresType { .jsonbArray }
}
