import Biostatistics

extension Catalogue {
    static let groups: [Method] = []
}
