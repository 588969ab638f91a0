/// How far two groups of a baseline table lie apart, in standard deviations: the balance that no p-value measures.
public struct StandardizedDifference: Sendable, Equatable {
    /// The first group, counted from 0.
    public let first: Int
    /// The group it is held against.
    public let second: Int
    /// First less second; without sign for categories.
    public let value: Estimate

    /// The pair of groups that lie farthest apart, among all pairs or among those with a reference.
    ///
    /// - Parameters:
    ///   - groups: how many groups there are.
    ///   - reference: the group against which each other is held; nil: each is held against each later one.
    ///   - difference: the difference of two groups.
    /// - Returns: the first of the farthest pairs; the first pair, with its reason, where none can be estimated; nil
    ///   below two groups.
    public static func largest(
        groups: Int,
        reference: Int? = nil,
        _ difference: (Int, Int) -> Estimate
    ) -> StandardizedDifference? {
        var largest: StandardizedDifference?
        for first in 0..<groups {
            let others = reference.map { $0 == first ? 0..<0 : $0..<($0 + 1) } ?? (first + 1)..<max(first + 1, groups)
            for second in others {
                let value = difference(first, second)
                let least = largest?.value.point?.magnitude ?? -1
                guard largest == nil || (value.point?.magnitude ?? -1) > least else { continue }
                largest = StandardizedDifference(first: first, second: second, value: value)
            }
        }
        return largest
    }

    /// The difference of two groups in a variable of categories: the Mahalanobis distance of their shares.
    ///
    /// √(dᵀ S⁻¹ d) over all categories but one, S the mean of both multinomial covariances; with two categories
    /// |p₁ − p₂| / √((p₁(1 − p₁) + p₂(1 − p₂))/2). Categories that neither group has are left out. Source: Yang and
    /// Dalton, SAS Global Forum 2012, paper 335.
    ///
    /// - Parameters:
    ///   - first: counts of at least 0, one for each category.
    ///   - second: as many.
    /// - Returns: the distance, at least 0; refused where a group is empty, and where the groups share no category, so
    ///   that nothing varies within them along the difference.
    public static func ofCategories(_ first: [Int], _ second: [Int]) -> Estimate {
        precondition(first.count == second.count, "counts of the same categories")
        let (total1, total2) = (first.reduce(0, +), second.reduce(0, +))
        guard total1 > 0, total2 > 0 else { return .notEstimable(.noObservations) }
        guard zip(first, second).contains(where: { $0 > 0 && $1 > 0 }) else {
            return .notEstimable(.noVariation(of: "the category within the groups"))
        }
        let kept = zip(first, second).filter { $0 + $1 > 0 }.dropLast()
        let shares1 = kept.map { Double($0.0) / Double(total1) }
        let shares2 = kept.map { Double($0.1) / Double(total2) }
        let covariance = shares1.indices.map { row in
            shares1.indices.map { column in
                let own = row == column ? (shares1[row] + shares2[row]) / 2 : 0
                return own - (shares1[row] * shares1[column] + shares2[row] * shares2[column]) / 2
            }
        }
        guard let factor = Cholesky(covariance) else {
            return .notEstimable(.noVariation(of: "the category within the groups"))
        }
        let distance = factor.quadraticForm(zip(shares1, shares2).map { $0 - $1 })
        return .value(max(0, distance).squareRoot(), interval: nil)
    }
}
