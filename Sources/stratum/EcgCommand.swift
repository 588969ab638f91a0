import ArgumentParser

struct EcgCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ecg",
        abstract: "Imports and inspects ECG files.",
        subcommands: [EcgImportCommand.self, EcgInspectCommand.self]
    )
}
