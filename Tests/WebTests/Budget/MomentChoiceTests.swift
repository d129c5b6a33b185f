import Budget
import Foundation
import Money
import Site
import TestKit
import Testing

@testable import Web

@Suite("The moment in which a page of the budget is looked at")
struct MomentChoiceTests {
    private let templates: Templates

    init() throws {
        templates = try Templates(folder: Project.root + "/Templates", strict: true)
    }

    private func choice(_ query: String) throws -> MomentChoice {
        MomentChoice(try Form(query: query))
    }

    private func html(_ choice: MomentChoice, keeping kept: [(name: String, value: String)] = []) throws -> String {
        let view = choice.view(templates.texts(.lv), "/work/budget", keeping: kept)
        return try templates.render("budget/moment", ["moment": view], language: .lv)
    }

    @Test("is now unless the address says otherwise, and links then say nothing of it")
    func now() throws {
        let choice = try choice("")
        #expect(choice.moment == .now)
        #expect(choice.address("/work/budget/accounts/7?verb=book") == "/work/budget/accounts/7?verb=book")
        #expect(try !html(choice).contains("class=\"note"))
    }

    @Test("is the end of a day, which every link carries on", arguments: ["31.10.2026.", "2026-10-31", "31 10 2026"])
    func asOf(_ typed: String) throws {
        let choice = try choice("as-of=\(typed.replacing(" ", with: "+"))")
        #expect(choice.moment == .asOf(try #require(Day(2026, 10, 31))))
        #expect(choice.address("/a") == "/a?as-of=2026-10-31")
        #expect(choice.address("/a?b=c#d") == "/a?b=c&as-of=2026-10-31#d")
        let html = try html(choice, keeping: [("verb", "book")])
        #expect(html.contains("Stāvoklis 31.10.2026. dienas beigās pēc darījumu datuma"))
        #expect(html.contains(#"value="31.10.2026.""#))
        #expect(html.contains(#"<input type="hidden" name="verb" value="book">"#))
        #expect(html.contains(#"href="/work/budget?verb=book""#))
    }

    @Test("is a second of the clock in Riga with all that was recorded in it")
    func knownAt() throws {
        let choice = try choice("known-at=31.10.2026.+14:00:00")
        let second = try Date("2026-10-31T12:00:00Z", strategy: .iso8601)
        #expect(choice.moment == .knownAt(second.addingTimeInterval(0.999)))
        #expect(choice.address("/a") == "/a?known-at=2026-10-31T14%3A00%3A00")
        let again = try self.choice("known-at=2026-10-31T14%3A00%3A00")
        #expect(again.moment == choice.moment)
        let sentence = "Stāvoklis, kāds bija zināms 31.10.2026. plkst.\u{A0}14:00:00 pēc ieraksta laika"
        #expect(try html(choice).contains(sentence))
    }

    @Test(
        "is now where the address cannot be understood: what was typed stays, with a sentence beside it",
        arguments: [
            ("as-of=rīt", "rīt", "Ierakstiet dienu šādi"), ("as-of=31.10.1926", "31.10.1926", "Ierakstiet dienu šādi"),
            ("known-at=31.10.2026.", "31.10.2026.", "Ierakstiet dienu un laiku šādi"),
            ("as-of=1.1.2026&known-at=31.10.2026.+14:00", "31.10.2026. 14:00", "Norādiet tikai vienu"),
            ("as-of=%22%CC%81%3E%3Cscript%3E", "&quot;\u{301}&gt;&lt;script&gt;", "Ierakstiet dienu šādi"),
        ]
    )
    func misread(_ query: String, _ kept: String, _ sentence: String) throws {
        let choice = try choice(query)
        #expect(choice.moment == .now)
        #expect(choice.fields.isEmpty)
        let html = try html(choice)
        #expect(html.contains("<details class=\"moment screen\" open>"))
        #expect(html.contains("value=\"\(kept)\""), "\(html)")
        #expect(html.contains(sentence))
    }
}
