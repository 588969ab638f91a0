import Biostatistics
import Foundation
import Testing

@testable import RiskModel

@Suite struct NetworkTrainingTests {
    private static func training(
        decay: Double = 0.05,
        level: Double = 1,
        epochs: Int = 40
    ) throws -> (NetworkTraining, SurvivalCohort) {
        let cohort = try TrainingCohort.make(seed: 1, count: 60)
        var schedule = NetworkTraining.Schedule()
        (schedule.decay, schedule.level, schedule.epochs) = (decay, level, epochs)
        let training = NetworkTraining(
            schedule: schedule,
            inputs: cohort.rows.flatMap { [$0[0], $0[1], $0[2], ($0[3] - 50) / 10] },
            likelihood: PartialLikelihood(cohort.followUp)
        )
        return (training, cohort)
    }

    @Test func `every slope is that of finite differences`() throws {
        let (training, _) = try Self.training()
        var network = TrainingNetwork(widths: [4, 5, 3, 1], seed: 9)
        // Biases start at 0, where a wrong slope could hide.
        for place in network.parameters.indices { network.parameters[place] += 0.1 * sin(Double(place)) }
        var pass = NetworkPass(network, inputs: training.inputs)
        let found = training.objective(network, &pass)
        let step = 1e-6
        for place in network.parameters.indices {
            var (more, less) = (network, network)
            more.parameters[place] += step
            less.parameters[place] -= step
            let slope =
                (training.objective(more, &pass).value - training.objective(less, &pass).value) / (2 * step)
            #expect(abs(found.gradient[place] - slope) < 1e-6 * max(1, abs(slope)), "\(place)")
        }
    }

    @Test func `a network of one layer without bounds or decay follows the Cox model's score`() throws {
        // Where weights are tiny tanh is a line, and reach · weights are coefficients: X'(slopes) is the Cox score.
        let (training, cohort) = try Self.training(decay: 0, level: 0)
        var network = TrainingNetwork(widths: [4, 1], seed: 1)
        network.parameters = Array(repeating: 0, count: 5)
        var pass = NetworkPass(network, inputs: training.inputs)
        let slope = training.objective(network, &pass).gradient
        let residuals = PartialLikelihood(cohort.followUp).slope(Array(repeating: 0, count: 60)).slope
        for column in 0..<4 {
            let score = (0..<60).reduce(0.0) { $0 + residuals[$1] * training.inputs[$1 * 4 + column] }
            let expected = -training.schedule.reach * score / Double(cohort.events)
            #expect(abs(slope[column] - expected) < 1e-12 * max(1, abs(expected)))
        }
    }

    @Test func `the fast tanh is tanh`() {
        for x in stride(from: -30.0, through: 30, by: 0.0137) {
            #expect(abs(NetworkPass.tanh(x) - tanh(x)) < 4e-16)
        }
        #expect(NetworkPass.tanh(1000) == 1 && NetworkPass.tanh(-1000) == -1)
    }

    @Test func `the trained network computes what the model will, to float32`() throws {
        let (training, cohort) = try Self.training()
        let trained = try #require(training.run(TrainingNetwork(widths: [4, 5, 3, 1], seed: 2)).last)
        let named = trained.tensors(fold: 0).map { ($0.name, $0.tensor) }
        let weights = try DeepCoxWeights(tensors: Dictionary(uniqueKeysWithValues: named))
        #expect(try weights.shape == DeepCoxShape(folds: 1, widths: [4, 5, 3, 1]))
        var pass = NetworkPass(trained, inputs: training.inputs)
        let outputs = pass.forward(trained.parameters)
        let network = DeepCoxNetwork(weights)
        for row in 0..<cohort.count {
            let used = network.outputs(Array(training.inputs[row * 4..<row * 4 + 4]))[0]
            #expect(abs(used - outputs[row]) < 1e-5)
        }
    }

    @Test func `the level of outputs is held near 0, which the likelihood alone would not`() throws {
        func mean(level: Double) throws -> Double {
            let (training, cohort) = try Self.training(level: level, epochs: 200)
            var network = TrainingNetwork(widths: [4, 5, 3, 1], seed: 2)
            network.parameters[network.parameters.count - 1] = 1
            network = try #require(training.run(network).last)
            var pass = NetworkPass(network, inputs: training.inputs)
            return pass.forward(network.parameters).reduce(0, +) / Double(cohort.count)
        }
        let (held, free) = (try mean(level: 1), try mean(level: 0))
        #expect(abs(held) < abs(free) - 0.1, "\(held) and \(free)")
    }

    @Test func `training lowers what it minimises, and looks are as many as the schedule says`() throws {
        let (training, _) = try Self.training()
        let first = TrainingNetwork(widths: [4, 5, 3, 1], seed: 2)
        var epochs = 0
        let looks = training.run(first) { epochs += 1 }
        #expect(looks.count == 4 && epochs == 40)
        var pass = NetworkPass(first, inputs: training.inputs)
        let values = ([first] + looks).map { training.objective($0, &pass).value }
        #expect(values[4] < values[0] - 0.1)
    }
}
