// swift-tools-version: 6.2
import PackageDescription

// The database client by itself, for the thread sanitizer: to build all of Stratum with it would take too long.

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "thread-sanitizer",
    targets: [
        // Links to the program's folders, without the cluster, which needs packages from elsewhere.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "PostgreSQL", dependencies: ["CLibPQ"], swiftSettings: house),
        .executableTarget(name: "Races", dependencies: ["PostgreSQL"], swiftSettings: house),
    ]
)
