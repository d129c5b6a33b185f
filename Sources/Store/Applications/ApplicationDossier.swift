public import Grants
public import Money
import Postgres

/// One application as the agency's people read it.
public struct ApplicationDossier: Sendable {
    /// The application.
    public let file: ApplicationFile
    /// Its receipts, the newest first.
    public let receipts: [CheckedReceipt]
    /// The latest events, the newest first.
    public let trail: [TrailEntry]
}

/// A published call with how many of its applications stand where.
public struct CallPipeline: Sendable {
    /// The call's number.
    public let number: String
    /// Its kind.
    public let kind: Call.Kind
    /// Its present title.
    public let title: Bilingual
    /// How many stand where; what is not named is none.
    public let counts: [Application.State: Int]
}

extension Applications {
    /// The whole of one application with its receipts and what was done to it; nothing for those who may not read it.
    /// Five statements.
    public func dossier(_ id: Application.ID, for visitor: Visitor) async throws -> ApplicationDossier? {
        guard visitor.readsSubmissions else { return nil }
        let (head, answers, files, receipts, trail) = try await database.ask(
            ApplicationRow.find(id, visibleTo: visitor),
            AnswerRow.all(of: id),
            FileRow.ready(of: id),
            ReceiptRow.all("s.application_id = \(id)"),
            Trail.latest(of: "application", key: id.rawValue, limit: 20),
            TransactionSettings(visitor).keepingPlans
        )
        guard let head else { return nil }
        let file = try await ApplicationFile(
            head: head,
            version: calls.version(head.application.version),
            stored: answers,
            files: files,
            presence: []
        )
        return ApplicationDossier(file: file, receipts: receipts, trail: trail)
    }

    /// All published calls with how many of their applications stand where, the latest first. One statement.
    public func pipelines(for visitor: Visitor) async throws -> [CallPipeline] {
        guard visitor.readsSubmissions else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let rows = try await tx.rows(
                """
                SELECT c.number, c.kind, v.title_lv, coalesce(v.terms #>> '{title,en}', '') AS title_en,
                       n.draft, n.signing, n.submitted, n.withdrawn
                  FROM call c
                  JOIN LATERAL (SELECT title_lv, terms, closes_before FROM call_version
                                 WHERE call_id = c.call_id ORDER BY version DESC LIMIT 1) v ON true
                  JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'draft') AS draft,
                                       count(*) FILTER (WHERE state = 'signing') AS signing,
                                       count(*) FILTER (WHERE state = 'submitted') AS submitted,
                                       count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn
                                  FROM application a
                                 WHERE a.call_id = c.call_id) n ON true
                 WHERE c.state <> 'draft'
                 ORDER BY v.closes_before DESC, c.call_id DESC
                """
            )
            return try rows.map { row in
                var counts: [Application.State: Int] = [:]
                for state in Application.State.allCases {
                    counts[state] = try row.get(state.rawValue)
                }
                return try CallPipeline(
                    number: row.get("number"),
                    kind: row.get("kind"),
                    title: Bilingual(lv: row.get("title_lv"), en: row.get("title_en")),
                    counts: counts
                )
            }
        }
    }
}
