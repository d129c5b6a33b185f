public import Foundation
public import Money
public import Postgres

/// When a balance is looked at.
public enum Moment: Sendable, Hashable {
    /// Now, with everything that is recorded.
    case now
    /// At the end of a day, by the days on which moves count.
    case asOf(Day)
    /// By what had been recorded at an instant.
    case knownAt(Date)
}

extension Ledger {
    /// What stands at an account.
    public static func balance(of place: Place, _ moment: Moment = .now, in tx: Postgres.Transaction) async throws
        -> Euro
    {
        guard let account = try await PlaceRow.account(place, in: tx) else { return .zero }
        let row =
            switch moment {
            case .now:
                try await tx.row("SELECT cents FROM budget.place WHERE account_id = \(account)")
            case .asOf(let day):
                try await tx.row("SELECT budget.as_of(\(account), \(day.iso)::date) AS cents")
            case .knownAt(let instant):
                try await tx.row("SELECT budget.known_at(\(account), \(instant)) AS cents")
            }
        return Euro(cents: try row?.get("cents") ?? 0)
    }

    /// Opens a call or a partner's quota under a line, or finds it: the same code is the same node.
    ///
    /// - Parameters:
    ///   - from: the first day on which moves may count; nothing for no limit.
    ///   - through: the last such day.
    ///   - holder: whose quota it is.
    public static func openNode(
        _ kind: Node.Kind,
        _ code: String,
        under line: Node.ID,
        from: Day? = nil,
        through: Day? = nil,
        holder: DocumentReference? = nil,
        in tx: Postgres.Transaction
    ) async throws -> Node.ID {
        let row = try await tx.row(
            """
            SELECT budget.open_node(\(kind.rawValue), \(line.rawValue), \(code),
                                    daterange(\(from?.iso)::date, \(through?.iso)::date, '[]'), \(holder)) AS node_id
            """
        )
        guard let row else { throw TransactionMisuse.ended }
        return Node.ID(try row.get("node_id"))
    }

    /// The node of a code.
    public static func node(_ code: String, in tx: Postgres.Transaction) async throws -> Node? {
        try await tx.row(
            "SELECT node_id, kind, parent_id, code, is_support, holder FROM budget.nodes WHERE code = \(code)"
        ).map(node)
    }

    /// From now on nothing may count in the month of this day.
    public static func closeMonth(of day: Day, in tx: Postgres.Transaction) async throws {
        guard let first = Day(day.year, day.month, 1) else { return }
        try await tx.run("SELECT budget.close_month(\(first.iso)::date)")
    }
}
