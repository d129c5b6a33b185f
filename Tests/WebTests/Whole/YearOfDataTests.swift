import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Postgres
import Store
import TestKit
import Testing

/// With the applications of a busy year no page reads a whole table of them, and each stays cheap by the database's own reckoning.
@Suite("With a year of applications")
struct YearOfDataTests {
    @Test("every list, search and application is found by an index, at a bounded cost", .database)
    func plans() async throws {
        let office = try await FurnishedOffice()
        try await fill(20_000)
        let list = "/work/calls/\(FurnishedOffice.open)/applications"
        var officers = ["", "?text=abele", "?text=nekas", "?region=Vidzeme", "?least=1000&most=1001", "?state=signing"]
        for state in ["", "&state=draft", "&state=submitted"] {
            for sort in ApplicationSort.Key.allCases {
                for order in ["up", "down"] { officers.append("?sort=\(sort.rawValue)&order=\(order)\(state)") }
            }
        }
        let lists = officers
        let draft = "/applications/\(office.ours.draft)"
        let applicants = [
            "/applications", "/home", draft, "\(draft)/sections/texts", "\(draft)/checks", "\(draft)/history",
        ]
        try await office.test.serve { client in
            let officer = try await SiteVisitor.officer.browser(client)
            for query in lists { try await judge(list + query, officer, ceiling: 2_500) }
            for sort in ["submitted", "number"] {
                let address = "\(list)?state=draft&order=up&sort=\(sort)"
                let (_, statements) = try await TestDatabase.sent { try await officer.send(.get, address) }
                let plan = try await #require(statements.last).plan().joined(separator: "\n")
                #expect(plan.contains("application_call_state_\(sort)"), "\(plan)")
            }
            let second = try await officer.get(list + "?sort=title&order=up").link("Nākamie")
            try await judge(second, officer, ceiling: 2_500)
            try await judge("/work/applications/\(office.ours.submitted)", officer, ceiling: 2_500)
            let editor = try await SiteVisitor.editor.browser(client)
            for page in applicants { try await judge(page, editor, ceiling: 2_500) }
            let stranger = try await SiteVisitor.stranger.browser(client)
            for page in ["/", "/calls", "/calls/\(FurnishedOffice.open)"] {
                try await judge(page, stranger, ceiling: 2_500)
            }
        }
    }

    @Test("a municipality turns the pages of its own list to the last one", .database)
    func mine() async throws {
        let office = try await FurnishedOffice()
        try await fill(240)
        let expected = try await office.applicants.count(
            """
            SELECT count(*) FROM application JOIN organisation USING (organisation_id) WHERE name = 'Parauga novads'
            """
        )
        try await office.test.serve { client in
            let editor = try await SiteVisitor.editor.browser(client)
            var page = try await editor.get("/applications")
            var seen: [String] = []
            while true {
                #expect(page.document.houseFaults() == [])
                seen += page.document.all("a").compactMap { $0["href"] }.filter {
                    $0.wholeMatch(of: /\/applications\/\d+/) != nil
                }
                guard let next = page.document.first("a", where: ["rel": "next"])?["href"] else { break }
                page = try await editor.get(next)
            }
            #expect(seen.count == expected)
            #expect(Set(seen).count == expected)
            let made = try await editor.get("/applications?after=1.nekas")
            #expect(made.status == .ok)
        }
    }

    /// Whether a line of a plan reads a whole table of applications. Counting up to a thousand may begin anywhere, where so many
    /// are to be found that it ends soon.
    private static func readsAll(_ plan: [String], _ line: Int) -> Bool {
        guard plan[line].contains("Seq Scan on application") || plan[line].contains("Seq Scan on answer") else {
            return false
        }
        let isCounting = line > 0 && plan[line - 1].contains("Limit")
        let rows = plan[line].firstMatch(of: /rows=(\d+)/).flatMap { Int($0.1) } ?? 0
        return !(isCounting && rows > 1_000)
    }

    /// Looks at how the database answers every statement of a page.
    private func judge(_ address: String, _ browser: TestBrowser, ceiling: Double) async throws {
        let (page, statements) = try await TestDatabase.sent { try await browser.send(.get, address) }
        #expect(page.status == .ok, "\(address)")
        for statement in statements {
            let plan = try await statement.plan()
            let scanned = plan.indices.filter { Self.readsAll(plan, $0) }.map { plan[$0] }
            #expect(scanned == [], "\(address): \(statement.text)")
            let cost = plan.first?.firstMatch(of: /\.\.(\d+\.\d+) rows/).flatMap { Double($0.1) } ?? .infinity
            #expect(cost <= ceiling, "\(address) costs \(cost): \(plan.joined(separator: "\n"))")
        }
    }

    /// Applications of many municipalities, a quarter to each call: half handed in, the rest drafts but for a few with their signatories.
    private func fill(_ count: Int) async throws {
        let calls = [FurnishedOffice.open, FurnishedOffice.changing, FurnishedOffice.coming, FurnishedOffice.ended]
        // As many words as a title, a school, an applicant and co-implementers have.
        let words = (1...30).map { "vārds\($0 * 7_919)" }.joined(separator: " ")
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO organisation (kind, name, region, invented)
                SELECT 'municipality', 'Gada novads ' || n, CASE WHEN n % 2 = 0 THEN 'Latgale' ELSE 'Kurzeme' END, true
                  FROM generate_series(1, 40) n
                """
            )
            try await tx.run(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, state, number, title, requested_cents,
                                         region, search, created_by, updated_at, submitted_at)
                SELECT gen_random_uuid(), v.call_id, v.call_version_id, o.id, s.state,
                       CASE WHEN s.state = 'submitted' THEN c.number || '-2026-' || lpad((n + 1000)::text, 6, '0') END,
                       'Gada projekts ' || n, n % 700 * 1000, 'Latgale',
                       to_tsvector('simple', search_words('Gada projekts ' || n || ' ' || \(words)
                                                          || CASE WHEN n % 999 = 0 THEN ' ābele' ELSE '' END)),
                       c.created_by, timestamptz '2026-11-01' + n * interval '1 second',
                       CASE WHEN s.state = 'submitted' THEN timestamptz '2026-11-01' + n * interval '1 second' END
                  FROM generate_series(1, \(count)) n
                 CROSS JOIN LATERAL (SELECT CASE WHEN n % 200 = 0 THEN 'signing' WHEN n % 2 = 0 THEN 'submitted' ELSE 'draft' END
                                            AS state) s
                  JOIN (SELECT organisation_id AS id, row_number() OVER (ORDER BY organisation_id) AS place
                          FROM organisation WHERE name LIKE 'Gada novads%' OR name = 'Parauga novads') o ON o.place = n % 41 + 1
                  JOIN call c ON c.number = (\(calls)::text[])[n * 4 / \(count + 1) + 1]
                  JOIN call_version v ON v.call_id = c.call_id AND v.version = 1
                 ORDER BY n
                """
            )
            try await tx.run(
                """
                INSERT INTO answer (application_id, field, value, changed_by)
                SELECT application_id, field, '"Vairāk prieka skolā."', created_by
                  FROM application CROSS JOIN unnest(ARRAY['title', 'goal', 'count']) AS field
                    ON CONFLICT DO NOTHING
                """
            )
            try await tx.run("ANALYZE")
        }
    }
}
