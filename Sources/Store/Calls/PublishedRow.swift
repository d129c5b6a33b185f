import Foundation
import Grants
import Money
import Postgres

/// The statements on calls as the public sees them.
enum PublishedRow {
    /// What may change about a published call; the rest is in its version.
    struct Head {
        let call: Call
        let version: Call.VersionID
        /// The exclusive end for everybody.
        let closesBefore: Date
        let cancelledReason: String?

        func published(_ version: CallVersion) -> PublishedCall {
            let current = CallVersion(
                id: version.id,
                call: call,
                version: version.version,
                terms: version.terms,
                publishedAt: version.publishedAt
            )
            return PublishedCall(version: current, closesBefore: closesBefore, cancelledReason: cancelledReason)
        }
    }

    private static let select: SQL = """
        SELECT c.call_id, c.kind, c.number, c.state, c.cancelled_reason, v.call_version_id, e.closes_before
          FROM call c
          JOIN LATERAL (SELECT call_version_id, closes_before FROM call_version
                         WHERE call_id = c.call_id ORDER BY version DESC LIMIT 1) v ON true
         CROSS JOIN LATERAL (SELECT \(LegalEnd.latest("v.closes_before", of: "c.call_id")) AS closes_before) e
        """

    static func heads(in tx: Transaction) async throws -> [Head] {
        try await tx.rows(
            """
            \(select)
             WHERE c.state <> 'draft'
             ORDER BY e.closes_before DESC, c.call_id DESC
            """
        ).map(head)
    }

    static func head(_ id: Call.ID, in tx: Transaction) async throws -> Head? {
        try await tx.row("\(select) WHERE c.state <> 'draft' AND c.call_id = \(id)").map(head)
    }

    static func head(number: String, in tx: Transaction) async throws -> Head? {
        try await tx.row("\(select) WHERE c.state <> 'draft' AND c.number = \(number)").map(head)
    }

    /// The latest of the present version's end, extensions for everybody and, if given, the organisation's own.
    static func closesBefore(
        _ call: Call.ID,
        for organisation: Organisation.ID?,
        in tx: Transaction
    ) async throws -> Date? {
        let newest: SQL =
            "(SELECT closes_before FROM call_version WHERE call_id = \(call) ORDER BY version DESC LIMIT 1)"
        let end = LegalEnd.latest(newest, of: "\(call)", for: organisation.map { "\($0)" })
        let row = try await tx.row("SELECT \(end) AS closes_before")
        return try row?.find("closes_before")
    }

    private static func head(_ row: Row) throws -> Head {
        try Head(
            call: CallRow.call(row),
            version: row.get("call_version_id"),
            closesBefore: row.get("closes_before"),
            cancelledReason: row.find("cancelled_reason")
        )
    }
}
