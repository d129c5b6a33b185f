public import Foundation
public import Grants
public import Money
import Postgres

/// What officers look at and change while a call runs: places of partners, and what became of the call.
extension Calls {
    /// Partners that the working copy lets apply, by name, with their places; one more than asked for if there are more.
    public func quotas(
        _ draft: CallDraft,
        after name: String = "",
        limit: Int,
        now: Date
    ) async throws -> [PartnerQuota] {
        let kinds = draft.terms.applicants.kinds
        return try await database.transaction { tx in
            try await QuotaRow.list(
                draft.call.id,
                kinds: kinds,
                on: OfficeTime.day(of: now),
                after: name,
                limit: limit + 1,
                in: tx
            )
        }
    }

    /// Sets the places of partners, all or none of them; nothing means no limit. Throws `QuotaRefusedOf` with the partner.
    public func setQuotas(_ call: Call.ID, _ wanted: [(Organisation.ID, Int?)], by visitor: Visitor) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let draft = try await CallRow.find(call, locking: true, in: tx) else { throw Missing() }
            // The order of keys is the order of locks.
            for (organisation, places) in wanted.sorted(by: { $0.0 < $1.0 }) {
                _ = try await OrganisationRow.get(organisation, in: tx)
                let former = try await QuotaRow.find(call, organisation, locking: true, in: tx)
                let fallback = Quota(places: draft.terms.applicants.defaultQuota, taken: 0)
                let changed: Quota
                do throws(QuotaRefusal) {
                    changed = try (former ?? fallback).changed(places: places)
                } catch {
                    throw QuotaRefusedOf(organisation: organisation, refusal: error)
                }
                try await QuotaRow.set(changed.places, call, organisation, in: tx)
                let detail = [
                    "organisation": organisation.description,
                    "from": (former ?? fallback).places.map(String.init) ?? "",
                    "to": places.map(String.init) ?? "",
                ]
                try await Audit.add("call.quota_set", of: "call", call, detail: detail, in: tx)
            }
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
