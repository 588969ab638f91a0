/// Why a sheet could not be made into a picture or a page.
public enum SheetError: Error, Equatable, Sendable {
    /// More or fewer dots per inch than ``ECGSheet/resolutions``.
    case resolution(Int)
    /// The drawing library gave up; the reason is in its words.
    case drawing(reason: String)
}

extension SheetError: CustomStringConvertible {
    /// One line: what, and the remedy.
    public var description: String {
        switch self {
        case .resolution(let dpi):
            "\(dpi) dots per inch cannot be drawn: "
                + "pass \(ECGSheet.resolutions.lowerBound) to \(ECGSheet.resolutions.upperBound)"
        case .drawing(let reason):
            "cairo could not draw the sheet (\(reason)): free memory, or pass fewer dots per inch"
        }
    }
}
