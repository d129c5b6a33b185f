import Crypto
import Foundation
import Grants
import Money
import Postgres
import Store
import Synchronization
import TestKit

/// A published call, an applicant with its people, and the agency's officer: made anew for every test.
struct Programme {
    let stores = Stores.forTests
    let call: Call
    let terms: CallTerms
    let applicant: Organisation
    let editor: Visitor
    let colleague: Visitor
    let signatory: Visitor
    let officer: Visitor

    var applications: Applications { stores.applications }

    private static let counter = Mutex(0)

    static func next() -> Int {
        counter.withLock {
            $0 += 1; return $0
        }
    }

    /// Open since yesterday, closing in ten days, unless told otherwise.
    static func open(
        quota: Int? = 2,
        amount: CallAmount = CallAmount(mode: .fixed, sum: Euro(euros: 7_000)),
        agreement: Bool = true,
        opensAt: Date = Date().addingTimeInterval(-86_400),
        closesBefore: Date = Date().addingTimeInterval(864_000),
        documents: [RequiredDocument] = [],
        questions: [Question]? = nil
    ) async throws -> Programme {
        let number = next()
        let terms = terms(
            quota: quota,
            amount: amount,
            opensAt: OfficeTime.millisecond(opensAt),
            closesBefore: OfficeTime.millisecond(closesBefore),
            documents: documents,
            questions: questions ?? [question("title", .shortText)]
        )
        let office = try await organisation("Aģentūra \(number)", .agency)
        let officer = try await visitor("ierednis\(number)", of: office, [.officer])
        let call = try await publish(terms, number: "SK-TEST-\(number)", by: officer)
        let applicant = try await organisation("Parauga novads \(number)", .municipality, agreement: agreement)
        return Programme(
            call: call,
            terms: terms,
            applicant: applicant,
            editor: try await visitor("redaktors\(number)", of: applicant, [.editor]),
            colleague: try await visitor("kolega\(number)", of: applicant, [.editor]),
            signatory: try await visitor("paraksts\(number)", of: applicant, [.editor, .signatory]),
            officer: officer
        )
    }

    static func question(_ key: String, _ kind: Question.Kind, required: Bool = true) -> Question {
        Question(key: key, kind: kind, title: Bilingual(lv: key), required: required)
    }

    static func terms(
        quota: Int?,
        amount: CallAmount,
        opensAt: Date,
        closesBefore: Date,
        documents: [RequiredDocument],
        questions: [Question]
    ) -> CallTerms {
        CallTerms(
            title: Bilingual(lv: "Parauga konkurss"),
            purpose: Bilingual(lv: "Mēģināt"),
            legalBasis: [],
            fundingLine: "TEST",
            moneyAvailable: Euro(euros: 100_000),
            amount: amount,
            applicants: ApplicantTerms(kinds: [.municipality], agreementRequired: true, defaultQuota: quota),
            opensAt: opensAt,
            closesBefore: closesBefore,
            projectEarliestStart: Day(iso: "2027-01-01") ?? .epoch,
            projectLatestEnd: Day(iso: "2028-12-31") ?? .epoch,
            longestMonths: 12,
            documents: documents,
            sections: [
                FormSection(
                    key: "main",
                    title: Bilingual(lv: "Galvenais"),
                    help: Bilingual(lv: ""),
                    questions: questions
                )
            ],
            costCategories: [
                CostCategory(key: "goods", title: Bilingual(lv: "Preces"), ceilingShare: nil, ceiling: nil)
            ],
            conformity: [],
            quality: []
        )
    }

    static func organisation(
        _ name: String,
        _ kind: Organisation.Kind,
        region: String? = "Vidzeme",
        agreement: Bool = false
    ) async throws -> Organisation {
        let row = try await TestDatabase.current.owner.transaction { tx in
            let row = try await tx.row(
                """
                INSERT INTO organisation (kind, name, region, invented) VALUES (\(kind), \(name), \(region), true)
                RETURNING organisation_id
                """
            )
            if agreement, let id: Organisation.ID = try row?.get("organisation_id") {
                try await tx.run(
                    """
                    INSERT INTO agreement (organisation_id, number, in_force_from, in_force_until)
                    VALUES (\(id), 'L-1', '2025-01-01', '2029-08-31')
                    """
                )
            }
            return row
        }
        guard let row else { throw Missing() }
        return Organisation(
            id: try row.get("organisation_id"),
            kind: kind,
            name: name,
            registrationNumber: nil,
            region: region,
            invented: true
        )
    }

    static func visitor(_ name: String, of organisation: Organisation, _ roles: Set<Role>) async throws -> Visitor {
        let email = "\(name)@paraugs.invalid"
        let row = try await TestDatabase.current.owner.transaction { tx in
            let row = try await tx.row(
                "INSERT INTO person (name, email) VALUES (\(name), \(email)) RETURNING person_id"
            )
            guard let id: Person.ID = try row?.get("person_id") else { throw Missing() }
            for role in roles {
                try await tx.run(
                    """
                    INSERT INTO membership (person_id, organisation_id, role, from_day)
                    VALUES (\(id), \(organisation.id), \(role), '2025-01-01')
                    """
                )
            }
            return id
        }
        return Visitor(
            person: Person(id: row, name: name, email: email, language: "lv"),
            organisation: organisation,
            roles: roles
        )
    }

    private static func publish(_ terms: CallTerms, number: String, by officer: Visitor) async throws -> Call {
        let id: Call.ID = try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO funding_line (code, name_lv, name_en, point, starts, ends, target_count, target_unit, cents, mode)
                VALUES ('TEST', 'Paraugs', 'Sample', '23.5.1.', '2025-01-01', '2029-01-01', 300, 'projekti', 210000000, 'competitive')
                ON CONFLICT DO NOTHING
                """
            )
            let row = try await tx.row(
                """
                INSERT INTO call (key, kind, number, state, draft, created_by)
                VALUES (\(UUID()), 'initiative', \(number), 'published', '{}', \(officer.person.id))
                RETURNING call_id
                """
            )
            guard let id: Call.ID = try row?.get("call_id") else { throw Missing() }
            try await tx.run("SELECT application_numbering(\(id))")
            return id
        }
        let call = Call(id: id, kind: .initiative, number: number, state: .published)
        try await version(1, terms, of: call, by: officer)
        return call
    }

    /// Publishes a version of the call.
    static func version(_ version: Int, _ terms: CallTerms, of call: Call, by officer: Visitor) async throws {
        let text = try CanonicalJSON(encoding: terms).text
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO call_version (call_id, version, draft_revision, terms, terms_sha256, title_lv, funding_line, cents,
                                          opens_at, closes_before, change_note, published_by)
                VALUES (\(call.id), \(version), \(version), \(text)::jsonb, \(Bytes(Array(SHA256.hash(data: Array(text.utf8))))),
                        \(terms.title.lv), 'TEST', \(terms.moneyAvailable.cents), \(terms.opensAt), \(terms.closesBefore),
                        \(version == 1 ? "" : "Mainīts."), \(officer.person.id))
                """
            )
        }
    }

    /// A draft that could be handed in.
    func draft(title: String = "Mūsu kopiena", by visitor: Visitor? = nil) async throws -> Application.ID {
        let visitor = visitor ?? editor
        let id = try await applications.start(call: call.id, key: UUID(), now: Date(), by: visitor)
        _ = try await applications.save(id, changes: [change("title", title)], by: visitor)
        return id
    }

    func change(_ field: String, _ text: String, basedOn version: Int64 = 0) -> FieldChange {
        FieldChange(field: field, answer: .text(text), basedOn: version)
    }

    func revision(_ id: Application.ID) async throws -> Int64 {
        guard let file = try await applications.find(id, for: signatory) else { throw Missing() }
        return file.application.revision
    }

    /// Stamps and hands in, as the page does.
    @discardableResult
    func submit(
        _ id: Application.ID,
        key: UUID = UUID(),
        revision: Int64? = nil,
        body: UInt8 = 0,
        by visitor: Visitor? = nil
    ) async throws -> Submitted {
        let visitor = visitor ?? signatory
        var read = revision
        if read == nil { read = try await self.revision(id) }
        let arrival = try await applications.stamp(
            id,
            revision: read ?? 0,
            requestSHA256: Array(repeating: body, count: 32),
            key: key,
            by: visitor
        )
        return try await applications.submit(id, arrival: arrival, declarations: Set(Declaration.allCases), by: visitor)
    }

    /// An arrival at a chosen instant, as only the owner of the schema can make one.
    func arrival(of id: Application.ID, at instant: Date, microseconds: Int = 0) async throws -> Arrival {
        let revision = try await revision(id)
        return try await TestDatabase.current.owner.transaction { tx in
            let row = try await tx.row(
                """
                INSERT INTO intake (key, application_id, revision, request_sha256, person_id, organisation_id, arrived_at)
                VALUES (\(UUID()), \(id), \(revision), \(Bytes(Array(repeating: 0, count: 32))), \(signatory.person.id),
                        \(applicant.id), \(instant) + \(microseconds) * interval '1 microsecond')
                RETURNING intake_id, arrived_at
                """
            )
            guard let row else { throw Missing() }
            return Arrival(id: try row.get("intake_id"), at: try row.get("arrived_at"))
        }
    }

    func count(_ table: SQL, of id: Application.ID) async throws -> Int {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT count(*) AS n FROM \(table) WHERE application_id = \(id)")?.get("n") ?? 0
        }
    }
}
