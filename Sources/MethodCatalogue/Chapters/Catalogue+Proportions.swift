import Biostatistics

extension Catalogue {
    static let proportions: [Method] = []
}
