import Biostatistics

extension Catalogue {
    static let accuracy: [Method] = []
}
