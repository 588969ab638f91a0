import Electrocardiogram
import Foundation

/// Who a simulated patient is: invented names, and ages as in the cohort that trained EchoNext.
struct SimulatedPerson: Sendable, Equatable {
    let recordNumber: String
    let familyName: String
    let givenName: String
    let birthDate: CalendarDate
    /// Nil in the few whose record does not say.
    let sex: Sex?
    /// Years at acquisition, as a real number.
    let exactAge: Double
    let acquiredOn: CalendarDate

    /// Draws a person; `number` counts from 1.
    ///
    /// The last four digits of the seed go before it, so that cohorts of different seeds seldom share record numbers.
    init(seed: UInt64, number: Int, acquiredOn date: CalendarDate, from stream: inout RandomStream) {
        recordNumber = "\(String(seed % 10_000).padded(to: 4))-\(String(number).padded(to: 6))"
        familyName = SimulatedPerson.familyNames[stream.index(below: SimulatedPerson.familyNames.count)]
        givenName = SimulatedPerson.givenNames[stream.index(below: SimulatedPerson.givenNames.count)]
        exactAge = SimulatedPerson.age(from: &stream)
        birthDate = date.adding(days: -Int(exactAge * 365.2425))
        sex = stream.chance(0.003) ? nil : stream.chance(0.52) ? .male : .female
        acquiredOn = date
    }

    /// Years: two halves of bell curves, wide below 71 and narrow above, as few are far older than most.
    ///
    /// Chosen so that mean, standard deviation and median are those that EchoNext's scaling publishes: 61.3, 16.0 and
    /// 63 years (Nature 2025;644:221–230).
    private static func age(from stream: inout RandomStream) -> Double {
        let (peak, below, above) = (71.0, 23.0, 10.2)
        let distance = abs(stream.normal())
        let age = stream.chance(below / (below + above)) ? peak - below * distance : peak + above * distance
        return min(104, max(8, age))
    }

    private static let familyNames = [
        "Alderwick", "Amberlyn", "Ashcombe", "Barrowell", "Birchmore", "Brackenby", "Brindlow", "Calderon-Vale",
        "Cinderford", "Copperlin", "Dapplewood", "Driftmere", "Duskwell", "Elmsgate", "Emberly", "Fallowhurst",
        "Fenwicket", "Flintmoor", "Gildersleat", "Glenhollow", "Greyfen", "Harrowdene", "Hazelbrook", "Heatherstane",
        "Inglemoor", "Ivorydale", "Junipry", "Kestrelow", "Kingfern", "Larkhollow", "Lindenau", "Mallowby",
        "Marlstone", "Meadowick", "Nettleham", "Northfell", "Oakenrow", "Orchardson", "Pebblewick", "Quarrywell",
        "Quillmere", "Reedholm", "Rowanleigh", "Saffronby", "Sedgewater", "Silverthwaite", "Tamarisk", "Thistledon",
        "Umberfield", "Valewright", "Wainfleece", "Willowmarch", "Yarrowby", "Zephyrine",
    ]

    private static let givenNames = [
        "Adel", "Arin", "Avery", "Bryn", "Cael", "Dara", "Eden", "Ellis", "Emery", "Finley", "Gale", "Haven", "Imre",
        "Indigo", "Jory", "Jules", "Kai", "Kerry", "Lane", "Linden", "Marin", "Merle", "Micah", "Nico", "Noor",
        "Oakley",
        "Perrin", "Quinn", "Remy", "Robin", "Rowan", "Sage", "Shea", "Sol", "Tarn", "Tierney", "Umi", "Vale", "Wren",
        "Yael", "Zion",
    ]
}

extension String {
    /// With zeros before it up to `width` characters.
    func padded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - count)) + self
    }
}
