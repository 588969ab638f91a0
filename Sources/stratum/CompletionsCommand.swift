import ArgumentParser

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints the script by which a shell completes commands and options.",
        discussion: """
            For bash, zsh and fish. Install `stratum` on your search path, then once:

              stratum completions bash > ~/.local/share/bash-completion/completions/stratum
              stratum completions zsh > "${fpath[1]}/_stratum"
              stratum completions fish > ~/.config/fish/completions/stratum.fish
            """
    )

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        var kind: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "One of: bash, zsh, fish.") var shell: Shell

    func run() { print(Stratum.completionScript(for: shell.kind)) }
}
