import ArgumentParser

@main
struct Stratum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stratum", abstract: "Runs trials in which a risk score decides whom to study.")
}
