public import Money
public import Postgres

/// The money of one document, from its first move to its last.
public struct DocumentLife: Sendable, Hashable {
    /// The document.
    public let document: DocumentReference
    /// Its accounts with what stands there, in the order of stages.
    public let accounts: [LedgerAccount]
    /// The newest plan of its payments at each node where it has one.
    public let plans: [PaymentPlan]
    /// What the bank has paid of it at each node, undone payments taken off.
    public let paid: [Node.ID: Euro]
    /// The moves of its money and those that happened by it, in the order of recording.
    public let moves: [DocumentMove]
    /// Whether there are earlier moves than are shown.
    public let isCut: Bool

    /// What stands at each stage, all nodes together.
    public var sums: [Stage: Euro] {
        accounts.reduce(into: [:]) { sums, account in
            sums[account.stage] = (sums[account.stage] ?? .zero) + account.balance
        }
    }

    /// The nodes at which it holds or held money, in the order of their keys.
    public var nodes: [Node.ID] { Set(accounts.map(\.node)).sorted() }

    /// What is committed or payable at a node.
    public func bound(at node: Node.ID) -> Euro {
        accounts.filter { $0.node == node && [.committed, .payable].contains($0.stage) }.map(\.balance).sum
    }

    /// How what is still to be paid at a node lies along the plan there.
    public func expectation(at node: Node.ID) -> Expectation {
        let plan = plans.first { $0.node == node }
        return Expectation(
            bound: bound(at: node),
            paid: paid[node] ?? .zero,
            payments: plan?.payments ?? [],
            paidBefore: plan?.paidBefore ?? .zero
        )
    }

    /// What stood at each stage after each move: counted backwards from what stands there now, so that it is right also where the
    /// first moves are not shown.
    public var course: [[Stage: Euro]] {
        let stages = Dictionary(accounts.map { ($0.id, $0.stage) }) { first, _ in first }
        var after = sums
        var course: [[Stage: Euro]] = []
        for move in moves.reversed() {
            course.append(after)
            for entry in move.entries {
                guard let stage = stages[entry.account] else { continue }
                after[stage] = (after[stage] ?? .zero) - entry.amount
            }
        }
        return course.reversed()
    }
}

/// A move in the life of a document.
public struct DocumentMove: Sendable, Hashable {
    /// The move.
    public let move: RecordedMove
    /// What moved in all, other documents of a batch included.
    public let total: Euro
    /// What it did to the document's own accounts; nothing where the document is only its cause.
    public let entries: [Entry]

    /// What a move did to an account of the document.
    public struct Entry: Sendable, Hashable {
        /// The account.
        public let account: LedgerAccount.ID
        /// What came, or went if negative.
        public let amount: Euro
    }

    /// What moved of the document's own money; all that moved where the document is only the cause.
    public var amount: Euro {
        let came = entries.map(\.amount).filter { $0 > .zero }.sum
        let went = entries.map(\.amount).filter { $0 < .zero }.sum
        return entries.isEmpty ? total : max(came, .zero - went)
    }
}

extension Ledger {
    /// The life of a document; nothing if money never stood for it and nothing ever happened by it. Two statements in one round
    /// trip.
    public static func life(
        of document: DocumentReference,
        _ moment: Moment = .now,
        most: Int = 200,
        in tx: Postgres.Transaction
    ) async throws -> DocumentLife? {
        let accounts = Query(
            """
            SELECT a.account_id, a.node_id, a.code, a.stage, a.document, \(moment.balance) AS cents, e.is_cause,
                   w.plan_id, w.due, w.cents AS planned, w.paid_cents, w.reason AS plan_reason, w.recorded_at AS planned_at,
                   w.person_id AS planned_by,
                   CASE a.stage WHEN 'payable' THEN
                       (SELECT coalesce(-sum(p.amount), 0)::bigint
                          FROM budget.postings p
                          JOIN budget.moves t USING (txn_id)
                         WHERE p.account_id = a.account_id AND \(PaymentPlanRow.isPayment) AND \(moment.counts))
                   END AS paid
              FROM (SELECT EXISTS (SELECT FROM budget.moves WHERE cause = \(document)) AS is_cause) e
              LEFT JOIN budget.place a ON a.document = \(document)
              LEFT JOIN LATERAL (SELECT plan_id, due, cents, paid_cents, reason, recorded_at, person_id
                                   FROM budget.payment_plans
                                  WHERE node_id = a.node_id AND document = a.document AND \(PaymentPlanRow.counts(moment))
                                  ORDER BY plan_id DESC
                                  LIMIT 1) w ON true
             ORDER BY a.node_id, a.account_id
            """
        ) { rows in
            let isCause = try rows.first?.get("is_cause") ?? false
            return try DocumentStanding(
                isKnown: isCause,
                rows.filter { try $0.find("account_id", as: Int64.self) != nil }
            )
        }
        let moves = Query(
            """
            WITH own AS (
                SELECT p.txn_id, p.account_id, p.amount
                  FROM budget.place a
                  JOIN budget.postings p USING (account_id)
                 WHERE a.document = \(document)
            ), wanted AS (
                SELECT t.txn_id, p.recorded_at
                  FROM (SELECT txn_id FROM own UNION SELECT txn_id FROM budget.moves WHERE cause = \(document)) w
                  JOIN budget.moves t USING (txn_id)
                 CROSS JOIN LATERAL (SELECT max(q.recorded_at) AS recorded_at FROM budget.postings q WHERE q.txn_id = t.txn_id) p
                 WHERE \(moment.counts)
                 ORDER BY p.recorded_at DESC, t.txn_id DESC
                 LIMIT \(most + 1)
            )
            SELECT \(RecordedMove.columns), w.recorded_at, s.total,
                   coalesce(o.accounts, '{}') AS accounts, coalesce(o.amounts, '{}') AS amounts
              FROM wanted w
              JOIN budget.moves t USING (txn_id)
             CROSS JOIN LATERAL (SELECT sum(q.amount)::bigint AS total
                                   FROM budget.postings q
                                  WHERE q.txn_id = t.txn_id AND q.amount > 0) s
              LEFT JOIN (SELECT txn_id, array_agg(account_id ORDER BY account_id) AS accounts,
                                array_agg(amount ORDER BY account_id) AS amounts
                           FROM own
                          GROUP BY txn_id) o USING (txn_id)
             ORDER BY w.recorded_at DESC, t.txn_id DESC
            """
        ) { rows in try rows.map(documentMove) }
        let (standing, all) = try await tx.ask(accounts, moves)
        guard standing.isKnown else { return nil }
        let order = Dictionary(uniqueKeysWithValues: zip(Stage.allCases, 0...))
        return DocumentLife(
            document: document,
            accounts: standing.accounts.sorted { (order[$0.stage] ?? 0, $0.id) < (order[$1.stage] ?? 0, $1.id) },
            plans: standing.plans,
            paid: standing.paid,
            moves: all.prefix(most).reversed(),
            isCut: all.count > most
        )
    }

    private static func documentMove(_ row: Row) throws -> DocumentMove {
        let accounts: [Int64] = try row.get("accounts")
        let amounts: [Int64] = try row.get("amounts")
        return DocumentMove(
            move: try RecordedMove(row),
            total: Euro(cents: try row.get("total")),
            entries: zip(accounts, amounts).map { account, amount in
                DocumentMove.Entry(account: LedgerAccount.ID(account), amount: Euro(cents: amount))
            }
        )
    }
}

/// What stands for a document, from rows of its accounts that carry the plan of their node.
private struct DocumentStanding: Sendable {
    let isKnown: Bool
    let accounts: [LedgerAccount]
    let plans: [PaymentPlan]
    let paid: [Node.ID: Euro]

    /// - Parameter isCause: whether something happened by the document.
    init(isKnown isCause: Bool, _ rows: [Row]) throws {
        isKnown = isCause || !rows.isEmpty
        accounts = try rows.map { try LedgerAccount($0) }
        var plans: [PaymentPlan] = []
        var paid: [Node.ID: Euro] = [:]
        for row in rows {
            let node = Node.ID(try row.get("node_id"))
            if let cents: Int64 = try row.find("paid") { paid[node] = Euro(cents: cents) }
            if let plan = try PaymentPlanRow.read(row), plans.last?.id != plan.id { plans.append(plan) }
        }
        self.plans = plans
        self.paid = paid
    }
}
