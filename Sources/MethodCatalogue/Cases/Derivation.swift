/// Which columns of a data set play which roles: the words that the reference cases use, as expressions.
struct Derivation: Equatable {
    var columns: [String: [ColumnExpression]] = [:]
    var conditions: [ColumnExpression] = []

    /// Nil where the words give nothing that the case does not state itself.
    init?(of method: String, from words: String) { return nil }
}
