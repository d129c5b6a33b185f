public import Foundation
public import Grants
public import Money
import Postgres

/// What officers look at while a call runs: places of partners, and what became of the call.
extension Calls {
    /// Partners that the working copy lets apply, by name, with their places; one more than asked for if there are more. Also what
    /// was proposed for them.
    public func quotas(
        _ draft: CallDraft,
        after name: String = "",
        limit: Int,
        now: Date
    ) async throws -> QuotaSheet {
        let kinds = draft.terms.applicants.kinds
        return try await database.transaction { tx in
            try await QuotaRow.sheet(
                draft.call.id,
                kinds: kinds,
                on: OfficeTime.day(of: now),
                after: name,
                limit: limit + 1,
                in: tx
            )
        }
    }

    /// Versions and extensions of a call.
    public func history(_ call: Call.ID) async throws -> CallHistory {
        try await database.transaction { tx in try await CallHistory.read(call, in: tx) }
    }
}

extension OrganisationRow {
    /// An organisation that must be there.
    static func get(_ id: Organisation.ID, in tx: Transaction) async throws -> Organisation {
        guard let found = try await find(id, in: tx) else { throw Missing() }
        return found
    }
}

extension AgreementRow {
    /// The days of the agreement in force on a day or, if none is, of the one that ends last.
    static func nearest(_ organisation: Organisation.ID, to day: Day, in tx: Transaction) async throws -> Agreement? {
        try await tx.row(
            """
            SELECT organisation_id, number, in_force_from, in_force_until
              FROM agreement
             WHERE organisation_id = \(organisation)
             ORDER BY (\(day) BETWEEN in_force_from AND in_force_until) DESC, in_force_until DESC, agreement_id DESC
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
