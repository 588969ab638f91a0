// swift-tools-version: 6.2
import PackageDescription

// The readers of ECG files for libFuzzer; a package of its own, so that nobody who builds Stratum builds it.
// All but the entry point is also the target ReaderHarness of Stratum's package, for its tests.

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "stratum", path: "../..")],
    targets: [
        .executableTarget(
            name: "ReaderFuzzer",
            dependencies: [.product(name: "Electrocardiogram", package: "stratum")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                // The fuzzer brings the main function.
                .unsafeFlags(["-parse-as-library"]),
            ]
        )
    ]
)
