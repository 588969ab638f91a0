import Biostatistics

extension Catalogue {
    static let survivalModels: [Method] = []
}
