/// Completes the leads that a file stores to twelve, as far as they follow from each other.
enum LimbLeads {
    /// Twelve leads with III, aVR, aVL and aVF filled in where they are absent and I and II are not.
    ///
    /// That all four are absent is usual and needs no remark.
    static func completed(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let absent = (2..<6).filter { leads[$0].isEmpty }
        guard !absent.isEmpty, !leads[0].isEmpty, !leads[1].isEmpty else { return leads }
        if absent.count < 4 {
            let names = absent.map { Lead.allCases[$0].rawValue }.joined(separator: ", ")
            remarks.append("Derived from I and II: \(names). The file stores the other limb leads.")
        }
        let limbs = Signal.limbLeads(i: leads[0], ii: leads[1])
        return zip(leads.indices, leads).map { position, lead in
            absent.contains(position) ? limbs[position - 2] : lead
        }
    }
}
