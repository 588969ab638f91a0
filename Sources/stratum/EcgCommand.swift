import ArgumentParser

struct EcgCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ecg",
        abstract: "Imports and inspects ECG files.",
        discussion: """
              stratum ecg inspect ecg.xml
              stratum ecg import ecg/NYP --site NYP
            """,
        subcommands: [EcgImportCommand.self, EcgInspectCommand.self]
    )
}
