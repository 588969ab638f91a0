/// The attributes of an element, in the parser's memory, which lasts as long as the element's event.
struct XMLAttributes {
    typealias List = UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// Names and values in turn, with nothing after the last.
    let list: List?

    /// Whether there are no more than so many.
    func isWithin(_ limit: Int) -> Bool {
        guard let list else { return true }
        var index = 0
        while list[index] != nil {
            guard index < 2 * limit else { return false }
            index += 2
        }
        return true
    }

    /// The values by name.
    var values: [String: String] {
        guard let list, list[0] != nil else { return [:] }
        var values: [String: String] = [:]
        var index = 0
        while let name = list[index], let value = list[index + 1] {
            values[String(cString: name)] = String(cString: value)
            index += 2
        }
        return values
    }
}
