extension Catalogue {
    static let foundations: [Method] = [specialFunctions, randomNumbers, multiplicity, displayFormat]
}
