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

    static func find(named name: String, locking: Bool = false, in tx: Transaction) async throws -> Organisation? {
        let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
        return try await tx.row("SELECT \(columns) FROM organisation o WHERE o.name = \(name) \(lock)").map(read)
    }

    static func all(in tx: Transaction) async throws -> [Organisation] {
        try await tx.rows("SELECT \(columns) FROM organisation o ORDER BY o.name, o.organisation_id").map(read)
    }

    /// A number that is given is nobody's finding yet: the register was not asked.
    static func add(
        _ name: String,
        _ kind: Organisation.Kind,
        _ registrationNumber: RegistrationNumber?,
        _ region: PlanningRegion,
        in tx: Transaction
    ) async throws -> Organisation.ID {
        let status = registrationNumber == nil ? "unknown" : "unverified"
        let row = try await tx.row(
            """
            INSERT INTO organisation (kind, name, registration_number, registration_status, region)
            VALUES (\(kind), \(name), \(registrationNumber?.digits), \(status), \(region))
            RETURNING organisation_id
            """
        )
        guard let row else { throw Missing() }
        return try row.get("organisation_id")
    }
}
