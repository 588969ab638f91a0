/// A type of the server, by its object identifier.
public struct PostgresType: Sendable, Hashable {
    /// The identifier in `pg_type`; below 16384 the same in every database.
    public let oid: UInt32

    /// - Parameter oid: the identifier in `pg_type`.
    public init(oid: UInt32) { self.oid = oid }

    /// Whether the type was made in this database: an enumeration, a domain, an extension's type.
    var isUserDefined: Bool { oid >= 16384 }
}

/// The built-in types, from `pg_type.dat` of PostgreSQL 15.
extension PostgresType {
    static let bool = PostgresType(oid: 16)
    static let bytea = PostgresType(oid: 17)
    static let character = PostgresType(oid: 18)
    static let name = PostgresType(oid: 19)
    static let int8 = PostgresType(oid: 20)
    static let int2 = PostgresType(oid: 21)
    static let int4 = PostgresType(oid: 23)
    static let text = PostgresType(oid: 25)
    static let json = PostgresType(oid: 114)
    static let float4 = PostgresType(oid: 700)
    static let float8 = PostgresType(oid: 701)
    static let unknown = PostgresType(oid: 705)
    static let bpchar = PostgresType(oid: 1042)
    static let varchar = PostgresType(oid: 1043)
    static let date = PostgresType(oid: 1082)
    static let timestamptz = PostgresType(oid: 1184)
    static let numeric = PostgresType(oid: 1700)
    static let uuid = PostgresType(oid: 2950)
    static let jsonb = PostgresType(oid: 3802)
}

/// The arrays of the built-in types.
extension PostgresType {
    static let boolArray = PostgresType(oid: 1000)
    static let byteaArray = PostgresType(oid: 1001)
    static let int2Array = PostgresType(oid: 1005)
    static let int4Array = PostgresType(oid: 1007)
    static let textArray = PostgresType(oid: 1009)
    static let int8Array = PostgresType(oid: 1016)
    static let float4Array = PostgresType(oid: 1021)
    static let float8Array = PostgresType(oid: 1022)
    static let dateArray = PostgresType(oid: 1182)
    static let timestamptzArray = PostgresType(oid: 1185)
    static let numericArray = PostgresType(oid: 1231)
    static let uuidArray = PostgresType(oid: 2951)
    static let jsonbArray = PostgresType(oid: 3807)
}
