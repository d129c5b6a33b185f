import Budget
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Amending the programme's money by pages", .database, .serialized)
struct ProposalPageTests {
    /// An amendment as an officer types it: the programme gets a million, a line a thousand.
    private static let typed = [
        "number": "4.2.3.1/1/24/I/001-G1", "dated.day": "24", "dated.month": "2", "dated.year": "2025",
        "effective.day": "24", "effective.month": "2", "effective.year": "2025",
        "reason": "Projekta finansējums <b>\u{301}\"",
    ]

    private static func office() async throws -> (TestOffice, programme: String, line: String) {
        let office = try TestOffice()
        let agency = "Parauga aģentūra"
        try await office.person("programma@example.lv", .officer, in: agency, .agency)
        try await office.person("finanses@example.lv", .finance, in: agency, .agency)
        try await office.person("revide@example.lv", .auditor, in: agency, .agency)
        let nodes = try await TestDatabase.current.database.transaction { try await Ledger.overview(in: $0) }
        let programme = try #require(nodes.first { $0.node.kind == .programme }).node.id
        let line = try #require(nodes.first { $0.node.code == "INIC" }).node.id
        return (office, "sum.\(programme)", "sum.\(line)")
    }

    /// Fills in the amendment on the page it is on and presses a button; follows where that leads.
    private func send(_ typed: [String: String], _ button: String, by browser: TestBrowser) async throws -> TestPage {
        var form = try #require(await browser.page).form("/work/budget/amendments")
        for (name, value) in typed { form.fill(name, [value]) }
        let fields = form.fields.map { ($0.name, $0.value) } + [("action", button)]
        let answer = try await browser.post("/work/budget/amendments", fields)
        guard let location = answer.location else { return answer }
        return try await browser.get(location)
    }

    private func free(_ code: String) async throws -> Euro {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.overview(in: tx).first { $0.node.code == code }?[.free] ?? .zero
        }
    }

    @Test("shows what would change before it is handed on, and moves the money when another person approves")
    func journey() async throws {
        let (office, programme, line) = try await Self.office()
        let before = try await free("INIC")
        try await office.serve { client in
            let (officer, finance) = (TestBrowser(client), TestBrowser(client))
            try await officer.signIn("programma@example.lv")
            try await finance.signIn("finanses@example.lv")
            try await officer.get("/work/budget/proposals")
            let form = try await officer.get("/work/budget/amendments/new?lang=lv")
            #expect(form.document.houseFaults() == [])
            let given = try await office.stores.finances.allotment(
                for: office.person("programma@example.lv", .officer, in: "Parauga aģentūra", .agency)
            ).allotment
            let root = given.given[given.nodes[0].id] ?? .zero
            let sums = [programme: (root + Euro(euros: 1_000_000)).plain, line: (before + Euro(euros: 1_000)).plain]
            let fields = Self.typed.merging(sums) { $1 }
            let look = try await send(fields, "look", by: officer)
            #expect(look.status == .ok && look.document.houseFaults() == [])
            #expect(look.text.contains("Nodot apstiprināšanai"))
            let proposed = try await send(fields, "propose", by: officer)
            #expect(proposed.text.contains("Priekšlikums ir sagatavots"))
            #expect(proposed.text.contains("Apstiprināt to var tikai kāds cits"))
            #expect(!proposed.text.contains("<b>"))
            #expect(proposed.document.houseFaults() == [])
            let address = try #require(proposed.address.split(separator: "?").first.map(String.init))
            let list = try await finance.get("/work/budget/proposals")
            #expect(list.text.contains("001-G1"))
            #expect(list.document.houseFaults() == [])

            let alone = try await officer.post("\(address)/approval")
            #expect(alone.status == .unprocessableContent && alone.text.contains("Apstiprināt var tikai kāds cits"))
            let unmoved = try await free("INIC")
            #expect(unmoved == before)

            try await finance.get(address)
            let approved = try await finance.submit(form: "\(address)/approval")
            #expect(approved.text.contains("nauda ir pārvietota"))
            #expect(approved.document.houseFaults() == [])
            let again = try await finance.post("\(address)/approval")
            #expect(again.status == .seeOther, "a second click is the same deed")
            let moved = try await free("INIC")
            #expect(moved == before + Euro(euros: 1_000))
            let late = try await finance.post("\(address)/refusal", [("reason", "Tomēr nē")])
            #expect(late.status == .unprocessableContent && late.text.contains("jau ir izlemts"))
        }
    }

    @Test("is refused where money is bound, where fields are wrong, and by people who may only read")
    func refusals() async throws {
        let (office, programme, line) = try await Self.office()
        try await office.serve { client in
            let (officer, auditor) = (TestBrowser(client), TestBrowser(client))
            try await officer.signIn("programma@example.lv")
            try await auditor.signIn("revide@example.lv")
            try await officer.get("/work/budget/amendments/new")
            let empty = try await send([:], "look", by: officer)
            #expect(empty.status == .unprocessableContent && empty.text.contains("<title>Kļūda: "))
            for field in ["number", "dated", "effective", "reason"] {
                #expect(empty.text.contains("href=\"#\(field)\""), "\(field)")
            }
            #expect(empty.document.houseFaults() == [])
            let odd = Self.typed.merging([programme: "-5", line: "\u{0}daudz", "number": "Nr. 1; --"]) { $1 }
            let wrong = try await send(odd, "propose", by: officer)
            #expect([.unprocessableContent, .badRequest].contains(wrong.status))
            try await officer.get("/work/budget/amendments/new")
            let nothing = try await send(Self.typed, "propose", by: officer)
            #expect(nothing.status == .unprocessableContent && nothing.text.contains("atšķiras no tagadējās"))
            // A line cannot have what the programme has not.
            let short = try await send(
                Self.typed.merging([line: "900 000 000"]) { $1 },
                "propose",
                by: officer
            )
            #expect(short.status == .unprocessableContent && short.text.contains("Nepietiek naudas"))
            #expect(short.document.houseFaults() == [])

            try await auditor.get("/work/budget/proposals")
            let reading = try await auditor.get("/work/budget/amendments/new")
            #expect(reading.status == .forbidden)
            try await auditor.get("/work/budget/proposals")
            let writing = try await auditor.post("/work/budget/amendments", Self.typed.map { ($0.key, $0.value) })
            #expect(writing.status == .forbidden)
            for id in ["0", "999999", "-1", "abc", "99999999999999999999"] {
                let missing = try await officer.get("/work/budget/proposals/\(id)")
                #expect(missing.status == .notFound, "\(id)")
            }
        }
    }

    @Test("handed on twice is one proposal, and one that was taken back never happens")
    func twice() async throws {
        let (office, programme, _) = try await Self.office()
        try await office.serve { client in
            let (officer, finance) = (TestBrowser(client), TestBrowser(client))
            try await officer.signIn("programma@example.lv")
            try await finance.signIn("finanses@example.lv")
            try await officer.get("/work/budget/amendments/new")
            let typed = Self.typed.merging(["number": "G-2", programme: "50 000 000"]) { $1 }
            let look = try await send(typed, "look", by: officer)
            let form = try look.form("/work/budget/amendments")
            let fields = form.fields.map { ($0.name, $0.value) } + [("action", "propose")]
            let first = try await officer.post("/work/budget/amendments", fields)
            let second = try await officer.post("/work/budget/amendments", fields)
            let places = [first, second].map { $0.location?.prefix { $0 != "?" } }
            #expect(first.status == .seeOther && places[0] == places[1])
            #expect(second.location?.hasSuffix("done=sent_before") == true, "the second time it says so")
            let address = try #require(first.location?.split(separator: "?").first.map(String.init))
            try await officer.get(address)
            let withdrawn = try await officer.submit(["reason": ""], form: "\(address)/refusal")
            #expect(withdrawn.text.contains("Nauda nav pārvietota"))
            try await finance.get(address)
            let late = try await finance.post("\(address)/approval")
            #expect(late.status == .unprocessableContent && late.text.contains("jau ir izlemts"))
            let declining = try await finance.get("/work/budget/proposals?decided=yes")
            #expect(declining.text.contains("atsaukts"))
        }
    }
}
