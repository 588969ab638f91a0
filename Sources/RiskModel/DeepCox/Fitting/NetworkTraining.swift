import Biostatistics
import Foundation

/// Gradient descent of one network on the Cox partial likelihood, all patients at once.
///
/// Minimises −ℓ(reach · output)/events + decay/2·Σ weights² + level · (mean output)². The likelihood does not know the
/// level of a predictor; the last term holds the mean output at 0, so that networks can be averaged and their outputs
/// for different patients set beside each other. Adam's steps, after Kingma and Ba, ICLR 2015.
struct NetworkTraining {
    /// What the steps are like.
    struct Schedule: Sendable, Equatable {
        /// Passes through all patients, where training ends at the latest.
        var epochs = 500
        /// Epochs between two looks at patients left out.
        var interval = 10
        /// Of Adam's steps.
        var rate = 0.006
        /// Of weights, not of biases.
        var decay = 0.05
        /// Log hazard ratio of an output of 1: tanh bounds what a network can say, this what it can mean.
        var reach = 8.0
        /// Of the mean output.
        var level = 1.0
    }

    let schedule: Schedule
    /// Scaled, row by row.
    let inputs: [Double]
    let likelihood: PartialLikelihood

    /// The network after every ``Schedule/interval`` epochs.
    func run(_ network: TrainingNetwork, epoch: () -> Void = {}) -> [TrainingNetwork] {
        var (network, pass) = (network, NetworkPass(network, inputs: inputs))
        var mean = [Double](repeating: 0, count: network.parameters.count)
        var square = mean
        var taken: [TrainingNetwork] = []
        for step in 1...schedule.epochs {
            let gradient = objective(network, &pass).gradient
            let (first, second) = (1 - pow(0.9, Double(step)), 1 - pow(0.999, Double(step)))
            for place in gradient.indices {
                mean[place] = 0.9 * mean[place] + 0.1 * gradient[place]
                square[place] = 0.999 * square[place] + 0.001 * gradient[place] * gradient[place]
                let scaled = mean[place] / first / ((square[place] / second).squareRoot() + 1e-8)
                network.parameters[place] -= schedule.rate * scaled
            }
            epoch()
            if step % schedule.interval == 0 { taken.append(network) }
        }
        return taken
    }

    /// What is minimised, and its slope by every parameter.
    func objective(_ network: TrainingNetwork, _ pass: inout NetworkPass) -> (value: Double, gradient: [Double]) {
        let outputs = pass.forward(network.parameters)
        let (logLikelihood, slope) = likelihood.slope(outputs.map { schedule.reach * $0 })
        let mean = outputs.reduce(0, +) / Double(outputs.count)
        let scale = -schedule.reach / Double(likelihood.events)
        let level = 2 * schedule.level * mean / Double(outputs.count)
        var gradient = pass.backward(network.parameters, slope: slope.map { scale * $0 + level })
        var squares = 0.0
        for (start, (inputs, outputs)) in zip(network.starts, zip(network.widths, network.widths.dropFirst())) {
            for place in start..<start + inputs * outputs {
                gradient[place] += schedule.decay * network.parameters[place]
                squares += network.parameters[place] * network.parameters[place]
            }
        }
        let value = -logLikelihood / Double(likelihood.events) + schedule.level * mean * mean
        return (value + schedule.decay / 2 * squares, gradient)
    }
}
