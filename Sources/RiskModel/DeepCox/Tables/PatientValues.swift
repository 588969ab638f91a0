import CSV

extension ModelCard.Survival.Input {
    /// What a field holds: the value, or why there is none to use.
    ///
    /// An empty field and R's `NA` are missing.
    func value(_ record: CSVRecordBytes, _ column: Int) -> (value: Double, fault: InputFault?) {
        guard let value = record.number(column) else {
            return (.nan, record.isBlank(column) || record[column] == "NA" ? .missing : .notANumber)
        }
        return (value, fault(of: value))
    }
}

/// One row's values in the order of the inputs, with what is wrong with them.
struct PatientValues {
    /// Not a number where there is none to use.
    var values: [Double]
    /// Places of the inputs that are missing.
    var missing: [Int] = []
    /// The first input that is there and cannot be used.
    var fault: (place: Int, fault: InputFault)?

    init(count: Int) { values = [Double](repeating: .nan, count: count) }

    mutating func read(_ record: CSVRecordBytes, _ columns: [Int], _ inputs: [ModelCard.Survival.Input]) {
        missing.removeAll(keepingCapacity: true)
        fault = nil
        for place in inputs.indices {
            let (value, found) = inputs[place].value(record, columns[place])
            values[place] = value
            switch found {
            case nil: continue
            case .missing?: missing.append(place)
            case let found?: if fault == nil { fault = (place, found) }
            }
        }
    }
}
