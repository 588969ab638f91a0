extension ECGSheet {
    /// How a sheet is laid out and scaled, and whose it says it is.
    public struct Options: Sendable, Equatable {
        /// Where the twelve leads stand.
        public let layout: Layout
        /// The leads drawn below over the whole width, each once, in this order.
        public let rhythmLeads: [Lead]
        /// How fast the paper runs.
        public let speed: PaperSpeed
        /// How high a millivolt is.
        public let gain: Gain
        /// Whose ECG it is, such as a study number; nil leaves the sheet without any.
        ///
        /// The only way for a subject's label onto the sheet: names, numbers, age and sex of ``Recording/patient``
        /// are never drawn, because sheets leave the site and are read blinded.
        public let subjectLabel: String?

        /// A layout of which everything unsaid is as usual.
        ///
        /// Rhythm leads of nil stand for lead II, or for none where the layout shows every lead in full.
        public init(
            layout: Layout = .threeByFour,
            rhythmLeads: [Lead]? = nil,
            speed: PaperSpeed = .mm25,
            gain: Gain = .mm10,
            subjectLabel: String? = nil
        ) {
            self.layout = layout
            self.rhythmLeads = (rhythmLeads ?? layout.usualRhythmLeads).reduce(into: []) { leads, lead in
                if !leads.contains(lead) { leads.append(lead) }
            }
            self.speed = speed
            self.gain = gain
            self.subjectLabel = subjectLabel
        }
    }

    /// Rows × columns of leads; the raw value is how users name it.
    public enum Layout: String, CaseIterable, Sendable {
        /// Four columns of three leads, a quarter of the time each; the usual sheet.
        case threeByFour = "3x4"
        /// Limb leads and chest leads in a column each, half of the time each.
        case sixByTwo = "6x2"
        /// Every lead over the whole width.
        case twelveByOne = "12x1"

        /// The leads of each row from left to right.
        public var rows: [[Lead]] {
            switch self {
            case .threeByFour: [[.i, .avr, .v1, .v4], [.ii, .avl, .v2, .v5], [.iii, .avf, .v3, .v6]]
            case .sixByTwo: [[.i, .v1], [.ii, .v2], [.iii, .v3], [.avr, .v4], [.avl, .v5], [.avf, .v6]]
            case .twelveByOne: Lead.allCases.map { [$0] }
            }
        }

        var columnCount: Int { rows[0].count }

        var usualRhythmLeads: [Lead] { self == .twelveByOne ? [] : [.ii] }
    }

    /// Millimetres of paper a second; the raw value.
    public enum PaperSpeed: Int, CaseIterable, Sendable {
        /// 25 mm/s, usual in most countries: ten seconds on the sheet.
        case mm25 = 25
        /// 50 mm/s: five seconds on the sheet.
        case mm50 = 50
    }

    /// Millimetres of paper a millivolt; the raw value.
    public enum Gain: Int, CaseIterable, Sendable {
        /// 5 mm/mV, for tall complexes.
        case mm5 = 5
        /// 10 mm/mV, the usual one.
        case mm10 = 10
        /// 20 mm/mV, for small complexes.
        case mm20 = 20
    }
}
