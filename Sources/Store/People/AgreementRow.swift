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
        ).map(read)
    }

    static func exists(_ number: String, of organisation: Organisation.ID, in tx: Transaction) async throws -> Bool {
        try await tx.row(
            "SELECT 1 AS yes FROM agreement WHERE organisation_id = \(organisation) AND number = \(number) LIMIT 1"
        ) != nil
    }

    static func add(_ agreement: Agreement, in tx: Transaction) async throws -> Int64 {
        let row = try await tx.row(
            """
            INSERT INTO agreement (organisation_id, number, in_force_from, in_force_until)
            VALUES (\(agreement.organisation), \(agreement.number), \(agreement.from), \(agreement.until))
            RETURNING agreement_id
            """
        )
        guard let row else { throw Missing() }
        return try row.get("agreement_id")
    }

    static func all(in tx: Transaction) async throws -> [ListedAgreement] {
        try await tx.rows(
            """
            SELECT o.name AS organisation_name, organisation_id, a.number, a.in_force_from, a.in_force_until
              FROM agreement a
              JOIN organisation o USING (organisation_id)
             ORDER BY o.name, a.in_force_from, a.agreement_id
            """
        ).map { row in try ListedAgreement(organisation: row.get("organisation_name"), agreement: read(row)) }
    }

    private static func read(_ row: Row) throws -> Agreement {
        try Agreement(
            organisation: row.get("organisation_id"),
            number: row.get("number"),
            from: row.get("in_force_from"),
            until: row.get("in_force_until")
        )
    }
}
