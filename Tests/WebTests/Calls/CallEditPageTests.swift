import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Store
import TestKit
import Testing

@Suite("Editing a call", .database, .serialized)
struct CallEditPageTests {
    @Test("on two parts at once never meets; on the same part shows both texts")
    func clash() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let mine = try await fixture.browser(client)
            let theirs = try await fixture.browser(client)
            _ = try await mine.get("\(address)/edit/texts?lang=lv")
            _ = try await theirs.get("\(address)/edit/money?lang=lv")
            let money = try await theirs.submit(["available": "800 000,00"])
            #expect(money.status == .ok)
            let texts = try await mine.submit(["title.lv": "Mans nosaukums"])
            #expect(texts.status == .ok)
            let merged = try #require(try await fixture.calls.draft(draft.call.id))
            #expect(merged.terms.moneyAvailable == Euro(euros: 800_000))
            #expect(merged.terms.title.lv == "Mans nosaukums")

            _ = try await mine.get("\(address)/edit/texts")
            _ = try await theirs.get("\(address)/edit/texts")
            _ = try await theirs.submit(["title.lv": "Viņas nosaukums"])
            let clash = try await mine.submit(["title.lv": "Mans otrais nosaukums"])
            #expect(clash.status == .conflict)
            #expect(clash.text.contains("Viņas nosaukums"))
            #expect(clash.text.contains("Mans otrais nosaukums"))
            #expect(clash.document.houseFaults() == [])
            let kept = try await mine.submit()
            #expect(kept.status == .ok)
            let after = try await fixture.calls.draft(draft.call.id)
            #expect(after?.terms.title.lv == "Mans otrais nosaukums")
        }
    }

    @Test("adds a choice with its options row by row, without script")
    func rows() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/edit/questions/new?section=project&lang=lv")
            _ = try await browser.submit(
                ["kind": "choice", "title.lv": "Kad sāksiet?", "title.en": "When do you begin?"],
                button: "Pievienot atbildi"
            )
            let one = try await browser.submit(
                ["options.0.lv": "rudenī", "options.0.en": "in autumn"],
                button: "Pievienot atbildi"
            )
            #expect(one.text.contains("value=\"rudenī\""))
            let done = try await browser.submit(["options.1.lv": "pavasarī", "options.1.en": "in spring"])
            #expect(done.text.contains("Saglabāts."))
            let saved = try await fixture.calls.draft(draft.call.id)
            let question = try #require(saved?.terms.question("kad-saksiet"))
            #expect(question.options.map(\.key) == ["rudeni", "pavasari"])
            #expect(question.kind == .choice)

            _ = try await browser.get("\(address)/edit/questions/kad-saksiet")
            _ = try await browser.submit(button: "Izņemt: 1. atbilde")
            _ = try await browser.submit()
            let fewer = try await fixture.calls.draft(draft.call.id)
            #expect(fewer?.terms.question("kad-saksiet")?.options.map(\.key) == ["pavasari"])
        }
    }

    @Test("shows the limits that a question's kind has, and keeps none of another kind")
    func limits() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            let page = try await browser.get("\(address)/edit/questions/need?lang=lv")
            #expect(page.text.contains("<div data-only-if=\"kind\" data-only-if-answers=\"longText yesNo\">"))
            #expect(page.text.contains("data-only-if-answers=\"number targetGroup\" hidden>"))
            #expect(page.text.contains("<div data-only-if=\"kind\" data-only-if-answers=\"choice choices\">"))
            #expect(page.document.houseFaults() == [])
            _ = try await browser.submit(["kind": "number", "smallest": "1"])
            let saved = try await fixture.calls.draft(draft.call.id)
            #expect(saved?.terms.question("need")?.limits == Question.Limits(smallest: 1))
        }
    }

    @Test("says what is wrong beside the field and keeps what was typed")
    func refused() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/edit/dates?lang=lv")
            let dates = try await browser.submit([
                "opens.day": "31", "opens.month": "2", "opens_time": "25:00", "months": "999999999999999999999",
            ])
            #expect(dates.status == .unprocessableContent)
            #expect(dates.document.title.hasPrefix("Kļūda:"))
            #expect(dates.text.contains("value=\"25:00\""))
            #expect(dates.text.contains("href=\"#opens\""))
            #expect(dates.text.contains("href=\"#months\""))
            #expect(dates.document.houseFaults() == [])
            _ = try await browser.get("\(address)/edit/money")
            let money = try await browser.submit(["available": "-5", "sum": "1e9"])
            #expect(money.status == .unprocessableContent)
            #expect(money.text.contains("value=\"1e9\""))
            _ = try await browser.get("\(address)/edit/applicants")
            let nobody = try await browser.post("\(address)/edit/applicants", [("agreement", "yes"), ("quota", "0")])
            #expect(nobody.status == .conflict || nobody.status == .unprocessableContent)
            let unchanged = try await fixture.calls.draft(draft.call.id)
            #expect(unchanged?.revision == draft.revision)
        }
    }

    @Test("moves and takes out items, but not on an old page")
    func order() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/form?lang=lv")
            let moved = try await browser.post(
                "\(address)/order",
                [("revision", "1"), ("move", "questions.school.up")]
            )
            #expect(moved.location == "\(address)/form")
            let once = try #require(try await fixture.calls.draft(draft.call.id))
            #expect(once.terms.sections[0].questions.map(\.key).prefix(2) == ["school", "title"])
            let old = try await browser.post("\(address)/order", [("revision", "1"), ("move", "questions.need.up")])
            #expect(old.status == .conflict)
            _ = try await browser.get("\(address)/removal?item=questions.need")
            _ = try await browser.submit()
            let gone = try await fixture.calls.draft(draft.call.id)
            #expect(gone?.terms.question("need") == nil)
        }
    }

    @Test("adds a budget with a ceiling and takes it out with a lump sum")
    func mode() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/edit/money?lang=lv")
            _ = try await browser.submit(["mode": "ceiling"])
            let ceiling = try await fixture.calls.draft(draft.call.id)
            #expect(ceiling?.terms.questions.contains { $0.kind == .budget } == true)
            #expect(ceiling?.terms.costCategories.isEmpty == false)
            _ = try await browser.get("\(address)/edit/money")
            _ = try await browser.submit(["mode": "fixed"])
            let fixed = try await fixture.calls.draft(draft.call.id)
            #expect(fixed?.terms == draft.terms)
        }
    }

    @Test("shows sums as people write them and reads them again as they stand")
    func sums() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            let page = try await browser.get("\(address)/edit/money?lang=lv")
            #expect(page.text.contains("value=\"7\u{A0}000,00\""))
            let saved = try await browser.submit()
            #expect(saved.status == .ok && !saved.document.title.hasPrefix("Kļūda:"))
            #expect(try await fixture.calls.draft(draft.call.id)?.terms.amount == draft.terms.amount)
        }
    }
}
