// swift-tools-version: 6.2
import PackageDescription

// How fast the database client is beside C, the statistics beside R and Python, and the way to a score beside Python;
// a package of its own, so that nobody who builds Stratum builds it.

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
        .target(name: "Measuring", swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "StatisticsBenchmark",
            dependencies: ["Measuring", .product(name: "Biostatistics", package: "stratum")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .executableTarget(
            name: "ScoringBenchmark",
            dependencies: [
                "Measuring", .product(name: "Electrocardiogram", package: "stratum"),
                .product(name: "RiskModel", package: "stratum"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
