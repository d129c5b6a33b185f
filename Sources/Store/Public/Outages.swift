public import Foundation
public import Grants
public import Money
import Postgres

/// A planned outage of the site.
public struct Outage: Sendable, Hashable {
    /// The key of an outage.
    public typealias ID = Identifier<Outage>

    /// The key.
    public let id: ID
    /// When it begins.
    public let starts: Date
    /// When it is over.
    public let ends: Date
    /// Why, for everybody.
    public let reason: Bilingual
}

/// An outage as an administrator announces it.
public struct OutagePlan: Sendable, Hashable {
    /// The form's key.
    public let key: UUID
    /// When it begins.
    public let starts: Date
    /// When it is over.
    public let ends: Date
    /// Why, for everybody.
    public let reason: Bilingual

    /// A plan.
    public init(key: UUID, starts: Date, ends: Date, reason: Bilingual) {
        self.key = key
        self.starts = starts
        self.ends = ends
        self.reason = reason
    }
}

/// Planned outages: announced, called off, shown to everybody (MK 445 p.15).
public struct Outages: Sendable {
    let database: Database

    /// Outages that are not over yet, the nearest first.
    public func coming(at now: Date) async throws -> [Outage] {
        try await database.transaction(.none) { tx in
            try await tx.rows(
                """
                SELECT outage_id, starts, ends, reason_lv, reason_en
                  FROM outage
                 WHERE called_off_at IS NULL AND ends > \(now)
                 ORDER BY starts, outage_id
                """
            ).map(read)
        }
    }

    /// Announces an outage; the same form sent again changes nothing.
    public func announce(_ plan: OutagePlan, by visitor: Visitor) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let row = try await tx.row(
                """
                INSERT INTO outage (key, starts, ends, reason_lv, reason_en)
                VALUES (\(plan.key), \(plan.starts), \(plan.ends), \(plan.reason.lv), \(plan.reason.en))
                ON CONFLICT (key) DO NOTHING
                RETURNING outage_id
                """
            )
            guard let id: Outage.ID = try row?.get("outage_id") else { return }
            try await Audit.add("outage.announced", of: "outage", id, in: tx)
        }
    }

    /// Calls an outage off; calling it off again changes nothing.
    public func callOff(_ id: Outage.ID, by visitor: Visitor) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let changed = try await tx.run(
                """
                UPDATE outage
                   SET called_off_at = clock_timestamp()
                 WHERE outage_id = \(id) AND called_off_at IS NULL
                """
            )
            if changed > 0 {
                try await Audit.add("outage.called_off", of: "outage", id, in: tx)
            }
        }
    }

    private func read(_ row: Row) throws -> Outage {
        try Outage(
            id: row.get("outage_id"),
            starts: row.get("starts"),
            ends: row.get("ends"),
            reason: Bilingual(lv: row.get("reason_lv"), en: row.get("reason_en"))
        )
    }
}
