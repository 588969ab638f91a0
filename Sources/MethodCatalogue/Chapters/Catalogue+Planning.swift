import Biostatistics

extension Catalogue {
    static let planning: [Method] = []
}
