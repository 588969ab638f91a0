import Biostatistics

extension Catalogue {
    static let pairedModels: [Method] = []
}
