import Biostatistics

extension Catalogue {
    static let regression: [Method] = []
}
