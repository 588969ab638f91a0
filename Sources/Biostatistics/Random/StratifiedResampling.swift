/// Samples with replacement within strata, each as large as the stratum.
public struct StratifiedResampling: Sendable, Equatable {
    /// The indices of the observations of each stratum; strata are drawn in this order.
    public let strata: [[Int]]

    /// Any strata, such as the controls and the cases.
    public init(strata: [[Int]]) { self.strata = strata }

    /// The observations without the event, then those with it, each in the order given.
    public init(byOutcome isEvent: [Bool]) {
        strata = [false, true].map { outcome in isEvent.indices.filter { isEvent[$0] == outcome } }
    }

    /// The observations of one sample, in the order drawn.
    public func draw(using generator: inout Xoshiro256StarStar) -> [Int] {
        strata.flatMap { stratum in stratum.map { _ in stratum[generator.index(below: stratum.count)] } }
    }
}
