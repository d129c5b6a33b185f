public import Money
public import Postgres

/// Who pays of postings: as it was booked where their moves booked them, reckoned otherwise.
public struct PostingParts: Sendable, Hashable {
    /// By what rate it is reckoned.
    public let rate: SourceRate
    let booked: [Booked: SourceSplit]

    /// What a move booked at a node for one document, or for all of them together.
    struct Booked: Sendable, Hashable {
        let move: Posted.ID
        let node: Node.ID
        let document: DocumentReference?
    }

    /// The fund's part of a posting, of the sign of the posting.
    public struct Part: Sendable, Hashable {
        /// What the fund pays.
        public let fund: Euro
        /// Whether it was booked; otherwise it is reckoned: what the part of all that stands there grew by.
        public let isBooked: Bool
    }

    /// The fund's part of what came to an account, or went if negative.
    /// - Parameter balance: what stood there after it.
    public func part(of amount: Euro, at account: LedgerAccount, leaving balance: Euro, by move: Posted.ID) -> Part {
        let key = Booked(move: move, node: account.node, document: account.document)
        // A batch may move money of this account that it booked beside money that it did not.
        if let split = booked[key] {
            if split.total == amount { return Part(fund: split.esf, isBooked: true) }
            if split.total == .zero - amount { return Part(fund: .zero - split.esf, isBooked: true) }
        }
        return Part(fund: rate.fundPart(of: balance) - rate.fundPart(of: balance - amount), isBooked: false)
    }
}

extension Ledger {
    /// Who pays of the postings of moves at accounts. One statement.
    public static func parts(
        of moves: [Posted.ID],
        at accounts: [LedgerAccount],
        at rate: SourceRate,
        in tx: Postgres.Transaction
    ) async throws -> PostingParts {
        let documents = Set(accounts.compactMap(\.document?.text)).sorted()
        // Free money of a node is booked by what its documents give back, whichever these are.
        let isOfDocuments = accounts.allSatisfy { $0.document != nil }
        let narrow: SQL = isOfDocuments ? "document = ANY (\(documents))" : "true"
        let rows = try await tx.rows(
            """
            SELECT txn_id, node_id, document, sum(cents)::bigint AS cents, sum(esf_cents)::bigint AS esf_cents
              FROM budget.bookings
             WHERE txn_id = ANY (\(moves.map(\.rawValue))) AND node_id = ANY (\(Set(accounts.map(\.node.rawValue)).sorted()))
               AND \(narrow)
             GROUP BY txn_id, node_id, document
            """
        )
        var booked: [PostingParts.Booked: SourceSplit] = [:]
        for row in rows {
            let move = Posted.ID(try row.get("txn_id"))
            let node = Node.ID(try row.get("node_id"))
            let split = SourceSplit(
                booked: Euro(cents: try row.get("cents")),
                esf: Euro(cents: try row.get("esf_cents"))
            )
            booked[.init(move: move, node: node, document: try row.get("document"))] = split
            let all = booked[.init(move: move, node: node, document: nil)] ?? .nothing
            booked[.init(move: move, node: node, document: nil)] = SourceSplit(
                booked: all.total + split.total,
                esf: all.esf + split.esf
            )
        }
        return PostingParts(rate: rate, booked: booked)
    }
}
