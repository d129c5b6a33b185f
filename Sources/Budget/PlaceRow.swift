import Foundation
import Money
import Postgres

/// The statements on accounts and what stands there.
enum PlaceRow {
    struct Found: Sendable {
        let code: String
        let balance: Euro
    }

    /// What stands at these accounts, nothing where money never stood; an account of an unknown node is missing.
    static func now(_ places: [Place], in tx: Postgres.Transaction) async throws -> [Place: Found] {
        let rows = try await tx.rows(
            """
            SELECT u.place, n.code, coalesce(p.cents, 0) AS cents
              FROM unnest(\(places.map(\.node.rawValue)), \(places.map(\.stage.rawValue)),
                          \(places.map { $0.document?.text ?? "" })) WITH ORDINALITY AS u (node_id, stage, document, place)
              JOIN budget.nodes n ON n.node_id = u.node_id
              LEFT JOIN budget.place p
                ON p.node_id = u.node_id AND p.stage = u.stage AND p.document IS NOT DISTINCT FROM nullif(u.document, '')
            """
        )
        var found: [Place: Found] = [:]
        for row in rows {
            let number: Int = try row.get("place")
            found[places[number - 1]] = Found(
                code: try row.get("code"),
                balance: Euro(cents: try row.get("cents"))
            )
        }
        return found
    }

    /// The key of an account, if money ever stood there.
    static func account(_ place: Place, in tx: Postgres.Transaction) async throws -> Int64? {
        try await tx.row(
            """
            SELECT account_id
              FROM budget.place
             WHERE node_id = \(place.node.rawValue) AND stage = \(place.stage.rawValue)
               AND coalesce(document, '') = \(place.document?.text ?? "")
            """
        )?.get("account_id")
    }
}
