// swift-tools-version: 6.2
import PackageDescription

// One binary, built from rooms on floors: a target depends only on floors below its own (Docs/house.md).

/// Continuous integration turns warnings into errors; a user's newer compiler must not break their build.
let strict = Context.environment["STRATUM_STRICT"] == "1"

let house: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

/// A folder at the top level whose files enter the binary by `#embed`.
func shelf(_ name: String, exclude: [String] = []) -> Target {
    .target(
        name: name,
        dependencies: ["EmbeddedFile"],
        path: name,
        exclude: exclude,
        cSettings: [.unsafeFlags(["-std=c23"])]
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: house)
}

let package = Package(
    name: "stratum",
    products: [
        .executable(name: "stratum", targets: ["stratum"]),
        .library(name: "Biostatistics", targets: ["Biostatistics"]),
        .library(name: "Electrocardiogram", targets: ["Electrocardiogram"]),
        .library(name: "PostgreSQL", targets: ["PostgreSQL"]),
        .library(name: "RiskModel", targets: ["RiskModel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    ],
    targets: [
        // Floor 0: numbers, signals, bytes, the database's wire. Nothing here knows a trial.
        .target(name: "EmbeddedFile"),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
        .target(name: "CResNet"),
        .target(name: "CDeepCox"),
        shelf("Schema"), shelf("Reports"), shelf("Protocols"), shelf("Validation"),
        shelf("Models", exclude: ["recipe"]),
        room("CSV", []),
        room("Archive", ["CArchive"]),
        room("Biostatistics", []),
        room("Electrocardiogram", ["CExpat", "CCairo", "CSV", crypto]),
        room("PostgreSQL", ["CLibPQ", subprocess, crypto]),

        // Floor 1: the models and the trial's domain. Neither knows the other.
        room(
            "RiskModel",
            [
                "CResNet", "CDeepCox", "Archive", "Biostatistics", "CSV", "Electrocardiogram", "Models", "EmbeddedFile",
                crypto,
            ]
        ),
        room("Trial", ["Biostatistics", "Protocols", "EmbeddedFile", yams, crypto]),
        room("AuditTrail", [crypto]),
        room("MethodCatalogue", ["Biostatistics", "CSV", "Validation", "EmbeddedFile"]),

        // Floor 2: three ways out of the domain.
        room(
            "TrialStore",
            ["PostgreSQL", "Trial", "AuditTrail", "RiskModel", "Electrocardiogram", "Schema", "EmbeddedFile", crypto]
        ),
        room("Reporting", ["Biostatistics", "Trial", "CSV", "Reports", "EmbeddedFile", mustache, crypto]),
        room("Simulation", ["Biostatistics", "Electrocardiogram", "RiskModel", "Trial"]),

        // Floor 3: one function, one transaction.
        room(
            "TrialService",
            [
                "TrialStore", "PostgreSQL", "Reporting", "Simulation", "Trial", "AuditTrail", "RiskModel",
                "Electrocardiogram", crypto,
            ]
        ),

        // Floor 4: the command line.
        .executableTarget(
            name: "stratum",
            dependencies: [
                "TrialService", "TrialStore", "Reporting", "Simulation", "RiskModel", "Trial", "AuditTrail",
                "MethodCatalogue", "Biostatistics", "Electrocardiogram", "PostgreSQL", "Archive", "CSV", argumentParser,
            ],
            swiftSettings: house
        ),

        .target(
            name: "TestSupport",
            dependencies: ["PostgreSQL", "TrialStore", "RiskModel"],
            path: "Tests/TestSupport",
            swiftSettings: house
        ),
        // What fuzzing does with one input; the fuzzer itself is a package of its own.
        .target(
            name: "ReaderHarness",
            dependencies: ["Electrocardiogram"],
            path: "Tests/Fuzz/Sources/ReaderFuzzer",
            exclude: ["EntryPoint.swift"],
            swiftSettings: house
        ),
        tests("CSV", ["CSV"]),
        tests("Archive", ["Archive"]),
        tests("Biostatistics", ["Biostatistics"]),
        tests("MethodCatalogue", ["MethodCatalogue", "Biostatistics", "CSV"]),
        tests("Electrocardiogram", ["Electrocardiogram", "ReaderHarness", "CCairo", crypto]),
        tests("PostgreSQL", ["PostgreSQL"]),
        tests("RiskModel", ["RiskModel", "Electrocardiogram", "CSV", "CDeepCox"]),
        tests("Trial", ["Trial", "Biostatistics", crypto]),
        tests("AuditTrail", ["AuditTrail", crypto]),
        tests("Schema", ["Schema", "Protocols", "Models", "Reports", "Validation", "EmbeddedFile"]),
        tests("TrialStore", ["TrialStore", "PostgreSQL", "Trial", "Electrocardiogram"]),
        tests("Reporting", ["Reporting", "Trial", "Biostatistics", "CSV"]),
        tests("Simulation", ["Simulation", "Biostatistics", "Electrocardiogram", "RiskModel", "Trial"]),
        tests(
            "TrialService",
            [
                "TrialService", "TrialStore", "PostgreSQL", "Reporting", "Trial", "AuditTrail", "RiskModel",
                "Electrocardiogram", "Simulation",
            ]
        ),
        tests("stratum", ["stratum", "RiskModel"]),
    ]
)
