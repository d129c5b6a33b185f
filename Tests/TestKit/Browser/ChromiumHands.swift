import Foundation

/// What hands do: keys, a double click, a file taken home.
extension Chromium {
    /// Presses keys one after another wherever the focus is, such as `Keys.tab`, as a keyboard does.
    public func type(_ text: String) async throws {
        let presses = text.unicodeScalars.flatMap { key -> [JSONValue] in
            ["keyDown", "keyUp"].map { .object(["type": .string($0), "value": .string(String(key))]) }
        }
        try await perform(.object(["type": "key", "id": "keyboard", "actions": .array(presses)]))
    }

    /// Clicks twice, faster than any page answers.
    public func doubleClick(_ selector: String) async throws {
        try await act(on: selector) { element in
            let target: JSONValue = .object([Self.elementKey: .string(element)])
            try await run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", [target])
            let move: JSONValue = .object([
                "type": "pointerMove", "duration": .number(0), "x": .number(0), "y": .number(0), "origin": target,
            ])
            let click = ["pointerDown", "pointerUp"].map { kind -> JSONValue in
                .object(["type": .string(kind), "button": .number(0)])
            }
            try await perform(
                .object([
                    "type": "pointer", "id": "mouse", "parameters": .object(["pointerType": "mouse"]),
                    "actions": .array([move] + click + click),
                ])
            )
        }
    }

    /// Goes to an address where a script of the test runs before any of the page's own.
    public func go(_ address: String, beforeItsScripts script: String) async throws {
        let added = try await devtools("Page.addScriptToEvaluateOnNewDocument", ["source": .string(script)])
        try await go(address)
        try await devtools("Page.removeScriptToEvaluateOnNewDocument", ["identifier": added["identifier"]])
    }

    /// Runs a script in this page and in every page after it, for as long as the browser runs: a long one, sent to each
    /// page anew, would take longer than what it does.
    func bring(_ script: String) async throws {
        try await devtools("Page.addScriptToEvaluateOnNewDocument", ["source": .string(script)])
        try await run(script)
    }

    /// Presses the link with these words and gives the path of the file that arrives.
    public func download(_ words: String) async throws -> String {
        let before = Set(try files())
        try await press(words)
        var arrived: String?
        try await wait("no file came by \(words)") {
            arrived = try files().first { !before.contains($0) && !$0.hasSuffix(".crdownload") && !$0.hasPrefix(".") }
            return arrived != nil
        }
        return "\(downloads)/\(arrived ?? "")"
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: downloads)
    }

    private func perform(_ actions: JSONValue) async throws {
        try await post("/actions", ["actions": .array([actions])])
    }
}

/// Keys that have no letter.
public enum Keys {
    /// Tabulator.
    public static let tab = "\u{E004}"
    /// Enter.
    public static let enter = "\u{E007}"
    /// Space bar.
    public static let space = "\u{E00D}"
    /// Escape.
    public static let escape = "\u{E00C}"
    /// Arrow down.
    public static let down = "\u{E015}"
}
