import Configuration
import Foundation
import Logging
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

    @Test("finds its folder above the program, or where it is told")
    func findsHome() {
        #expect(Home.find(environment: ["KOPIENA_HOME": "/srv/kopiena"])?.path == "/srv/kopiena")
        let found = Home.find(environment: [:])
        #expect(found.map { FileManager.default.fileExists(atPath: $0.migrations) } == true)
    }
}
