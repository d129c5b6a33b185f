import Foundation
import Grants
import Money
import Postgres

/// The statements on questions of applicants.
enum EnquiryRow {
    /// For a table called `q`; the question as published once it is answered.
    private static let columns: SQL = """
        q.question_id, q.field, coalesce(q.published_text, q.text) AS text, q.asked_at, q.answer, q.answered_at, q.revision
        """

    /// Adds a question, or finds the one with the same key; says how many of the organisation's others wait for an answer. One at a
    /// time for an organisation and a call, so that the count holds.
    static func add(
        _ text: String,
        at field: String?,
        of call: Call.ID,
        key: UUID,
        by visitor: Visitor,
        in tx: Transaction
    ) async throws -> (id: Enquiry.ID, isNew: Bool, waitingBefore: Int) {
        let organisation = visitor.organisation.id
        let turn = "question \(call) \(organisation)"
        try await tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(turn), 0))")
        let before = try await tx.row(
            """
            SELECT count(*) AS waiting FROM question
             WHERE call_id = \(call) AND organisation_id = \(organisation) AND answer IS NULL
            """
        )
        let waiting = try before?.get("waiting", as: Int.self) ?? 0
        let row = try await tx.row(
            """
            INSERT INTO question (key, call_id, field, text, asked_by, organisation_id)
            VALUES (\(key), \(call), \(field), \(text), \(visitor.person.id), \(organisation))
            ON CONFLICT (key) DO NOTHING
            RETURNING question_id
            """
        )
        if let row { return (try row.get("question_id"), true, waiting) }
        let former = try await tx.row(
            "SELECT question_id FROM question WHERE key = \(key) AND asked_by = \(visitor.person.id)"
        )
        guard let former else { throw Missing() }
        return (try former.get("question_id"), false, waiting)
    }

    /// Answered questions, and those an organisation asked itself and waits for: the latest of them, oldest first.
    static func list(
        _ call: Call.ID,
        for organisation: Organisation.ID?,
        about fields: [String]? = nil,
        before: Enquiry.ID? = nil,
        in tx: Transaction
    ) async throws -> EnquiryPage {
        var conditions: [SQL] = [
            "q.call_id = \(call)", "(q.answer IS NOT NULL OR q.organisation_id = \(organisation))",
        ]
        if let fields { conditions.append("q.field = ANY (\(fields))") }
        let earlier: SQL = before.map { "AND q.question_id < \($0)" } ?? ""
        let read = try await tx.rows(
            """
            SELECT \(columns)
              FROM question q
             WHERE \(SQL.joined(conditions, separator: " AND ")) \(earlier)
             ORDER BY q.question_id DESC
             LIMIT \(EnquiryPage.length + 1)
            """
        ).map(read)
        let rows = Array(read.prefix(EnquiryPage.length).reversed())
        return EnquiryPage(
            rows: rows,
            older: read.count > EnquiryPage.length ? rows.first?.id : nil,
            newer: try await newer(than: before, conditions, in: tx)
        )
    }

    /// Where the questions from this one on are read: a page further, or on the latest page if that holds them all.
    private static func newer(
        than before: Enquiry.ID?,
        _ conditions: [SQL],
        in tx: Transaction
    ) async throws -> EnquiryPage.Newer? {
        guard let before else { return nil }
        let row = try await tx.row(
            """
            SELECT q.question_id
              FROM question q
             WHERE \(SQL.joined(conditions, separator: " AND ")) AND q.question_id >= \(before)
             ORDER BY q.question_id
            OFFSET \(EnquiryPage.length)
             LIMIT 1
            """
        )
        return try row.map { .before(try $0.get("question_id")) } ?? .latest
    }

    static func inbox(_ call: Call.ID, after place: InboxPlace?, in tx: Transaction) async throws -> InboxPage {
        let rest: SQL = place.map { "AND (q.answer IS NOT NULL, q.question_id) > (\($0.isAnswered), \($0.id))" } ?? ""
        let read = try await tx.rows(
            """
            \(withAsker)
             WHERE q.call_id = \(call) \(rest)
             ORDER BY q.answer IS NOT NULL, q.question_id
             LIMIT \(InboxPage.length + 1)
            """
        ).map(readWithAsker)
        let rows = Array(read.prefix(InboxPage.length))
        let last = read.count > InboxPage.length ? rows.last?.enquiry : nil
        return InboxPage(
            rows: rows,
            next: last.map { InboxPlace(isAnswered: $0.answer != nil, id: $0.id) },
            previous: try await previous(call, place, in: tx)
        )
    }

    /// A page back from the page that begins after a place.
    private static func previous(_ call: Call.ID, _ place: InboxPlace?, in tx: Transaction) async throws -> InboxPlace?
    {
        guard let place else { return nil }
        return try await tx.row(
            """
            SELECT q.answer IS NOT NULL AS answered, q.question_id
              FROM question q
             WHERE q.call_id = \(call) AND (q.answer IS NOT NULL, q.question_id) <= (\(place.isAnswered), \(place.id))
             ORDER BY q.answer IS NOT NULL DESC, q.question_id DESC
            OFFSET \(InboxPage.length)
             LIMIT 1
            """
        ).map { InboxPlace(isAnswered: try $0.get("answered"), id: try $0.get("question_id")) }
    }

    static func received(_ id: Enquiry.ID, of call: Call.ID, in tx: Transaction) async throws -> ReceivedEnquiry? {
        try await tx.row("\(withAsker) WHERE q.question_id = \(id) AND q.call_id = \(call)").map(readWithAsker)
    }

    /// Answers, or corrects an answer, if nobody did since that revision; gives the person who asked.
    static func answer(
        _ id: Enquiry.ID,
        of call: Call.ID,
        publishedText: String,
        answer: String,
        basedOn revision: Int64,
        by person: Person.ID,
        in tx: Transaction
    ) async throws -> Person? {
        try await tx.row(
            """
            UPDATE question q
               SET published_text = \(publishedText), answer = \(answer), answered_by = \(person),
                   answered_at = clock_timestamp(), revision = q.revision + 1
              FROM person p
             WHERE q.question_id = \(id) AND q.call_id = \(call) AND q.revision = \(revision) AND p.person_id = q.asked_by
            RETURNING p.person_id, p.name, p.email, p.language
            """
        ).map { row in
            try Person(
                id: row.get("person_id"),
                name: row.get("name"),
                email: row.get("email"),
                language: row.get("language")
            )
        }
    }

    /// With who asked.
    private static let withAsker: SQL = """
        SELECT \(columns), q.text AS asked, p.name AS person, o.name AS organisation
          FROM question q
          JOIN person p ON p.person_id = q.asked_by
          JOIN organisation o USING (organisation_id)
        """

    private static func readWithAsker(_ row: Row) throws -> ReceivedEnquiry {
        try ReceivedEnquiry(
            enquiry: read(row),
            asked: row.get("asked"),
            person: row.get("person"),
            organisation: row.get("organisation")
        )
    }

    static func revision(_ id: Enquiry.ID, of call: Call.ID, in tx: Transaction) async throws -> Int64? {
        let row = try await tx.row(
            "SELECT revision FROM question WHERE question_id = \(id) AND call_id = \(call)"
        )
        return try row?.get("revision")
    }

    private static func read(_ row: Row) throws -> Enquiry {
        try Enquiry(
            id: row.get("question_id"),
            field: row.find("field"),
            text: row.get("text"),
            askedAt: row.get("asked_at"),
            answer: row.find("answer"),
            answeredAt: row.find("answered_at"),
            revision: row.get("revision")
        )
    }
}
