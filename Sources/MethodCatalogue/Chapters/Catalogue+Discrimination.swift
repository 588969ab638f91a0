import Biostatistics

extension Catalogue {
    static let discrimination: [Method] = []
}
