import Budget
public import Foundation
public import Grants
public import Money
public import Store

/// Places of a call as two people left them: one distribution agreed on, and one of each that waits for the other.
public struct PlacesFurniture: Sendable {
    /// Agreed on.
    public let agreed: PlacesProposal.ID
    /// Of the first person, waits.
    public let waiting: PlacesProposal.ID
    /// Of the second person, waits.
    public let others: PlacesProposal.ID

    /// Proposals of two people for a call with this number.
    public init(_ stores: Stores, _ first: Visitor, _ second: Visitor, call number: String) async throws {
        guard let draft = try await stores.calls.draft(number: number) else { throw Missing() }
        func propose(_ places: Int, _ key: UInt8, _ reason: String, by visitor: Visitor) async throws
            -> PlacesProposal.ID
        {
            let table = try await stores.calls.places(draft)
            let wanted = table.rows.map { ($0.partner.organisation, max(places, $0.quota.taken)) }
            return try await Self.propose(
                Dictionary(uniqueKeysWithValues: wanted),
                on: table,
                reason: reason,
                key: UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 1, key)),
                by: visitor,
                in: stores.calls
            )
        }
        agreed = try await propose(4, 1, "Pirmā sadale", by: first)
        try await stores.calls.approvePlaces(agreed, of: draft.call.id, by: second)
        waiting = try await propose(6, 2, "Vairāk vietu", by: first)
        others = try await propose(3, 3, "Mazāk vietu", by: second)
    }

    /// Proposes these places, whatever the rule would give.
    public static func propose(
        _ wanted: [Organisation.ID: Int],
        on table: PlacesTable,
        reason: String = "Pēc vajadzības",
        key: UUID = UUID(),
        by visitor: Visitor,
        in calls: Calls
    ) async throws -> PlacesProposal.ID {
        let claims = table.rows.compactMap { row in
            DocumentReference(kind: "partner", key: row.partner.organisation.description).map {
                Distribution.Claim($0, need: Int64(row.partner.learners[.learners] ?? 1), kept: Int64(row.quota.taken))
            }
        }
        let whole = Int64(wanted.values.reduce(0, +))
        let divided = try? Distribution(of: whole, among: claims)
        let rows = zip(table.rows, divided?.shares ?? []).map { row, share in
            let places = Int64(wanted[row.partner.organisation] ?? 0)
            return DistributionWorking.Row(
                partner: row.partner.name,
                share: share,
                quota: places,
                adjusted: places == share.amount ? nil : "Pēc vienošanās"
            )
        }
        let working = DistributionWorking(
            need: .learners,
            basis: .unused,
            whole: whole,
            least: 0,
            most: nil,
            rows: rows
        )
        return try await calls.propose(wanted, for: table, working: working, key: key, reason: reason, by: visitor).id
    }
}
