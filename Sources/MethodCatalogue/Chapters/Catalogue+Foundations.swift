import Biostatistics

extension Catalogue {
    static let foundations: [Method] = []
}
