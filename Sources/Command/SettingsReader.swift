import Configuration
import Foundation
import Logging
import Site

/// Reads settings one by one and remembers what is wrong, so that all mistakes can be told together.
///
/// Numbers are read as texts first: asked for a number, the library takes a misspelt one for an absent one.
struct SettingsReader {
    private let config: ConfigReader
    private(set) var mistakes: [String] = []

    init(_ config: ConfigReader) {
        self.config = config
    }

    mutating func required(_ key: String, hint: String) -> String {
        let value = text(key, default: "")
        if value.isEmpty { note(key, "is missing; \(hint)") }
        return value
    }

    mutating func text(_ key: String, default value: String) -> String {
        config.string(forKey: ConfigKey(key)) ?? value
    }

    mutating func number(_ key: String, default value: Int, in range: ClosedRange<Int>) -> Int {
        guard let text = config.string(forKey: ConfigKey(key)) else { return value }
        guard let number = Int(text), range.contains(number) else {
            note(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return value
        }
        return number
    }

    mutating func flag(_ key: String, default value: Bool) -> Bool {
        switch config.string(forKey: ConfigKey(key))?.lowercased() {
        case nil: return value
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default:
            note(key, "must be true or false")
            return value
        }
    }

    mutating func level(_ key: String, default value: Logger.Level) -> Logger.Level {
        guard let text = config.string(forKey: ConfigKey(key)) else { return value }
        guard let level = Logger.Level(rawValue: text) else {
            note(key, "must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
            return value
        }
        return level
    }

    /// Scheme, host and port, without a path.
    mutating func origin(_ key: String, default value: String) -> String {
        let text = text(key, default: value)
        let url = URL(string: text)
        guard let url, ["http", "https"].contains(url.scheme), url.host != nil, url.path.isEmpty else {
            note(key, "must be like https://kopiena.example.lv, without a slash at its end")
            return value
        }
        return text
    }

    mutating func proxies(_ key: String) -> TrustedProxies {
        let entries = text(key, default: "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        do {
            return try TrustedProxies(entries)
        } catch {
            note(key, "\(error)")
            return .none
        }
    }

    private mutating func note(_ key: String, _ problem: String) {
        mistakes.append("\(key.replacing(".", with: "_").uppercased()) \(problem)")
    }
}
