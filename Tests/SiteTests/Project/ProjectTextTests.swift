import Foundation
import Site
import Testing

@Suite("The project's own texts")
struct ProjectTextTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path
    private let templates: Templates

    init() throws {
        templates = try Templates(folder: Self.root + "/Templates")
    }

    @Test("are there in both languages")
    func bothLanguages() {
        let (latvian, english) = (templates.texts(.lv).keys, templates.texts(.en).keys)
        let onlyLatvian = latvian.subtracting(english).filter { !isZeroForm($0) }
        #expect(onlyLatvian.sorted() == [])
        #expect(english.subtracting(latvian).sorted() == [])
    }

    @Test("hold the same names to fill in both languages")
    func sameNames() {
        let (latvian, english) = (templates.texts(.lv), templates.texts(.en))
        for key in latvian.keys.intersection(english.keys) {
            let names = [latvian, english].map { Self.names(in: $0.find(key) ?? "") }
            #expect(names[0] == names[1], "\(key)")
        }
    }

    @Test("mark what is to be filled in by two brackets, so that nobody reads the mark itself")
    func marks() {
        for language in Language.allCases {
            let texts = templates.texts(language)
            let strange = texts.keys.filter { key in
                let text = texts.find(key) ?? ""
                return text.replacing(/\{\{ ?[A-Za-z_]+ ?\}\}/, with: "").contains { "{}".contains($0) }
            }
            #expect(strange.sorted() == [])
        }
    }

    @Test("that the code asks for are there, and none is left that nobody asks for")
    func used() throws {
        let keys = templates.texts(.lv).keys
        let stages = Set(keys.compactMap { $0.split(separator: ".").first.map(String.init) })
        let code = try Self.texts(under: "Sources", ending: ".swift")
        let pages = try Self.texts(under: "Templates", ending: ".mustache")

        let asked = code.flatMap {
            $0.matches(of: /[tT]exts(?:\(|\.plural\(|\.find\()\s*"([a-z0-9_.]+)"/).map { String($0.1) }
        }
        let missing = Set(asked.filter { !keys.contains($0) && !keys.contains($0 + ".other") })
        #expect(missing.sorted() == [], "texts that are not there")

        var mentioned = Set(pages.flatMap { $0.matches(of: /\[\[([a-z0-9_.-]+)\]\]/).map { String($0.1) } })
        var beginnings: Set<String> = []
        for match in code.flatMap({ $0.matches(of: /"([a-z][a-z0-9_]*\.[a-z0-9_.]*)(\\\()?/) }) {
            let text = String(match.1)
            guard stages.contains(String(text.prefix { $0 != "." })) else { continue }
            if match.2 == nil { mentioned.insert(text) } else { beginnings.insert(text) }
        }
        // Where the code puts the stage itself in: `"\(stage).done.\(done)"`.
        let endings = Set(
            code.flatMap { $0.matches(of: /"\\\([a-zA-Z.]+\)(\.[a-z0-9_.]+)/).map { String($0.1) } }
        )
        let unused = keys.filter { key in
            let plain = Self.withoutForm(key)
            if mentioned.contains(key) || mentioned.contains(plain) { return false }
            if beginnings.contains(where: { key.hasPrefix($0) }) { return false }
            return !endings.contains { key.contains($0) }
        }
        #expect(unused.sorted() == [], "texts that nobody shows")
    }

    private func isZeroForm(_ key: String) -> Bool {
        key.hasSuffix(".zero") && templates.texts(.en).keys.contains(Self.withoutForm(key) + ".other")
    }

    private static func withoutForm(_ key: String) -> String {
        for form in [".zero", ".one", ".other"] where key.hasSuffix(form) { return String(key.dropLast(form.count)) }
        return key
    }

    private static func names(in text: String) -> Set<String> {
        Set(text.matches(of: /\{\{([^}]*)\}\}/).map { $0.1.trimmingCharacters(in: .whitespaces) })
    }

    private static func texts(under folder: String, ending: String) throws -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: "\(root)/\(folder)") else { return [] }
        var texts: [String] = []
        for case let path as String in walk where path.hasSuffix(ending) {
            texts.append(try String(contentsOfFile: "\(root)/\(folder)/\(path)", encoding: .utf8))
        }
        return texts
    }
}
