/// A reference case with everything that was compared.
package struct CaseRun: Sendable {
    package let file: String
    package let requirement: String
    package let method: String
    package let id: String
    package let values: [ComparedValue]
    /// Why nothing could be compared.
    package let failure: String?

    package var passed: Bool { failure == nil && !values.isEmpty && values.allSatisfy(\.passed) }
}

extension CaseFile {
    /// Runs one case against the tables of a source; a method that refuses the input fails the case.
    package func run(_ one: ReferenceCase, dataSet: DataSetSource) -> CaseRun {
        let name = one.input["method"]?.text ?? method
        func outcome(_ values: [ComparedValue], failure: String?) -> CaseRun {
            CaseRun(
                file: self.name,
                requirement: requirement,
                method: name,
                id: one.id,
                values: values,
                failure: failure
            )
        }
        guard let method = Catalogue.method(named: one.input["dataset"] == nil ? self.method : name) else {
            return outcome([], failure: "no method is called \(name)")
        }
        do {
            let input = try one.input["dataset"] == nil ? one.input : dataSet.input(of: method, for: one.input)
            return outcome(one.compare(try method.run(input)), failure: nil)
        } catch {
            return outcome([], failure: "\(error)")
        }
    }
}
