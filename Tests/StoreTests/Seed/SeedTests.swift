import Budget
import Foundation
import Grants
import Money
import Postgres
import TestKit
import Testing

@testable import Store

@Suite("The demonstration", .database, .serialized)
struct SeedTests {
    private var stores: Stores {
        let database = TestDatabase.current.database
        return Stores(database: database, intake: database, passwords: Passwords(cost: .cheap))
    }

    private func seed(_ now: Date = Date()) async throws -> [SeedAccount] {
        try await Seed(stores: stores, database: TestDatabase.current.database, now: now).run()
    }

    private func counts() async throws -> [String: Int] {
        try await TestDatabase.current.owner.transaction { tx in
            var counts: [String: Int] = [:]
            for row in try await tx.rows("SELECT state, count(*) AS number FROM application GROUP BY state") {
                counts[try row.get("state")] = try row.get("number")
            }
            let others = try await tx.row(
                """
                SELECT (SELECT count(*) FROM call_version) AS versions, (SELECT count(*) FROM person) AS people,
                       (SELECT count(*) FROM question) AS questions, (SELECT count(*) FROM submission) AS submissions,
                       (SELECT count(*) FROM agreement WHERE in_force_until > current_date) AS agreements
                """
            )
            for name in ["versions", "people", "questions", "submissions", "agreements"] {
                counts[name] = try others?.get(name) ?? 0
            }
            return counts
        }
    }

    @Test("has calls of every phase and applications in every state, and a second run changes nothing")
    func whole() async throws {
        let accounts = try await seed()
        let first = try await counts()
        #expect(first["versions"] == 5)
        #expect(first["draft"] == 7)
        #expect(first["signing"] == 2)
        #expect(first["submitted"] == 6)
        #expect(first["withdrawn"] == 1)
        #expect(first["submissions"] == 7)
        #expect(first["questions"] == 3)
        #expect(first["agreements"] == 18)
        #expect(first["people"] == accounts.count)
        let again = try await seed(Date().addingTimeInterval(86_400 * 3))
        #expect(again == accounts)
        let second = try await counts()
        #expect(second == first)
    }

    @Test("made earlier under other addresses stays and is told as it is", .database)
    func formerAddresses() async throws {
        let accounts = try await seed()
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run("UPDATE person SET email = replace(email, '@kopiena.example', '@example.lv')")
        }
        let first = try await counts()
        let again = try await seed()
        #expect(again.map(\.email) == accounts.map(\.formerEmail))
        #expect(again.map(\.places) == accounts.map(\.places))
        #expect(again.first?.email == "programma@example.lv")
        let second = try await counts()
        #expect(second == first)
    }

    @Test("has two open calls of the programme, which pay lump sums, and a sample of a budget that says what it is")
    func openCalls() async throws {
        _ = try await seed()
        let open = try await stores.calls.published().filter { $0.phase(at: Date()) == .open }
        let real = open.filter { $0.call.number != "PARAUGS-1" }
        #expect(Set(real.map(\.call.kind)) == [.initiative, .partnership])
        #expect(real.allSatisfy { $0.terms.amount.mode == .fixed && $0.terms.costCategories.isEmpty })
        #expect(Set(real.map(\.terms.amount.sum)) == [Euro(euros: 7_000), Euro(euros: 5_000)])
        let sample = try #require(open.first { $0.call.number == "PARAUGS-1" })
        #expect(open.count == 3)
        #expect(sample.terms.title.lv.contains("PARAUGS") && sample.terms.title.en.contains("SAMPLE"))
        #expect(sample.terms.purpose.lv.contains("izdomāts") && sample.terms.purpose.en.contains("invented"))
        #expect(sample.terms.amount.mode == .ceiling)
        #expect(sample.terms.costCategories.contains { $0.ceilingShare != nil })
    }

    @Test("has a budget that fits its ceilings, and one that the checks send back")
    func budgets() async throws {
        _ = try await seed()
        let stores = stores
        var findings: [String: [Finding]] = [:]
        for (email, partner) in [
            ("livani.raksta@kopiena.example", "Līvānu novada pašvaldība"),
            ("kuldiga.raksta@kopiena.example", "Kuldīgas novada pašvaldība"),
        ] {
            let visitor = try await Seed(stores: stores, database: TestDatabase.current.database, now: Date())
                .visitor(email, in: partner)
            let mine = try await stores.applications.mine(visitor).rows.map(\.summary).first {
                $0.callNumber == "PARAUGS-1"
            }
            let id = try #require(mine?.application.id)
            let file = try #require(try await stores.applications.find(id, for: visitor))
            findings[partner] = file.checks(now: Date()).errors
            #expect(mine?.requested ?? .zero > Euro(euros: 5_000))
        }
        #expect(findings["Līvānu novada pašvaldība"] == [])
        #expect(findings["Kuldīgas novada pašvaldība"]?.count == 1)
    }

    @Test("is invented where it goes beyond published facts")
    func invented() async throws {
        let accounts = try await seed()
        for account in accounts {
            #expect(account.name.contains("Paraug"))
            #expect(account.email.hasSuffix("@kopiena.example"))
        }
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT count(*) AS number FROM application WHERE title NOT LIKE 'Parauga %'")
        }
        let strays: Int = try row?.get("number") ?? -1
        #expect(strays == 0)
    }

    @Test("lets everybody sign in with the one password")
    func signIn() async throws {
        let accounts = try await seed()
        let stores = stores
        for account in accounts {
            let signedIn = try await stores.people.signIn(
                .init(email: account.email, password: Seed.password, address: "192.0.2.3"),
                starting: Array(account.email.utf8.prefix(20))
                    + [UInt8](repeating: 7, count: 32 - min(account.email.utf8.count, 20)),
                at: Date()
            )
            #expect(signedIn.organisations == Set(account.places.map(\.organisation)).count)
        }
    }

    @Test(
        "posts both appropriations: what is not assigned before and after the amendment, and 1 369.44 left on support"
    )
    func money() async throws {
        _ = try await seed()
        let (before, after) = try await TestDatabase.current.database.transaction { tx in
            let before = try await Ledger.overview(.asOf(Day(2025, 12, 15) ?? .epoch), in: tx)
            return (before, try await Ledger.overview(in: tx))
        }
        let root = after.first { $0.node.kind == .programme }
        #expect(before.first { $0.node.kind == .programme }?[.free] == Euro(cents: 757_189_000))
        #expect(root?[.free] == Euro(cents: 2_116_525_200) && root?[.source] == Euro(cents: -2_954_525_200))
        #expect(after.first { $0.node.code == "IAP" }?[.free] == Euro(cents: 136_944))
        // Ten places of the line are at the demonstration's call.
        #expect(after.first { $0.node.code == "INIC" }?[.free] == Euro(euros: 2_030_000))
        let quotas = after.filter { $0.node.kind == .quota && $0[.free] > .zero }
        #expect(Set(quotas.compactMap(\.node.holder)).count >= 21, "every published partner has a quota")
        let stages = Set(after.flatMap { $0.sums.filter { $0.value != .zero }.keys })
        #expect(stages == Set(Stage.allCases), "money stands at every stage")
        #expect(after.first { $0.node.code == "23.9" }?.sums == [:])
        let (_, fault) = try await LedgerCheck(TestDatabase.current.database).run()
        #expect(fault == nil)
    }

    @Test("sets places of all 21 partners in the open call by two people, for as many projects as its money pays for")
    func places() async throws {
        _ = try await seed()
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                SELECT count(*) FILTER (WHERE o.partner_position IS NOT NULL) AS published, sum(e.places) AS places,
                       min(e.places) AS least, bool_and(d.decided_by <> d.proposed_by) AS by_two
                  FROM proposed_places e
                  JOIN places_decision d USING (places_proposal_id)
                  JOIN quota q ON (q.places_proposal_id, q.organisation_id) = (e.places_proposal_id, e.organisation_id)
                  JOIN organisation o ON o.organisation_id = e.organisation_id
                """
            )
        }
        let found = try #require(row)
        let (published, places, least): (Int, Int, Int) = try (
            found.get("published"), found.get("places"), found.get("least")
        )
        let isByTwo: Bool = try found.get("by_two")
        #expect(published == 21 && places == 100 && least >= 1 && isByTwo)
    }
}

@Suite("The programme's facts", .database)
struct ReferenceTests {
    private func number(_ sql: SQL) async throws -> Int64 {
        let row = try await TestDatabase.current.database.transaction { tx in try await tx.row(sql) }
        return try row?.get("number") ?? -1
    }

    @Test("are all there")
    func whole() async throws {
        #expect(try await number("SELECT count(*) AS number FROM organisation WHERE atvk IS NOT NULL") == 42)
        #expect(
            try await number("SELECT count(*) AS number FROM organisation WHERE partner_position BETWEEN 1 AND 21")
                == 21
        )
        #expect(try await number("SELECT count(*) AS number FROM measure") == 15)
        #expect(try await number("SELECT count(*) AS number FROM funding_line") == 8)
    }

    @Test("leave 1 369.44 EUR of the individual-support line unallocated")
    func unallocated() async throws {
        let left = try await number(
            """
            SELECT (p.cents - (SELECT sum(c.cents) FROM funding_line c WHERE c.parent = p.code))::bigint AS number
              FROM funding_line p WHERE p.code = 'IAP'
            """
        )
        #expect(left == 136_944)
    }

    @Test("have registration numbers with the right check digit")
    func numbers() async throws {
        let rows = try await TestDatabase.current.database.transaction { tx in
            try await tx.rows(
                "SELECT registration_number FROM organisation WHERE registration_number IS NOT NULL"
            )
        }
        #expect(rows.count == 43)
        for row in rows { _ = try RegistrationNumber(typed: row.get("registration_number")) }
    }
}
