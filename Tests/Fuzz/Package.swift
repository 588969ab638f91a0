// swift-tools-version: 6.2
import PackageDescription

// The readers of ECG files and of weights for libFuzzer; a package of its own, so that nobody who builds Stratum builds
// it. All of ReaderFuzzer but the entry point is also the target ReaderHarness of Stratum's package, for its tests.

func fuzzer(_ name: String, of room: String) -> Target {
    .executableTarget(
        name: name,
        dependencies: [.product(name: room, package: "stratum")],
        swiftSettings: [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            // The fuzzer brings the main function.
            .unsafeFlags(["-parse-as-library"]),
        ]
    )
}

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "stratum", path: "../..")],
    targets: [
        fuzzer("ReaderFuzzer", of: "Electrocardiogram"),
        fuzzer("ModelFuzzer", of: "RiskModel"),
    ]
)
