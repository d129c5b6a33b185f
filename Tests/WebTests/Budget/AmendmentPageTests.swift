import Budget
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("An amendment is looked at before it is proposed")
struct AmendmentPageTests {
    private static let address = "/work/budget/amendments"
    private static let typed = [
        "number": "G-7", "dated.day": "24", "dated.month": "2", "dated.year": "2025", "effective.day": "24",
        "effective.month": "2", "effective.year": "2025", "reason": "Otrs lasījums",
    ]

    private struct Scene: Sendable {
        let office: TestOffice
        let officer: TestBrowser
        let finance: TestBrowser
        /// The officer's second window.
        let window: TestBrowser
        let nodes: [String: Node.ID]

        func field(_ kind: String, _ code: String) throws -> String { "\(kind).\(try #require(nodes[code]))" }

        func line(_ code: String) async throws -> Line {
            let lines = try await TestDatabase.current.database.transaction { try await Ledger.lines(in: $0) }
            return try #require(lines.first { $0.code == code })
        }
    }

    private func serve(_ work: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let office = try TestOffice()
        try await office.person("programma@example.lv", .officer, in: "Parauga aģentūra", .agency)
        try await office.person("finanses@example.lv", .finance, in: "Parauga aģentūra", .agency)
        _ = try await BudgetShowcase()
        let nodes = try await TestDatabase.current.database.transaction { try await Ledger.overview(in: $0) }.map(
            \.node
        )
        try await office.serve { client in
            let (officer, finance, window) = (TestBrowser(client), TestBrowser(client), TestBrowser(client))
            try await officer.signIn("programma@example.lv")
            try await finance.signIn("finanses@example.lv")
            try await window.signIn("programma@example.lv")
            let scene = Scene(
                office: office,
                officer: officer,
                finance: finance,
                window: window,
                nodes: Dictionary(uniqueKeysWithValues: nodes.map { ($0.code, $0.id) })
            )
            try await work(scene)
        }
    }

    /// Fills in the form on the page that a browser is on and presses a button.
    private func press(_ button: String, _ typed: [String: String], by browser: TestBrowser) async throws -> TestPage {
        var form = try #require(await browser.page).form(Self.address)
        for (name, value) in typed { form.fill(name, [value]) }
        let answer = try await browser.post(
            Self.address,
            form.fields.map { ($0.name, $0.value) } + [("action", button)]
        )
        guard let location = answer.location else { return answer }
        return try await browser.get(location)
    }

    private static func text(_ page: TestPage) -> String { page.text.replacing("\u{A0}", with: " ") }

    @Test("and changes the count of a line with its sum, told from one to the other on every page", .database)
    func counts() async throws {
        try await serve { scene in
            let fields = Self.typed.merging([
                try scene.field("sum", "VEC"): "1 600 000", try scene.field("count", "VEC"): "55",
            ]) { $1 }
            let form = try await scene.officer.get("\(Self.address)/new?lang=lv")
            #expect(form.document.houseFaults() == [] && Self.text(form).contains("551 (pasākumi)"))
            let look = try await press("look", fields, by: scene.officer)
            #expect(look.status == .ok && look.document.houseFaults() == [])
            #expect(look.text.contains("Kas mainīsies plānotajā skaitā") && look.text.contains("Nodot apstiprināšanai"))
            let proposed = try await press("propose", [:], by: scene.officer)
            #expect(proposed.text.contains("Priekšlikums ir sagatavots") && proposed.document.houseFaults() == [])
            #expect(proposed.text.contains("Kas mainīsies plānotajā skaitā"))
            let address = String(proposed.address.prefix { $0 != "?" })
            let before = try await scene.line("VEC")
            #expect(before.target?.count == 551)
            try await scene.finance.get(address)
            let approved = try await scene.finance.submit(form: "\(address)/approval")
            #expect(approved.document.houseFaults() == [] && approved.text.contains("Plānotais skaits"))
            let line = try await scene.finance.get("/work/budget/lines/VEC?lang=lv")
            #expect(line.document.houseFaults() == [])
            #expect(Self.text(line).contains("551 → 55, grozījumi G-7, spēkā no 24.02.2025."))
            #expect(line.text.contains("href=\"\(address)\""))
            #expect(!line.text.contains("lasīt divējādi"), "the amendment says which reading holds")
        }
    }

    @Test("also of a line whose money stays as it is, and not by what is no count", .database)
    func countsAlone() async throws {
        try await serve { scene in
            let field = try scene.field("count", "INIC")
            try await scene.officer.get("\(Self.address)/new?lang=lv")
            for wrong in ["0", "-5", "1 000 001", "divi", "5,5", "99999999999999999999"] {
                let page = try await press("look", Self.typed.merging([field: wrong]) { $1 }, by: scene.officer)
                #expect(page.status == .unprocessableContent && page.document.houseFaults() == [], "\(wrong)")
                #expect(Self.text(page).contains("no 1 līdz 1 000 000"), "\(wrong)")
            }
            let same = try await press("look", Self.typed.merging([field: "300"]) { $1 }, by: scene.officer)
            #expect(same.status == .unprocessableContent && same.text.contains("vismaz vienu skaitu vai summu"))
            // Lines that count nothing have no such field, and one made up changes nothing.
            let odd = try await press(
                "look",
                Self.typed.merging([field: "", try scene.field("count", "23.9"): "7"]) { $1 },
                by: scene.officer
            )
            #expect(odd.status == .unprocessableContent)
            _ = try await press("look", [field: "1 200"], by: scene.officer)
            let proposed = try await press("propose", [:], by: scene.officer)
            #expect(proposed.text.contains("Priekšlikums ir sagatavots") && proposed.document.houseFaults() == [])
            let address = String(proposed.address.prefix { $0 != "?" })
            try await scene.finance.get(address)
            let approved = try await scene.finance.submit(form: "\(address)/approval")
            #expect(approved.status == .ok)
            let line = try await scene.line("INIC")
            #expect(line.target?.count == 1_200)
        }
    }

    @Test("and is shown again, not proposed, where another person moved the money meanwhile", .database)
    func changedMeanwhile() async throws {
        try await serve { scene in
            let sum = try scene.field("sum", "INIC")
            try await scene.officer.get("\(Self.address)/new?lang=lv")
            let mine = Self.typed.merging([sum: "2 200 000"]) { $1 }
            _ = try await press("look", mine, by: scene.officer)

            // A colleague proposes another amendment, and the officer's page is as it was.
            try await scene.finance.get("\(Self.address)/new?lang=lv")
            let theirs = Self.typed.merging(["number": "G-8", sum: "2 300 000"]) { $1 }
            _ = try await press("look", theirs, by: scene.finance)
            let other = try await press("propose", [:], by: scene.finance)
            let address = String(other.address.prefix { $0 != "?" })
            try await scene.window.get(address)
            let approved = try await scene.window.submit(form: "\(address)/approval")
            #expect(approved.text.contains("nauda ir pārvietota"))

            let refused = try await press("propose", [:], by: scene.officer)
            #expect(refused.status == .unprocessableContent && refused.document.houseFaults() == [])
            #expect(refused.text.contains("Kopš apskates kaut kas ir mainījies"))
            let text = Self.text(refused)
            #expect(
                text.contains("2 300 000,00") && text.contains("value=\"2 200 000\""),
                "the new sums, and what was typed"
            )
            let waiting = try await TestDatabase.current.database.transaction { tx in
                try await Ledger.proposals(waiting: true, in: tx)
            }
            #expect(waiting.isEmpty)
            // Looked at anew, it is proposed.
            let proposed = try await press("propose", [:], by: scene.officer)
            #expect(proposed.text.contains("Priekšlikums ir sagatavots"))
        }
    }

    @Test("and is not proposed by one who has not looked, or who typed something else since", .database)
    func unseen() async throws {
        try await serve { scene in
            let sum = try scene.field("sum", "INIC")
            try await scene.officer.get("\(Self.address)/new?lang=lv")
            let blind = try await press("propose", Self.typed.merging([sum: "2 200 000"]) { $1 }, by: scene.officer)
            #expect(blind.status == .unprocessableContent && blind.text.contains("Kopš apskates"))
            let other = try await press("propose", [sum: "2 200 001"], by: scene.officer)
            #expect(other.status == .unprocessableContent && other.text.contains("Kopš apskates"))
            let seen = try await press("propose", [:], by: scene.officer)
            #expect(seen.text.contains("Priekšlikums ir sagatavots"))
        }
    }

    @Test("and tells of a closed month, a used number and missing money before anything is proposed", .database)
    func obstacles() async throws {
        try await serve { scene in
            let sum = try scene.field("sum", "INIC")
            try await scene.officer.get("\(Self.address)/new?lang=lv")
            _ = try await press("look", Self.typed.merging([sum: "2 200 000"]) { $1 }, by: scene.officer)
            let proposed = try await press("propose", [:], by: scene.officer)
            let address = String(proposed.address.prefix { $0 != "?" })
            try await scene.finance.get(address)
            try await scene.finance.submit(form: "\(address)/approval")
            try await TestDatabase.current.database.transaction(
                TransactionSettings([("kopiena.person", "1"), ("kopiena.organisation", "1")])
            ) { try await Ledger.closeMonth(of: Day(2025, 2, 1) ?? .epoch, in: $0) }

            try await scene.officer.get("\(Self.address)/new?lang=lv")
            let look = try await press("look", Self.typed.merging([sum: "900 000 000"]) { $1 }, by: scene.officer)
            #expect(look.status == .ok && look.document.houseFaults() == [])
            for sentence in [
                "Šis mēnesis ir slēgts", "Grozījumi ar šādu numuru jau ir apstiprināti", "Nepietiek naudas",
            ] {
                #expect(look.text.contains(sentence), "\(sentence)")
            }
            #expect(!look.text.contains("Nodot apstiprināšanai"))
        }
    }
}
