import Biostatistics

extension Catalogue {
    static let missingOutcomes: [Method] = []
}
