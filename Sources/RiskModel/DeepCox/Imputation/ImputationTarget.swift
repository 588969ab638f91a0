import Biostatistics
import Foundation

/// The regression of one input on the others in a reference cohort, and the cohort in the order of its predictions.
struct ImputationTarget: Sendable {
    /// Patients of like prediction, one of whom lends the value.
    static let donors = 5

    private let place: Int
    /// Columns of the regression: the inputs that vary in the cohort, and the intercept in the place of the input itself.
    private let columns: [Int]
    private let factor: CholeskyFactor
    private let coefficients: [Double]
    private let residuals: Double
    private let degreesOfFreedom: Double
    /// Predictions of the cohort, ascending.
    private let predictions: [Double]
    /// The cohort's values, in the same order, as measured.
    private let values: [Double]

    /// Nil where the cohort does not determine the regression.
    ///
    /// - Parameters:
    ///   - place: of the input that is predicted.
    ///   - scaled: the cohort's scaled values, a list a patient.
    ///   - measured: the cohort's values of the input.
    ///   - varying: the places of the inputs that vary in the cohort, this one among them. Of the others a regression
    ///     could learn nothing, and would multiply what a patient has by noise.
    init?(_ place: Int, scaled: [[Double]], measured: [Double], varying: [Int]) {
        let size = varying.count
        let designs = scaled.map { Self.design($0, varying, without: place) }
        var products = [Double](repeating: 0, count: size * size)
        var moments = [Double](repeating: 0, count: size)
        for (row, design) in zip(scaled, designs) {
            for i in 0..<size {
                for j in 0...i { products[i * size + j] += design[i] * design[j] }
                moments[i] += design[i] * row[place]
            }
        }
        // The ridge of mice: inputs that go together must not stop the draw.
        for i in 0..<size { products[i * size + i] *= 1 + 1e-5 }
        guard let factor = CholeskyFactor(products, size: size) else { return nil }
        let coefficients = factor.solve(moments)
        let fitted = designs.map { Self.product($0, coefficients) }
        residuals = zip(scaled, fitted).reduce(0) { $0 + ($1.0[place] - $1.1) * ($1.0[place] - $1.1) }
        degreesOfFreedom = Double(max(1, scaled.count - size))
        (self.place, columns) = (place, varying)
        self.factor = factor
        self.coefficients = coefficients
        let order = fitted.indices.sorted { (fitted[$0], $0) < (fitted[$1], $1) }
        predictions = order.map { fitted[$0] }
        values = order.map { measured[$0] }
    }

    /// A value for a patient whose other inputs are known, as measured.
    ///
    /// The patient is predicted with coefficients drawn from their posterior, the cohort with the estimated ones; one of
    /// the five nearest lends its value. Source: van Buuren, Flexible Imputation of Missing Data, algorithm 3.3, type 1
    /// matching.
    func draw(_ row: [Double], _ generator: inout Xoshiro256StarStar) -> Double {
        let deviation = (residuals / generator.chiSquared(degreesOfFreedom)).squareRoot()
        let noise = factor.solveTransposed(coefficients.map { _ in generator.normal() })
        let drawn = zip(coefficients, noise).map { $0 + deviation * $1 }
        let prediction = Self.product(Self.design(row, columns, without: place), drawn)
        let nearest = donors(near: prediction)
        return values[nearest.lowerBound + generator.index(below: nearest.count)]
    }

    /// The places of the five nearest predictions, which lie side by side.
    private func donors(near prediction: Double) -> Range<Int> {
        var (low, high) = (0, predictions.count)
        while low < high {
            let middle = (low + high) / 2
            if predictions[middle] < prediction { low = middle + 1 } else { high = middle }
        }
        var (start, end) = (low, low)
        while end - start < min(Self.donors, predictions.count) {
            let takesLower =
                end == predictions.count
                || start > 0 && prediction - predictions[start - 1] <= predictions[end] - prediction
            if takesLower { start -= 1 } else { end += 1 }
        }
        return start..<end
    }

    /// 1 in place of the input itself, which makes it the intercept.
    private static func design(_ row: [Double], _ columns: [Int], without place: Int) -> [Double] {
        columns.map { $0 == place ? 1 : row[$0] }
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}

extension Xoshiro256StarStar {
    /// A chi-squared deviate of at least 1 degree of freedom: twice a gamma deviate of half as many.
    ///
    /// Source: Marsaglia and Tsang, ACM Trans Math Softw 26 (2000) 363; below 2 degrees by their boost of the shape.
    fileprivate mutating func chiSquared(_ degreesOfFreedom: Double) -> Double {
        let shape = degreesOfFreedom / 2
        guard shape >= 1 else { return chiSquared(degreesOfFreedom + 2) * pow(1 - uniform(), 1 / shape) }
        let d = shape - 1.0 / 3
        while true {
            let x = normal()
            let root = 1 + x / (9 * d).squareRoot()
            guard root > 0 else { continue }
            let cube = root * root * root
            if log(1 - uniform()) < x * x / 2 + d - d * cube + d * log(cube) { return 2 * d * cube }
        }
    }
}
