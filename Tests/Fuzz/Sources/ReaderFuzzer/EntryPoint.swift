import Foundation

/// The reader that `STRATUM_FUZZ_READER` names; all of them by detection where it names none.
private let reader = ProcessInfo.processInfo.environment["STRATUM_FUZZ_READER"].map { name in
    FuzzedReader(rawValue: name) ?? { fatalError("there is no reader \(name)") }()
}

/// What libFuzzer calls with each input; any fault stops the program, which libFuzzer reports as a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = start.map { Data(bytes: $0, count: count) } ?? Data()
    if case .fault(let fault) = (reader ?? .any).outcome(of: input) { fatalError(fault) }
    return 0
}
