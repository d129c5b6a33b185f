import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Dividing the places of a call by pages", .database, .serialized)
struct PlacesPageTests {
    private struct Office {
        let fixture: WorkCallFixture
        let call: Call
        let large: Organisation.ID
        let small: Organisation.ID
        var address: String { "/work/calls/\(call.number)/quotas" }
        var form: String { "\(address)/distribution" }

        init() async throws {
            fixture = try await WorkCallFixture()
            call = try await fixture.published().call
            let agency = "Parauga aģentūra"
            try await fixture.office.person("finanses@example.lv", .finance, in: agency, .agency)
            try await fixture.office.person("revide@example.lv", .auditor, in: agency, .agency)
            let partners = fixture.office.stores.partners
            let first = try await fixture.office.person("liels@example.lv", .editor, in: "Lielais novads")
            let second = try await fixture.office.person("mazs@example.lv", .editor, in: "Mazais novads")
            try await partners.say([.learners: 900], key: UUID(), by: first)
            try await partners.say([.learners: 100], key: UUID(), by: second)
            (large, small) = (first.organisation.id, second.organisation.id)
        }

        func places() async throws -> [Int?] {
            let calls = fixture.calls
            return try await [calls.quota(call.id, of: large).places, calls.quota(call.id, of: small).places]
        }

        /// Hands the form on as it stands with these values.
        func propose(_ typed: KeyValuePairs<String, String>, by browser: TestBrowser) async throws -> TestPage {
            try await browser.get("\(form)?lang=lv")
            return try await browser.submit(typed, form: form, button: "Nodot apstiprināšanai")
        }
    }

    @Test("shows the working, hands it on once, and another person makes it so")
    func journey() async throws {
        let office = try await Office()
        try await office.fixture.office.serve { client in
            let officer = try await office.fixture.browser(client)
            let finance = try await office.fixture.browser(client, "finanses@example.lv")
            let first = try await officer.get("\(office.form)?lang=lv")
            #expect(first.document.houseFaults() == [])
            #expect(first.text.contains("tik, cik apmaksā konkursa nauda: 100 projektu"))
            let look = try await officer.submit(["whole": "11", "least": "2"], form: office.form, button: "Aprēķināt")
            #expect(look.status == .ok && look.document.houseFaults() == [])
            #expect(look.text.contains("mazākā kvota"))
            let page = try #require(await officer.page).form(office.form)
            var fields = page.fields.map { ($0.name, $0.name == "reason" ? "Pēc <b>vajadzības" : $0.value) }
            fields.append(("action", "propose"))
            let sent = try await officer.post(office.form, fields)
            let again = try await officer.post(office.form, fields)
            #expect(sent.status == .seeOther && again.location?.hasSuffix("done=sent_before") == true)
            let address = try #require(sent.location?.split(separator: "?").first.map(String.init))
            #expect(again.location?.hasPrefix(address) == true, "sent twice, it is one proposal")
            let own = try await officer.get(address)
            #expect(own.document.houseFaults() == [] && !own.text.contains("<b>"))
            #expect(own.text.contains("Apstiprināt to var tikai kāds cits"))
            let alone = try await officer.post("\(address)/approval")
            #expect(alone.status == .unprocessableContent && alone.text.contains("Apstiprināt var tikai kāds cits"))
            let before = try await office.places()
            #expect(before == [2, 2])

            let desk = try await finance.get("/work?lang=lv")
            #expect(desk.text.contains("\(office.address)#proposals"))
            let list = try await finance.get(office.address)
            #expect(list.text.contains(address) && list.document.houseFaults() == [])
            try await finance.get(address)
            let approved = try await finance.submit(form: "\(address)/approval")
            #expect(approved.text.contains("vietas ir mainītas") && approved.document.houseFaults() == [])
            let after = try await office.places()
            #expect(after == [9, 2])
            let second = try await finance.post("\(address)/approval")
            #expect(second.status == .seeOther, "a second click is the same deed")
            let late = try await finance.post("\(address)/refusal", [("reason", "Tomēr nē")])
            #expect(late.status == .unprocessableContent && late.text.contains("jau ir izlemts"))
            let same = try await office.propose(["whole": "11", "least": "2", "reason": "Vēlreiz"], by: officer)
            #expect(same.status == .unprocessableContent && same.text.contains("Nekas nemainās"))
        }
    }

    @Test("says what is wrong with what was typed, and keeps it")
    func wrong() async throws {
        let office = try await Office()
        let (large, small) = (office.large, office.small)
        let wrong: [(KeyValuePairs<String, String>, field: String, says: String)] = [
            (["whole": "-5"], "whole", "veselu skaitli no 0 līdz 10"),
            (["whole": "7,5"], "whole", "veselu skaitli no 0 līdz 10"),
            (["least": "daudz"], "least", "veselu skaitli no 0 līdz 300"),
            (["most": "301"], "most", "veselu skaitli no 0 līdz 300"),
            (["least": "3", "most": "2"], "most", "lielākā kvota nedrīkst būt mazāka"),
            (["whole": "3", "least": "2"], "least", "pārsniedz projektu skaitu"),
            (["need": "minority"], "need", "šādu vajadzību nav norādījis"),
            (["whole": "10", "own.\(large)": "8"], "why-\(large)", "kāpēc kvota atšķiras"),
            (
                ["whole": "10", "own.\(large)": "301", "why.\(large)": "Tā"], "own-\(large)",
                "veselu skaitli no 0 līdz 300"
            ),
            (["whole": "10", "own.\(small)": "2", "why.\(small)": "Tā"], "whole", "Lieki: 1 projekts"),
            (["whole": "10"], "reason", "Uzrakstiet pamatojumu"),
            (["whole": "10", "reason": String(repeating: "ā", count: 2_001)], "reason", "Uzrakstiet pamatojumu"),
        ]
        try await office.fixture.office.serve { client in
            let officer = try await office.fixture.browser(client)
            for (typed, field, says) in wrong {
                let page = try await office.propose(typed, by: officer)
                #expect(page.status == .unprocessableContent && page.text.contains("<title>Kļūda: "), "\(typed)")
                #expect(page.text.contains("href=\"#\(field)\""), "\(typed)")
                #expect(page.text.contains(says), "\(typed)")
                #expect(page.document.houseFaults() == [], "\(typed)")
                for (name, value) in typed where name != "need" {
                    let kept = try page.form(office.form).fields.first { $0.name == name }?.value
                    #expect(kept == value, "\(name)")
                }
            }
            let unreadable = try await office.propose(["whole": "\u{0}5"], by: officer)
            #expect(unreadable.status == .badRequest)
            let places = try await office.places()
            #expect(places == [2, 2])
        }
    }

    @Test("says whose projects stand in the way and that other places were agreed on meanwhile, and leads on")
    func obstacles() async throws {
        let office = try await Office()
        try await office.fixture.office.serve { client in
            let officer = try await office.fixture.browser(client)
            let finance = try await office.fixture.browser(client, "finanses@example.lv")
            let early = try await office.propose(["whole": "10", "reason": "Pirmā"], by: officer).address
            let late = try await office.propose(["whole": "20", "reason": "Otrā"], by: officer).address
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    """
                    INSERT INTO quota (call_id, organisation_id, places, taken)
                    VALUES (\(office.call.id), \(office.small), 3, 3)
                    """
                )
            }
            try await finance.get(late)
            let short = try await finance.submit(form: "\(Self.plain(late))/approval")
            #expect(short.status == .unprocessableContent)
            #expect(short.text.contains("Mazais novads – vietas: 2, iesniegti: 3"))
            #expect(short.text.contains("href=\"\(office.form)\"") && short.document.houseFaults() == [])
            let rest = try await office.propose(["whole": "20", "reason": "Pārējās"], by: officer)
            #expect(rest.text.contains("Vietas mainīsies"))
            try await finance.get(rest.address)
            let approved = try await finance.submit(form: "\(Self.plain(rest.address))/approval")
            #expect(approved.text.contains("vietas ir mainītas"))
            let places = try await office.places()
            #expect(places == [15, 5], "three are kept, and 17 divided by need")

            let outdated = try await finance.get(early)
            #expect(outdated.text.contains("apstiprinātas citas vietas"))
            #expect(!outdated.text.contains("/approval\"") && outdated.text.contains("href=\"\(office.form)\""))
            let refused = try await finance.post("\(Self.plain(early))/approval")
            #expect(refused.status == .unprocessableContent && refused.text.contains("apstiprinātas citas vietas"))
            let silent = try await finance.post("\(Self.plain(early))/refusal", [("reason", " ")])
            #expect(silent.status == .unprocessableContent && silent.text.contains("Uzrakstiet iemeslu"))
            let declined = try await finance.post("\(Self.plain(early))/refusal", [("reason", "Novecojis")])
            #expect(declined.status == .seeOther)
        }
    }

    @Test("is read by all of the agency, done by officers and finance, and unknown where there is nothing")
    func access() async throws {
        let office = try await Office()
        let other = try await office.fixture.published().call
        try await office.fixture.office.serve { client in
            let officer = try await office.fixture.browser(client)
            let auditor = try await office.fixture.browser(client, "revide@example.lv")
            let address = Self.plain(try await office.propose(["whole": "10", "reason": "Vajag"], by: officer).address)
            let read = try await auditor.get(address)
            #expect(read.status == .ok && !read.text.contains("/approval"))
            for place in ["\(address)/approval", "\(address)/refusal", office.form] {
                let answer = try await auditor.post(place, [("reason", "Nē")])
                #expect(answer.status == .forbidden, "\(place)")
            }
            let form = try await auditor.get(office.form)
            #expect(form.status == .forbidden)
            let id = address.split(separator: "/").last ?? ""
            for missing in [
                "\(office.address)/proposals/999999", "\(office.address)/proposals/0",
                "\(office.address)/proposals/x", "/work/calls/\(other.number)/quotas/proposals/\(id)",
            ] {
                try await officer.get(address)
                let approval = try await officer.post("\(missing)/approval")
                let page = try await officer.get(missing)
                #expect(page.status == .notFound && approval.status == .notFound, "\(missing)")
            }
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    "UPDATE call SET state = 'cancelled', cancelled_reason = 'Nē' WHERE call_id = \(office.call.id)"
                )
            }
            let gone = try await officer.get(office.form)
            let left = try await officer.get(address)
            #expect(gone.status == .notFound && left.text.contains("Konkurss ir atcelts"))
        }
    }

    private static func plain(_ address: String) -> String { String(address.prefix { $0 != "?" }) }
}
