import Biostatistics

extension Catalogue {
    static let calibration: [Method] = []
}
