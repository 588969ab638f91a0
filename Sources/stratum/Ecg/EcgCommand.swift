import ArgumentParser

struct EcgCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ecg",
        abstract: "Imports, inspects, draws, converts and compares ECG files.",
        discussion: """
              stratum ecg inspect ecg.xml
              stratum ecg import ecg/NYP --site NYP
              stratum ecg draw ecg.xml --output ecg.svg
            """,
        subcommands: [
            EcgImportCommand.self, EcgInspectCommand.self, EcgDrawCommand.self, EcgConvertCommand.self,
            EcgCompareCommand.self,
        ]
    )
}
