import Configuration
import Foundation
import Logging
import TestKit
import Testing

@testable import Command

@Suite("Reading settings")
struct SettingsTests {
    private func reader(_ variables: [String: String]) -> SettingsReader {
        SettingsReader(ConfigReader(providers: [EnvironmentVariablesProvider(environmentVariables: variables)]))
    }

    @Test("takes what is set and the default for what is not")
    func reads() {
        var reader = reader(["KOPIENA_PORT": "9999", "KOPIENA_DEMO": "yes", "KOPIENA_LOG_LEVEL": "debug"])
        let port = reader.number("kopiena.port", default: 8080, in: 1...65_535)
        let pool = reader.number("kopiena.pool.size", default: 12, in: 2...200)
        let isDemo = reader.flag("kopiena.demo", default: false)
        let level = reader.level("kopiena.log.level", default: .info)
        #expect(port == 9_999)
        #expect(pool == 12)
        #expect(isDemo)
        #expect(level == .debug)
        #expect(reader.mistakes == [])
    }

    @Test("tells all mistakes together, by the names one has to set")
    func collectsMistakes() {
        var reader = reader([
            "KOPIENA_PORT": "70000", "KOPIENA_DEMO": "maybe", "KOPIENA_ORIGIN": "kopiena.lv/", "KOPIENA_PROXIES": "x",
        ])
        _ = reader.number("kopiena.port", default: 8080, in: 1...65_535)
        _ = reader.flag("kopiena.demo", default: false)
        _ = reader.origin("kopiena.origin", default: "http://127.0.0.1:8080")
        _ = reader.proxies("kopiena.proxies")
        _ = reader.required("kopiena.database.url", hint: "start it")
        let names = reader.mistakes.map { $0.prefix { $0 != " " } }
        let expected = ["KOPIENA_PORT", "KOPIENA_DEMO", "KOPIENA_ORIGIN", "KOPIENA_PROXIES", "KOPIENA_DATABASE_URL"]
        #expect(names.map(String.init) == expected)
    }

    @Test("knows no name that the README's tables leave out, and the tables none that nobody reads")
    func documented() throws {
        let readme = try String(contentsOfFile: Project.root + "/README.md", encoding: .utf8)
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `KOPIENA_") }
        var told: Set<String> = []
        for row in rows { told.formUnion(Self.names(in: String(row.dropFirst().prefix { $0 != "|" }))) }
        var read: Set<String> = []
        for folder in ["Sources", "Tests", "deploy"] {
            for case let file as URL in FileManager.default.enumerator(
                at: URL(fileURLWithPath: "\(Project.root)/\(folder)"),
                includingPropertiesForKeys: nil
            ) ?? .init() where file.lastPathComponent != "README.md" {
                guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
                read.formUnion(Self.names(in: text))
                guard folder == "Sources", file.path.contains("/Command/") else { continue }
                for key in text.matches(of: /"(kopiena(\.[a-z]+)+)"/) {
                    read.insert(key.1.replacing(".", with: "_").uppercased())
                }
            }
        }
        #expect(read.subtracting(told) == [])
        #expect(told.subtracting(read) == [])
    }

    private static func names(in text: String) -> Set<String> {
        Set(text.matches(of: /KOPIENA_[A-Z_]*[A-Z]/).map { String($0.0) })
    }

    @Test("finds its folder above the program, or where it is told")
    func findsHome() {
        #expect(Home.find(environment: ["KOPIENA_HOME": "/srv/kopiena"])?.path == "/srv/kopiena")
        let found = Home.find(environment: [:])
        #expect(found.map { FileManager.default.fileExists(atPath: $0.migrations) } == true)
        #expect(found.map { $0.settingsFile == $0.path + "/.kopiena/settings.env" } == true)
    }

    @Test("looks for what the commands made where they were told to make it")
    func findsState() {
        let home = Home.find(environment: ["KOPIENA_HOME": "/srv/kopiena", "KOPIENA_STATE": "/var/lib/kopiena"])
        #expect(home?.settingsFile == "/var/lib/kopiena/settings.env")
        #expect(home?.migrations == "/srv/kopiena/Migrations")
    }
}
