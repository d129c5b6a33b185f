import Grants
import Money
import Postgres

/// The statements on agreements, for every stage that asks whether a partner may apply.
enum AgreementRow {
    static func find(_ organisation: Organisation.ID, on day: Day, in tx: Transaction) async throws -> Agreement? {
        try await tx.row(
            """
            SELECT organisation_id, number, in_force_from, in_force_until
              FROM agreement
             WHERE organisation_id = \(organisation) AND \(day) BETWEEN in_force_from AND in_force_until
             ORDER BY in_force_until DESC, agreement_id DESC
             LIMIT 1
            """
        ).map { row in
            try Agreement(
                organisation: row.get("organisation_id"),
                number: row.get("number"),
                from: row.get("in_force_from"),
                until: row.get("in_force_until")
            )
        }
    }
}
