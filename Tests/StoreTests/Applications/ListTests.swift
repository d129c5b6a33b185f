import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Lists of applications", .database)
struct ListTests {
    private func programme(_ count: Int) async throws -> Programme {
        let programme = try await Programme.open(quota: nil)
        try await fill(programme, count)
        return programme
    }

    /// Many applications at once, a third of them handed in, of two applicants in two regions.
    private func fill(_ programme: Programme, _ count: Int) async throws {
        let other = try await Programme.organisation(
            "Cēsu paraugs \(Programme.next())",
            .municipality,
            region: "Latgale"
        )
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, state, number, title, requested_cents,
                                         region, search, created_by, updated_at, submitted_at)
                SELECT gen_random_uuid(), v.call_id, v.call_version_id, o.organisation_id,
                       CASE WHEN n % 3 = 0 THEN 'submitted' ELSE 'draft' END,
                       CASE WHEN n % 3 = 0 THEN \(programme.call.number) || '-2026-' || lpad(n::text, 6, '0') END,
                       'Projekts ' || (n % 7), (n % 10) * 100, o.region,
                       to_tsvector('simple', search_words('Projekts ' || n || ' ' || o.name)), \(programme.editor.person.id),
                       timestamptz '2026-10-01' + (n / 2) * interval '1 microsecond',
                       CASE WHEN n % 3 = 0 THEN timestamptz '2026-10-01' + n * interval '1 second' END
                  FROM generate_series(1, \(count)) n
                  JOIN organisation o ON o.organisation_id = CASE WHEN n % 2 = 0 THEN \(programme.applicant.id) ELSE \(other.id) END
                 CROSS JOIN call_version v
                 WHERE v.call_id = \(programme.call.id)
                """
            )
        }
    }

    private func all(
        _ programme: Programme,
        _ filter: ApplicationFilter,
        _ sort: ApplicationSort,
        size: Int = 7
    ) async throws -> [Application.ID] {
        var ids: [Application.ID] = []
        var position = PagePosition.first
        while true {
            let page = try await programme.applications.list(
                filter,
                sort: sort,
                at: position,
                size: size,
                for: programme.officer
            )
            ids += page.rows.map(\.application.id)
            guard let next = page.next else { return ids }
            position = .after(next)
        }
    }

    @Test(
        "pages follow one another without gap or repetition in every order, and back again",
        arguments: ApplicationSort.Key.allCases
    )
    func paging(_ key: ApplicationSort.Key) async throws {
        let programme = try await programme(50)
        let filter = ApplicationFilter(call: programme.call.id)
        let down = try await all(programme, filter, ApplicationSort(key, descending: true))
        let up = try await all(programme, filter, ApplicationSort(key, descending: false))
        #expect(down.count == 50)
        #expect(Set(down).count == 50)
        #expect(up == down.reversed())
        let sort = ApplicationSort(key, descending: true)
        let first = try await programme.applications.list(filter, sort: sort, size: 7, for: programme.officer)
        let next = try #require(first.next)
        let second = try await programme.applications.list(
            filter,
            sort: sort,
            at: .after(next),
            size: 7,
            for: programme.officer
        )
        let back = try #require(second.previous)
        let text = try #require(PageCursor(text: back.text))
        let again = try await programme.applications.list(
            filter,
            sort: sort,
            at: .before(text),
            size: 7,
            for: programme.officer
        )
        #expect(again.rows == first.rows)
        #expect(again.previous == nil)
        #expect(again.next != nil)
        #expect(first.previous == nil)
    }

    @Test("filters select what they say, alone and together")
    func filters() async throws {
        let programme = try await programme(60)
        func count(_ change: (inout ApplicationFilter) -> Void) async throws -> Int {
            var filter = ApplicationFilter(call: programme.call.id)
            change(&filter)
            let page = try await programme.applications.list(filter, size: 100, for: programme.officer)
            #expect(page.count == page.rows.count)
            return page.rows.count
        }
        let submitted = try await count { $0.states = [.submitted] }
        #expect(submitted == 20)
        let two = try await count { $0.states = [.submitted, .draft] }
        #expect(two == 60)
        let signing = try await count { $0.states = [.signing] }
        #expect(signing == 0)
        let mine = try await count { $0.organisation = programme.applicant.id }
        #expect(mine == 30)
        let region = try await count { $0.region = "Latgale" }
        #expect(region == 30)
        let sums = try await count {
            $0.atLeast = Euro(cents: 300)
            $0.atMost = Euro(cents: 400)
        }
        #expect(sums == 12)
        let from = try #require(ISO8601DateFormatter().date(from: "2026-10-01T00:00:30Z"))
        let window = try await count {
            $0.submittedFrom = from
            $0.submittedBefore = from.addingTimeInterval(6)
        }
        #expect(window == 2)
        let together = try await count {
            $0.states = [.submitted]
            $0.region = "Latgale"
            $0.text = "cesu proj"
        }
        #expect(together == 10)
    }

    @Test(
        "text is found by beginnings of words, without regard to accents, case and marks",
        arguments: [
            ("cesu", true), ("ČESU", true), ("Cēsis", false), ("kopi cesu", true), ("opien", false), ("SK-TEST", true),
            ("%", true),
            ("'; DROP", false), ("cesu & !", true), (":* |", true), ("\\", true), ("0001", true), ("skol", true),
            ("", true),
        ]
    )
    func search(_ text: String, _ found: Bool) async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft(title: "Cēsu kopienas skola \"Ābele\"")
        try await programme.submit(id)
        let page = try await programme.applications.list(
            ApplicationFilter(call: programme.call.id, text: text),
            for: programme.officer
        )
        #expect(page.rows.map(\.application.id) == (found ? [id] : []))
    }

    @Test("of what is not handed in, or no longer, staff find only applicant, number and title")
    func searchOfDrafts() async throws {
        let programme = try await Programme.open(questions: [
            Programme.question("title", .shortText), Programme.question("school", .school),
            Programme.question("partners", .partners, required: false),
        ])
        let id = try await programme.draft(title: "Kopā")
        let partner = ["name": "Biedrība Vizbulis", "number": "40000000015", "role": "vada"]
        let school: Answer = .fields(["name": "Dzeguzes pamatskola", "number": "4000000000"])
        _ = try await programme.applications.save(
            id,
            changes: [
                FieldChange(field: "school", answer: school, basedOn: 0),
                FieldChange(field: "partners", answer: .rows([partner]), basedOn: 0),
            ],
            by: programme.editor
        )
        let found: @Sendable (String) async throws -> Bool = { text in
            let filter = ApplicationFilter(call: programme.call.id, text: text)
            let page = try await programme.applications.list(filter, for: programme.officer)
            return page.rows.map(\.application.id) == [id]
        }
        let secret = ["dzeguzes", "4000000000", "vizbulis", "40000000015"]
        let shown = ["kopa", "parauga novads"]
        let check: @Sendable (Bool) async throws -> Void = { isHandedIn in
            for text in shown {
                let isFound = try await found(text)
                #expect(isFound, "\(text)")
            }
            for text in secret {
                let isFound = try await found(text)
                #expect(isFound == isHandedIn, "\(text)")
            }
        }
        try await check(false)
        try await programme.applications.sendToSignatory(id, by: programme.editor)
        try await check(false)
        try await programme.submit(id)
        try await check(true)
        try await programme.applications.withdraw(id, reason: "", by: programme.signatory)
        try await check(false)
        let number = try await found("SK-TEST")
        #expect(number)
    }

    @Test(
        "a made-up or foreign cursor begins anew and never fails",
        arguments: ["1.x", "1.2026-13-45", "9.", "1.99999999999999999999"]
    )
    func cursors(_ text: String) async throws {
        let programme = try await programme(5)
        let cursor = try #require(PageCursor(text: text))
        for key in ApplicationSort.Key.allCases where key != .title && key != .number {
            let page = try await programme.applications.list(
                ApplicationFilter(call: programme.call.id),
                sort: ApplicationSort(key, descending: true),
                at: .after(cursor),
                for: programme.officer
            )
            #expect(page.rows.count == 5)
        }
        #expect(PageCursor(text: "x") == nil)
        #expect(PageCursor(text: "0.x") == nil)
        #expect(PageCursor(text: "-1.x") == nil)
    }

    @Test("an export is the whole selection in the same order, in batches")
    func export() async throws {
        let programme = try await programme(45)
        let filter = ApplicationFilter(call: programme.call.id, region: "Vidzeme")
        let sort = ApplicationSort(.title, descending: false)
        var exported: [Application.ID] = []
        var sizes: [Int] = []
        for try await rows in try programme.applications.export(filter, sort: sort, batch: 10, for: programme.officer) {
            exported += rows.map(\.application.id)
            sizes.append(rows.count)
        }
        let listed = try await all(programme, filter, sort)
        #expect(exported == listed)
        #expect(sizes == [10, 10, 2])
    }

    @Test("an export leaves nothing out that changes its place meanwhile")
    func exportMeanwhile() async throws {
        let programme = try await programme(45)
        let filter = ApplicationFilter(call: programme.call.id)
        let sort = ApplicationSort(.updated, descending: true)
        let listed = try await all(programme, filter, sort)
        let last = try #require(listed.last)
        var exported: [Application.ID] = []
        for try await rows in try programme.applications.export(filter, sort: sort, batch: 10, for: programme.officer) {
            if exported.isEmpty {
                try await TestDatabase.current.owner.transaction { tx in
                    try await tx.run(
                        "UPDATE application SET updated_at = clock_timestamp() WHERE application_id = \(last)"
                    )
                }
            }
            exported += rows.map(\.application.id)
        }
        #expect(exported == listed)
    }

    @Test("only the agency's people list, in one statement; counts are capped")
    func access() async throws {
        let programme = try await programme(1_100)
        let filter = ApplicationFilter(call: programme.call.id)
        for visitor in [programme.editor, programme.signatory] {
            await #expect(throws: Missing.self) { try await programme.applications.list(filter, for: visitor) }
            await #expect(throws: Missing.self) { try await programme.applications.pipelines(for: visitor) }
        }
        let (page, statements) = try await TestDatabase.statements {
            try await programme.applications.list(filter, for: programme.officer)
        }
        #expect(statements.count == 1)
        #expect(page.rows.count == 50)
        #expect(page.count == 1_000 && page.countIsCapped)
        let pipelines = try await programme.applications.pipelines(for: programme.officer)
        let counts = pipelines.first { $0.number == programme.call.number }?.counts
        #expect(counts == [.submitted: 366, .draft: 734, .signing: 0, .withdrawn: 0])
    }

    @Test("every order is read from an index, not sorted")
    func plans() async throws {
        let programme = try await programme(20_000)
        try await TestDatabase.current.owner.transaction { tx in _ = try await tx.run("ANALYZE application") }
        for key in ApplicationSort.Key.allCases {
            for descending in [true, false] {
                let plan = try await plan(of: ApplicationSort(key, descending: descending), programme)
                #expect(plan.contains("Index Scan"), "\(plan)")
                #expect(!plan.contains("Seq Scan") && !plan.contains("Sort"), "\(plan)")
            }
        }
    }

    /// How the database reads the page that was just listed: its inner part, which chooses the rows.
    private func plan(of sort: ApplicationSort, _ programme: Programme) async throws -> String {
        let (page, statements) = try await TestDatabase.statements {
            try await programme.applications.list(
                ApplicationFilter(call: programme.call.id),
                sort: sort,
                for: programme.officer
            )
        }
        #expect(page.rows.count == 50)
        let sql = try #require(statements.last)
        let inner = try #require(sql.split(separator: "FROM (SELECT a.*").last?.split(separator: "LIMIT").first)
        let named = inner.replacing(/\$\d+::bigint/, with: programme.call.id.description)
        return try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows("EXPLAIN \(Self.spliced("SELECT a.* \(named) LIMIT 51"))")
                .map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
        }
    }

    /// Text that a statement sent before, to be explained; only tests may turn text into a statement.
    private static func spliced(_ text: String) -> SQL {
        SQL(stringLiteral: text)
    }
}
