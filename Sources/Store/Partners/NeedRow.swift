import Foundation
import Grants
import Money
import Postgres

/// The statements on needs.
enum NeedRow {
    static func latest(of organisation: Organisation.ID, in tx: Transaction) async throws -> [NeedKind: Int] {
        let rows = try await tx.rows(
            """
            SELECT DISTINCT ON (kind) kind, learners
              FROM need
             WHERE organisation_id = \(organisation)
             ORDER BY kind, need_id DESC
            """
        )
        return try read(rows)
    }

    /// The partners of the published list, and whoever has an agreement or said what it needs.
    static func all(in tx: Transaction) async throws -> [PartnerNeed] {
        let rows = try await tx.rows(
            """
            SELECT o.organisation_id, o.name, n.kind, n.learners
              FROM organisation o
              LEFT JOIN LATERAL (SELECT DISTINCT ON (kind) kind, learners
                                   FROM need
                                  WHERE organisation_id = o.organisation_id
                                  ORDER BY kind, need_id DESC) n ON true
             WHERE o.kind <> 'agency'
               AND (o.partner_position IS NOT NULL OR n.kind IS NOT NULL
                    OR EXISTS (SELECT FROM agreement a WHERE a.organisation_id = o.organisation_id))
             ORDER BY o.name, o.organisation_id, n.kind
            """
        )
        var needs: [PartnerNeed] = []
        for row in rows {
            let id: Organisation.ID = try row.get("organisation_id")
            let said = try read([row])
            let before = needs.last?.organisation == id ? needs.removeLast() : nil
            let learners = (before?.learners ?? [:]).merging(said) { $1 }
            needs.append(PartnerNeed(organisation: id, name: try row.get("name"), learners: learners))
        }
        return needs
    }

    /// Gives false if the key was used for other numbers.
    static func add(
        _ needs: [NeedKind: Int],
        of organisation: Organisation.ID,
        key: UUID,
        by person: Person.ID,
        in tx: Transaction
    ) async throws -> Bool {
        let kinds = needs.keys.sorted { $0.rawValue < $1.rawValue }
        let rows = try await tx.rows(
            """
            INSERT INTO need (organisation_id, kind, learners, key, said_by)
            SELECT \(organisation), n.kind, n.learners, \(key), \(person)
              FROM unnest(\(kinds.map(\.rawValue)), \(kinds.map { Int64(needs[$0] ?? 0) })) AS n (kind, learners)
            ON CONFLICT ON CONSTRAINT need_said_once DO NOTHING
            RETURNING kind
            """
        )
        return rows.count == kinds.count
    }

    private static func read(_ rows: [Row]) throws -> [NeedKind: Int] {
        var learners: [NeedKind: Int] = [:]
        for row in rows {
            guard let kind = try row.find("kind", as: String.self).flatMap(NeedKind.init(rawValue:)) else { continue }
            learners[kind] = try row.get("learners")
        }
        return learners
    }
}
