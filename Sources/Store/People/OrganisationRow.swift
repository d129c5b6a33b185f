import Grants
import Postgres

/// The columns of an organisation.
enum OrganisationRow {
    /// For a table called `o`.
    static let columns: SQL = """
        o.organisation_id, o.kind AS organisation_kind, o.name AS organisation_name, o.registration_number,
        o.region AS organisation_region, o.invented
        """

    static func read(_ row: Row) throws -> Organisation {
        try Organisation(
            id: row.get("organisation_id"),
            kind: row.get("organisation_kind"),
            name: row.get("organisation_name"),
            registrationNumber: row.find("registration_number"),
            region: row.find("organisation_region"),
            invented: row.get("invented")
        )
    }

    static func find(_ id: Organisation.ID, in tx: Transaction) async throws -> Organisation? {
        try await tx.row("SELECT \(columns) FROM organisation o WHERE o.organisation_id = \(id)").map(read)
    }
}
