public import Money
public import Postgres

/// A document with a planned day that has passed while its money is unpaid.
public struct LateDocument: Sendable, Hashable {
    /// The document, at its call or quota.
    public let place: HoldingPlace
    /// The code of that node.
    public let nodeCode: String
    /// The code of its funding line.
    public let lineCode: String
    /// What the line is called.
    public let lineName: Line.Words
    /// The earliest planned day that has passed.
    public let since: Day
    /// What should have been paid by now.
    public let late: Euro

    /// The document.
    public var document: DocumentReference { place.document }
}

/// A page of such documents.
public struct LateDocumentPage: Sendable, Hashable {
    /// By call or quota, and there by reference.
    public let rows: [LateDocument]
    /// The last of them, if there are more.
    public let next: HoldingPlace?
}

extension Ledger {
    /// Documents that are late, page by page. One statement.
    /// - Parameter day: the day of the moment: what was planned for earlier days is late.
    public static func lateDocuments(
        _ moment: Moment = .now,
        on day: Day,
        after place: HoldingPlace? = nil,
        size: Int = 50,
        in tx: Postgres.Transaction
    ) async throws -> LateDocumentPage {
        let further: SQL = place.map { "(b.node_id, b.document) > (\($0.node.rawValue), \($0.document))" } ?? "true"
        // What is unpaid lies on the plan from where the payments ended: late is what of it lies on days that have passed.
        let rows = try await tx.rows(
            """
            WITH \(PaymentPlanRow.standing(moment))
            SELECT b.node_id, b.document, n.code, l.code AS line_code, l.name_lv, l.name_en, b.cents,
                   coalesce(s.cents, 0)::bigint AS paid, p.paid_cents AS paid_before, p.due, p.cents AS planned
              FROM bound b
              JOIN newest USING (node_id, document)
              JOIN budget.payment_plans p USING (plan_id)
              JOIN budget.nodes n ON n.node_id = b.node_id
              JOIN budget.lines l ON l.node_id = n.parent_id
              LEFT JOIN (SELECT node_id, document, sum(cents) AS cents FROM paid GROUP BY node_id, document) s
                ON s.node_id = b.node_id AND s.document = b.document
             WHERE \(further)
               AND least(p.paid_cents + (SELECT coalesce(sum(u.cents), 0)
                                           FROM unnest(p.due, p.cents) AS u (due, cents)
                                          WHERE u.due < \(day.iso)::date),
                         coalesce(s.cents, 0) + b.cents) > greatest(p.paid_cents, coalesce(s.cents, 0))
             ORDER BY b.node_id, b.document
             LIMIT \(size + 1)
            """
        )
        let found = try rows.map { try late($0, on: day) }
        let shown = found.prefix(size).compactMap(\.self)
        return LateDocumentPage(rows: shown, next: found.count > size ? shown.last?.place : nil)
    }

    private static func late(_ row: Row, on day: Day) throws -> LateDocument? {
        let expectation = try expectation(row, Euro(cents: row.get("cents")))
        let parts = expectation.parts.filter { $0.isLate(on: day) }
        guard let since = parts.first?.payment.due else { return nil }
        return LateDocument(
            place: HoldingPlace(node: Node.ID(try row.get("node_id")), document: try row.get("document")),
            nodeCode: try row.get("code"),
            lineCode: try row.get("line_code"),
            lineName: Line.Words(lv: try row.get("name_lv"), en: try row.get("name_en")),
            since: since,
            late: parts.map(\.expected).sum
        )
    }
}
