import Mustache
import Site
import TestKit
import Testing

/// Our own reading of templates beside that of a library, which is slower by the factor that pages cannot spare.
@Suite("Templates beside the Mustache library")
struct MustacheTests {
    @Test("print the same for hundreds of made-up templates", arguments: [UInt64](1...10))
    func same(seed: UInt64) throws {
        var author = TemplateAuthor(chance: Chance(seed: seed))
        for _ in 0..<40 {
            let files = ["base": author.base(), "part": author.lines(1), "page": author.page()]
            var library = MustacheLibrary()
            for (name, text) in files { try library.register(text, named: name) }
            let expected = try #require(library.render(Sample.beside, withTemplate: "page"))
            let sandbox = try TemplateSandbox(Dictionary(uniqueKeysWithValues: files.map { ("\($0).mustache", $1) }))
            let page = try sandbox.templates().render("page", Sample.view, language: .lv)
            #expect(page == expected, "\(files)")
        }
    }
}

/// The same values for both.
private enum Sample {
    static let view: View = [
        "text": "A & \"B\" <c>'", "empty": "", "number": 7, "yes": true, "no": false, "gone": nil,
        "one": ["text": "inner", "own": "x"] as View,
        "many": [["text": "first", "own": "1"] as View, ["text": "second", "own": "2"]], "none": [View](),
        "words": ["a", "<b>"],
    ]

    static var beside: [String: Any] {
        [
            "text": "A & \"B\" <c>'", "empty": "", "number": 7, "yes": true, "no": false, "gone": Gone(),
            "one": ["text": "inner", "own": "x"],
            "many": [["text": "first", "own": "1"], ["text": "second", "own": "2"]], "none": [[String: String]](),
            "words": ["a", "<b>"],
        ]
    }

    private struct Gone: MustacheCustomRenderable {
        var renderText: String { "" }
        var isNull: Bool { true }
    }
}

/// Makes up templates that only ask for what the sample has.
private struct TemplateAuthor {
    var chance: Chance

    mutating func page() -> String {
        guard Bool.random(using: &chance) else { return lines(3) }
        return "{{<base}}\n{{$title}}\(inline(1)){{/title}}\n{{$main}}\n\(lines(2)){{/main}}\n{{/base}}\n" + lines(1)
    }

    mutating func base() -> String {
        "<\(inline(1))>{{$title}}\(inline(1)){{/title}}\n{{$main}}\n\(lines(1)){{/main}}\n{{$end}}{{/end}}\n"
    }

    mutating func lines(_ depth: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            switch Int.random(in: 0..<6, using: &chance) {
            case 0 where depth > 0:
                let (mark, name) = (pick(["#", "^"]), section())
                text += "{{\(mark)\(name)}}\n\(lines(depth - 1)){{/\(name)}}\n"
            case 1 where depth > 1: text += "{{> part}}\n"
            case 2: text += "{{! said to nobody }}\n"
            default: text += inline(depth) + pick(["\n", "\n\n", ".\n"])
            }
        }
        return text
    }

    private mutating func inline(_ depth: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            switch Int.random(in: 0..<5, using: &chance) {
            case 0 where depth > 0:
                let (mark, name) = (pick(["#", "^"]), section())
                text += "(\(inlineSection(mark, name, depth)))"
            case 1: text += pick(["ā", "a b", "<i>", "{ }", "\""])
            case 2 where depth > 1: text += "-{{> part}}-"
            default: text += pick(["{{text}}", "{{ number }}", "{{empty}}", "{{gone}}x"])
            }
        }
        return text
    }

    private mutating func inlineSection(_ mark: String, _ name: String, _ depth: Int) -> String {
        "{{\(mark)\(name)}}\(inline(depth - 1)){{/\(name)}}" + (mark == "#" ? "{{#words}}{{.}}{{/words}}" : "")
    }

    private mutating func section() -> String {
        pick(["text", "empty", "number", "yes", "no", "gone", "one", "many", "none", "words"])
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &chance) ?? ""
    }
}
