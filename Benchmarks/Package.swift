// swift-tools-version: 6.2
import PackageDescription

// How fast the database client is beside C, and the statistics beside R and Python; a package of its own, so that
// nobody who builds Stratum builds it.

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "stratum", path: "..")],
    targets: [
        .systemLibrary(name: "LibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "RawLibPQ", dependencies: ["LibPQ"]),
        .executableTarget(
            name: "Benchmark",
            dependencies: ["RawLibPQ", .product(name: "PostgreSQL", package: "stratum")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .executableTarget(
            name: "StatisticsBenchmark",
            dependencies: [.product(name: "Biostatistics", package: "stratum")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
