public import Foundation
public import Grants
import HTTPTypes
public import HummingbirdTesting
import Money
public import Postgres
import Store
import Synchronization

/// The site with one open call of every kind of question, and a municipality that may apply: `sagatavo@example.lv` and
/// `kolegis@example.lv` write, `paraksta@example.lv` signs, `svess@example.lv` writes for another one.
public struct ApplicantsOffice: Sendable {
    /// The site.
    public let test: TestOffice
    /// Every test has a call of its own, since quotas are counted by call.
    public let number: String
    private static let calls = Mutex(0)

    /// Publishes a call and makes the people.
    /// - Parameters:
    ///   - now: where the office's clock stands; without it, at the present.
    ///   - number: of the call; without it, one that no other test has.
    ///   - intake: stamps arrivals; without it, the suite's database.
    ///   - change: what is to be different from the usual terms.
    public init(
        now: Date? = nil,
        number: String? = nil,
        intake: Database? = nil,
        change: (inout CallTerms) -> Void = { _ in }
    ) async throws {
        test = try TestOffice(now: now, intake: intake)
        self.number = number ?? "SK-PAR-\(Self.calls.withLock { $0 += 1; return $0 })"
        let editor = try await test.person("sagatavo@example.lv", .editor)
        try await test.person("kolegis@example.lv", .editor)
        try await test.person("paraksta@example.lv", .signatory)
        try await test.person("svess@example.lv", .editor, .signatory, in: "Cits novads")
        try await test.agreement(editor.organisation.id)
        try await publish(self.number, change: change)
    }

    /// Publishes a call, by default open from ten days ago until twenty days from now.
    public func publish(
        _ number: String,
        closes: Date? = nil,
        version: Int = 1,
        change: (inout CallTerms) -> Void = { _ in }
    ) async throws {
        let opens = OfficeTime.start(of: OfficeTime.day(of: test.now.addingTimeInterval(-10 * 86_400)))
        let end = closes ?? OfficeTime.start(of: OfficeTime.day(of: test.now.addingTimeInterval(20 * 86_400)))
        var made = FormOfEveryKind.terms(opens: opens, closes: end)
        change(&made)
        let terms = made
        let json = try JSON(terms)
        let officer = try await test.person("programma@example.lv", .officer, in: "Parauga aģentūra", .agency)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO funding_line (code, name_lv, name_en, point, starts, ends, target_count, target_unit, cents, mode)
                VALUES ('INIC', 'Iniciatīvas', 'Initiatives', '23.5.1', '2025-09-01', '2028-12-31', 300, 'projects', 210000000,
                        'competitive')
                ON CONFLICT DO NOTHING
                """
            )
            try await tx.run(
                """
                INSERT INTO call (key, kind, number, state, draft, created_by)
                VALUES (gen_random_uuid(), 'initiative', \(number), 'published', \(json), \(officer.person.id.rawValue))
                ON CONFLICT DO NOTHING
                """
            )
            try await tx.run(
                """
                INSERT INTO call_version (call_id, version, terms, terms_sha256, title_lv, funding_line, cents, opens_at,
                                          closes_before, change_note, draft_revision, published_by)
                SELECT call_id, \(version), \(json), sha256('x'), \(terms.title.lv), 'INIC', 7000000,
                       \(terms.opensAt), \(terms.closesBefore), \(version == 1 ? "" : "Mainīts nosaukums."), \(version),
                       \(officer.person.id.rawValue)
                  FROM call WHERE number = \(number)
                """
            )
            try await tx.run("SELECT application_numbering(call_id) FROM call WHERE number = \(number)")
        }
    }

    /// A draft made by hand, for calls that are closed already.
    public func draft(in call: String, state: String = "draft") async throws -> String {
        let editor = try await test.person("sagatavo@example.lv", .editor)
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, state, created_by)
                SELECT gen_random_uuid(), call_id, call_version_id, \(editor.organisation.id.rawValue), \(state),
                       \(editor.person.id.rawValue)
                  FROM call JOIN call_version USING (call_id) WHERE number = \(call)
                RETURNING application_id
                """
            )
        }
        guard let id: Int64 = try row?.get("application_id") else { throw Missing() }
        return "/applications/\(id)"
    }

    /// Runs the work with the site.
    public func serve<Value: Sendable>(
        _ work: @escaping @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await test.serve(work)
    }

    /// Somebody who has signed in.
    public func visitor(_ email: String, _ client: any TestClientProtocol) async throws -> TestBrowser {
        let browser = TestBrowser(client)
        try await browser.signIn(email)
        return browser
    }

    /// Begins an application by the page; gives its address.
    public func start(_ browser: TestBrowser) async throws -> String {
        try await browser.get("/calls/\(number)/application")
        let page = try await browser.submit()
        return page.address
    }

    /// Answers every section well.
    public func fill(_ base: String, _ browser: TestBrowser) async throws {
        try await browser.get("\(base)/sections/texts")
        try await browser.submit(
            [
                "title": "Kopā augam", "goal": "Vairāk prieka skolā.", "count": "25", "income": "120,50",
                "news.day": "15", "news.month": "3", "news.year": "2027", "place": "city", "topics[]": "art",
                "topics[]": "sport", "support.answer": "no", "city-name": "Parauga pilsēta",
            ],
            button: "Saglabāt un turpināt"
        )
        try await browser.get("\(base)/sections/plan")
        try await browser.submit(Self.plan, button: "Saglabāt un turpināt")
        try await browser.get("\(base)/sections/money")
        try await browser.submit(Self.budget, button: "Saglabāt un turpināt")
        try await browser.get("\(base)/sections/documents")
        try await browser.upload(
            "\(base)/papers/document.decision",
            files: [TestFile(field: "files", name: "lemums.pdf", bytes: Self.pdf)]
        )
    }

    /// Fills, hands over, signs and submits; gives the receipt's page.
    @discardableResult
    public func submit(_ base: String, _ signatory: TestBrowser) async throws -> TestPage {
        try await signatory.get("\(base)/submission")
        return try await signatory.submit(Self.declared, form: "\(base)/submission")
    }

    /// Answers to the section `plan`.
    public static let plan: KeyValuePairs<String, String> = [
        "period.start.day": "1", "period.start.month": "2", "period.start.year": "2027",
        "period.end.day": "30", "period.end.month": "6", "period.end.year": "2027",
        "activities.1.title": "Darbnīca", "activities.1.start": "01.03.2027.", "activities.1.end": "02.03.2027",
        "activities.1.place": "Skolā", "activities.1.person": "Projekta vadītāja",
        "activities.1.result": "20 dalībnieku",
        "contact.name": "Parauga Persona", "contact.position": "skolotāja", "contact.email": "persona@example.lv",
        "contact.phone": "+371 20000000", "school.name": "Parauga skola", "school.number": "1234567890",
        "learners.grades1to3": "10", "learners.atRisk": "5",
        "rooms.1.room": "Zāle", "rooms.1.seats": "40", "rooms.1.rent": "10", "rooms.1.from": "01.03.2027.",
    ]

    /// Answers to the section `money`: 560 EUR.
    public static let budget: KeyValuePairs<String, String> = [
        "budget.1.category": "people", "budget.1.description": "Vadītājs", "budget.1.unit": "stunda",
        "budget.1.quantity": "10,5", "budget.1.price": "20",
        "budget.2.category": "things", "budget.2.description": "Papīrs", "budget.2.unit": "gab.",
        "budget.2.quantity": "100", "budget.2.price": "3,50",
    ]

    /// Every declaration confirmed.
    public static let declared: KeyValuePairs<String, String> = [
        "declare.truthful": "yes", "declare.entitled": "yes", "declare.noDoubleFunding": "yes",
        "declare.noConflict": "yes", "declare.personalData": "yes",
    ]

    /// A small PDF.
    public static let pdf = Array("%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n".utf8)

    /// One value out of the suite's database.
    public func count(_ sql: SQL) async throws -> Int {
        try await TestDatabase.current.owner.transaction { tx in try await tx.row(sql)?.get("count") ?? 0 }
    }
}
