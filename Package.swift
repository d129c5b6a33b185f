// swift-tools-version: 6.2
import PackageDescription

/// The one list of settings for every target of ours: language mode 6, imports that do not leak, warnings are errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
    name: "kopiena",
    defaultLocalization: "lv",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "kopiena", targets: ["Command"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .target(name: "Money", swiftSettings: strict),
        .target(name: "Postgres", dependencies: ["CLibPQ", logging, crypto], swiftSettings: strict),
        .target(name: "Grants", dependencies: ["Money"], swiftSettings: strict),
        .target(name: "Documents", dependencies: ["CXlsxWriter", subprocess], swiftSettings: strict),
        .target(name: "Budget", dependencies: ["Money", "Postgres", crypto], swiftSettings: strict),
        .target(
            name: "Store",
            dependencies: ["Budget", "Grants", "Money", "Postgres", crypto, cryptoExtras, nioPosix, logging],
            swiftSettings: strict
        ),
        .target(
            name: "Jobs",
            dependencies: [
                "Store", "Budget", "Documents", "Grants", "Money", subprocess, lifecycle, logging, metrics,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Site",
            dependencies: [
                hummingbird, yams, crypto, logging, metrics, coreMetrics, nio, nioHTTPTypes, httpTypes,
                lifecycle,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Web",
            dependencies: [
                "Budget", "Grants", "Money", "Store", "Documents", "Site", hummingbird, httpTypes, nio, logging, crypto,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Command",
            dependencies: [
                "Web", "Jobs", "Store", "Budget", "Grants", "Money", "Postgres", "Documents", "Site", hummingbird,
                arguments,
                configuration, lifecycle, logging, metrics,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TestKit",
            dependencies: [
                "Postgres", "Budget", "Store", "Grants", "Money", "Site", "Web", "Documents", hummingbird,
                hummingbirdTesting,
                httpClient, nio,
                nioPosix, nioHTTP1, httpTypes, logging, crypto, subprocess,
            ],
            path: "Tests/TestKit",
            swiftSettings: strict
        ),
        .testTarget(name: "MoneyTests", dependencies: ["Money"], swiftSettings: strict),
        .testTarget(
            name: "BudgetTests",
            dependencies: ["Budget", "Money", "Postgres", "TestKit"],
            swiftSettings: strict
        ),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestKit"], swiftSettings: strict),
        .testTarget(name: "GrantsTests", dependencies: ["Grants", "Money"], swiftSettings: strict),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents", "TestKit", subprocess], swiftSettings: strict),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "Budget", "TestKit", "Grants", "Money", "Postgres"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SiteTests",
            dependencies: ["Site", "TestKit", hummingbird, hummingbirdTesting, mustache, httpTypes, nio, logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "JobsTests",
            dependencies: ["Jobs", "Store", "Budget", "Money", "Postgres", "TestKit", logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Site", "Store", "Budget", "Grants", "Money", "Postgres", "TestKit", hummingbird,
                hummingbirdTesting,
                httpTypes,
            ],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Command", "Budget", "Store", "Grants", "Money", "Postgres", "TestKit", configuration, logging,
                httpClient,
                crypto, nio,
                nioPosix, nioHTTP1, httpTypes,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "BrowserTests",
            dependencies: ["TestKit", "Store", "Grants", "Money", "Postgres", "Web", httpTypes],
            swiftSettings: strict
        ),
    ]
)
