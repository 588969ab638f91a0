public import Foundation

/// One 12-lead electrocardiogram as a device stored it: signal, measurements, statements and who it says it is of.
///
/// Whatever format it came from, the signal is twelve leads in the order of ``Lead/allCases``, in source counts with
/// one scale. Leads that a format leaves out (III, aVR, aVL, aVF) are derived by the reader.
public struct Recording: Sendable, Equatable {
    /// The format's name, such as `muse-xml`.
    public var format: String
    /// SHA-256 of the source file's bytes, 32 bytes.
    ///
    /// Identifies the recording: importing a file twice changes nothing.
    public var sourceDigest: Data
    /// Who the file says it is of; every field may be missing.
    public var patient: RecordedPatient
    /// When the device recorded it; nil where the file does not say or says nonsense.
    public var acquiredAt: AcquisitionTime?
    /// The device as the file names it; nil where it names none.
    public var device: String?
    /// The twelve leads in source counts.
    public var signal: Signal
    /// Which part of the recording the signal is; nil where it is all of it.
    public var window: SignalWindow?
    /// Rates and intervals that the device measured.
    public var measurements: Measurements
    /// Diagnosis statements in the file's order and wording.
    public var statements: [String]
    /// What the reader had to assume or could not use, in words a coordinator understands.
    public var remarks: [String]

    /// A recording as a reader found it; what a format does not store is left out.
    public init(
        format: String,
        sourceDigest: Data,
        patient: RecordedPatient = RecordedPatient(),
        acquiredAt: AcquisitionTime? = nil,
        device: String? = nil,
        signal: Signal,
        window: SignalWindow? = nil,
        measurements: Measurements = Measurements(),
        statements: [String] = [],
        remarks: [String] = []
    ) {
        self.format = format
        self.sourceDigest = sourceDigest
        self.patient = patient
        self.acquiredAt = acquiredAt
        self.device = device
        self.signal = signal
        self.window = window
        self.measurements = measurements
        self.statements = statements
        self.remarks = remarks
    }
}

/// Who a recording says it is of.
///
/// Identifying: never logged, never in an error.
public struct RecordedPatient: Sendable, Equatable {
    /// The patient's number at the site that recorded it.
    public var recordNumber: String?
    /// Family name in the file's spelling.
    public var familyName: String?
    /// Given name in the file's spelling.
    public var givenName: String?
    /// Day of birth; nil where the file has none or one that does not exist.
    public var birthDate: CalendarDate?
    /// Age in whole years at acquisition, as the file states it.
    public var age: Int?
    /// Sex as the device recorded it; nil for anything but female and male.
    public var sex: Sex?

    /// A patient of whom only the given fields are known.
    public init(
        recordNumber: String? = nil,
        familyName: String? = nil,
        givenName: String? = nil,
        birthDate: CalendarDate? = nil,
        age: Int? = nil,
        sex: Sex? = nil
    ) {
        self.recordNumber = recordNumber
        self.familyName = familyName
        self.givenName = givenName
        self.birthDate = birthDate
        self.age = age
        self.sex = sex
    }
}

/// Sex as the device recorded it; anything else in a file is missing.
public enum Sex: String, Sendable, Codable, CaseIterable {
    case female
    case male
}

/// A day of the Gregorian calendar without time or zone.
public struct CalendarDate: Sendable, Hashable, Comparable {
    /// Year, 1 to 9999.
    public let year: Int
    /// Month, 1 to 12.
    public let month: Int
    /// Day of the month, 1 to 31.
    public let day: Int

    /// Nil unless the three form a real date between the years 1 and 9999.
    public init?(year: Int, month: Int, day: Int) {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day) else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Whether `a` is the earlier day.
    public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

/// Date and clock time on the device, whose zone most formats do not store.
public struct AcquisitionTime: Sendable, Hashable {
    /// The day by the device's clock.
    public let date: CalendarDate
    /// Hour, 0 to 23.
    public let hour: Int
    /// Minute, 0 to 59.
    public let minute: Int
    /// Second, 0 to 59.
    public let second: Int
    /// Minutes east of Greenwich; nil where the file does not say, and then the site's zone applies.
    public let utcOffsetMinutes: Int?

    /// Nil unless the clock time exists.
    public init?(date: CalendarDate, hour: Int, minute: Int, second: Int, utcOffsetMinutes: Int? = nil) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
        self.utcOffsetMinutes = utcOffsetMinutes
    }
}

/// Twelve leads sampled together.
public struct Signal: Sendable, Equatable {
    /// Samples per second and lead.
    public let samplingRate: Int
    /// Microvolts per count; nil where the file gives no usable amplitude unit (it is never guessed).
    public let microvoltsPerCount: Double?
    /// Counts, one array a lead in the order of ``Lead/allCases``, all of one length; empty where a lead is missing.
    ///
    /// Half counts occur in derived leads, hence not an integer type.
    public let leads: [[Float]]

    /// A signal of twelve leads.
    ///
    /// - Precondition: twelve leads; those that are present have the same length.
    public init(samplingRate: Int, microvoltsPerCount: Double?, leads: [[Float]]) {
        precondition(leads.count == Lead.allCases.count, "a signal has twelve leads")
        precondition(Set(leads.map(\.count)).subtracting([0]).count <= 1, "leads differ in length")
        self.samplingRate = samplingRate
        self.microvoltsPerCount = microvoltsPerCount
        self.leads = leads
    }

    /// Samples in each lead that is present.
    public var sampleCount: Int { leads.lazy.map(\.count).max() ?? 0 }

    /// The counts of one lead; empty where it is missing.
    public subscript(lead: Lead) -> [Float] {
        leads[Lead.allCases.firstIndex(of: lead) ?? 0]
    }
}

/// The part of a longer recording that was taken.
public struct SignalWindow: Sendable, Equatable {
    /// The first sample taken, counted from 0.
    public let firstSample: Int
    /// How many samples each lead has in the file.
    public let totalSamples: Int

    /// A part that begins at a sample of a recording of so many samples.
    public init(firstSample: Int, totalSamples: Int) {
        self.firstSample = firstSample
        self.totalSamples = totalSamples
    }
}

/// What the device measured; nil where the file has no value (zero counts as none).
public struct Measurements: Sendable, Equatable, Codable {
    /// Beats per minute.
    public var ventricularRate: Double?
    /// Beats per minute; none in atrial fibrillation.
    public var atrialRate: Double?
    /// Milliseconds; none in atrial fibrillation.
    public var prInterval: Double?
    /// Milliseconds.
    public var qrsDuration: Double?
    /// Milliseconds.
    public var qtInterval: Double?
    /// QT corrected for rate, milliseconds.
    public var qtcInterval: Double?

    /// Measurements of which only the given ones are known.
    public init(
        ventricularRate: Double? = nil,
        atrialRate: Double? = nil,
        prInterval: Double? = nil,
        qrsDuration: Double? = nil,
        qtInterval: Double? = nil,
        qtcInterval: Double? = nil
    ) {
        self.ventricularRate = ventricularRate
        self.atrialRate = atrialRate
        self.prInterval = prInterval
        self.qrsDuration = qrsDuration
        self.qtInterval = qtInterval
        self.qtcInterval = qtcInterval
    }
}
