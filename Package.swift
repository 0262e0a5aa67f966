// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "grozd",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "grozd", targets: ["grozd"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .target(name: "Domain", swiftSettings: strict),
        .target(
            name: "Programmes", dependencies: ["Domain"], path: "Programmes",
            resources: [.copy("programmes.txt"), .copy("packs")], swiftSettings: strict),
        .target(
            name: "Words", dependencies: ["Domain"], path: "Words", resources: [.copy("texts")], swiftSettings: strict),
        .target(
            name: "Help", dependencies: ["Domain"], path: "docs/rooms", resources: [.copy("en"), .copy("sl")],
            swiftSettings: strict),
        .target(
            name: "Trail",
            dependencies: [
                "Domain",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: strict),
        .target(
            name: "Desk",
            dependencies: ["Domain", "Programmes", "Words", "Trail", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
        .target(name: "Files", dependencies: ["Domain", "Programmes", "Words"], swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: [
                "Domain", "Programmes", "Help", "Trail", "Desk", "Files", "Words",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], resources: [.copy("assets")], swiftSettings: strict),
        .target(
            name: "Samples", dependencies: ["Domain", "Desk"], path: "Samples",
            resources: [.copy("inno-industry"), .copy("green-harbours")], swiftSettings: strict),
        .executableTarget(
            name: "grozd",
            dependencies: [
                "Domain", "Programmes", "Words", "Trail", "Desk", "Files", "Web", "Samples",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .target(
            name: "Cast", dependencies: ["Domain", "Programmes", "Trail"], path: "Tests/Cast", swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain", "Cast"], swiftSettings: strict),
        .testTarget(
            name: "RulesTests", dependencies: ["Domain", "Programmes", "Words", "Desk", "Cast"], swiftSettings: strict),
        .testTarget(name: "WordsTests", dependencies: ["Domain", "Words"], swiftSettings: strict),
        .testTarget(
            name: "TrailTests", dependencies: ["Domain", "Trail", "Desk", "Samples", "Cast"], swiftSettings: strict),
        .testTarget(
            name: "DeskTests", dependencies: ["Domain", "Trail", "Desk", "Words", "Samples", "Cast"],
            swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Domain", "Words", "Files", "Cast"], swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Domain", "Trail", "Desk", "Words", "Web", "Samples", "Cast",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .testTarget(
            name: "SamplesTests", dependencies: ["Domain", "Programmes", "Desk", "Words", "Samples", "Cast"],
            swiftSettings: strict),
        .testTarget(
            name: "HouseTests", dependencies: ["Domain", "Programmes", "Desk", "Words", "Web", "Cast"],
            swiftSettings: strict),
        .executableTarget(
            name: "bench", dependencies: ["Domain", "Programmes", "Words", "Trail", "Desk", "Files", "Samples", "Web"],
            path: "Benchmarks",
            exclude: ["others"],
            swiftSettings: strict),
    ]
)
