import Foundation
import RiskModel

/// The importer that `STRATUM_FUZZ_READER` names; all of them by detection where it names none.
private let importer = ProcessInfo.processInfo.environment["STRATUM_FUZZ_READER"].map { name in
    FuzzedImport(rawValue: name) ?? { fatalError("there is no importer \(name)") }()
}

/// What libFuzzer calls with each input; any fault stops the program, which libFuzzer reports as a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = start.map { Data(bytes: $0, count: count) } ?? Data()
    do {
        if let fault = try (importer ?? .weights).fault(in: input) { fatalError(fault) }
    } catch let error as RiskModelError {
        if error.description.contains(where: \.isNewline) { fatalError("an error is not one line") }
        // A file of 64 KiB may not fill a log by its error.
        if error.description.utf8.count > 2000 { fatalError("an error is longer than 2000 bytes") }
    } catch {
        fatalError("an error of another kind: \(error)")
    }
    return 0
}
