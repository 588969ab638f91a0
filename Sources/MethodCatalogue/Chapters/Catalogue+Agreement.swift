import Biostatistics

extension Catalogue {
    static let agreement: [Method] = []
}
