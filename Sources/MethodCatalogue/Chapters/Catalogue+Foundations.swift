extension Catalogue {
    static let foundations: [Method] = [specialFunctions]
}
