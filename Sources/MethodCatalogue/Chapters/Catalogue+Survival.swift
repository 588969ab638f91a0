import Biostatistics

extension Catalogue {
    static let survival: [Method] = []
}
