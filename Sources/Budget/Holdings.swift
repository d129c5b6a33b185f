public import Money
public import Postgres

/// What stands at the quotas of one holder, and a page of the documents there.
public struct Holdings: Sendable, Hashable {
    /// Its quotas, by code.
    public let quotas: [Quota]
    /// Documents with money at these quotas, by quota and reference.
    public let documents: [HoldingDocument]
    /// The last document shown, if there are more.
    public let next: HoldingPlace?

    /// A quota with what stands there, its documents included.
    public struct Quota: Sendable, Hashable {
        /// Its node.
        public let node: Node.ID
        /// Its code.
        public let code: String
        /// The code of the line it is a share of.
        public let lineCode: String
        /// Where its free money stands, if there ever was any.
        public let free: LedgerAccount.ID?
        /// What stands at each stage; a stage at which nothing ever stood is missing.
        public let sums: [Stage: Euro]

        /// All that the quota holds, free and bound.
        public var total: Euro { sums.values.sum }
    }
}

/// One document at a quota, with its accounts there.
public struct HoldingDocument: Sendable, Hashable {
    /// The document.
    public let document: DocumentReference
    /// The quota.
    public let node: Node.ID
    /// Its code.
    public let nodeCode: String
    /// Its accounts.
    public let accounts: [LedgerAccount]

    /// Which document, and where.
    public var place: HoldingPlace { HoldingPlace(node: node, document: document) }

    /// What stands at each stage.
    public var sums: [Stage: Euro] {
        accounts.reduce(into: [:]) { sums, account in
            sums[account.stage] = (sums[account.stage] ?? .zero) + account.balance
        }
    }
}

/// A document's place in the list of a holder's documents.
public struct HoldingPlace: Sendable, Hashable {
    /// The quota.
    public let node: Node.ID
    /// The document.
    public let document: DocumentReference

    /// A place in the list.
    public init(node: Node.ID, document: DocumentReference) {
        self.node = node
        self.document = document
    }
}

extension Ledger {
    /// What a holder has. Two statements in one round trip.
    public static func holdings(
        of holder: DocumentReference,
        _ moment: Moment = .now,
        after place: HoldingPlace? = nil,
        size: Int = 100,
        in tx: Postgres.Transaction
    ) async throws -> Holdings {
        let quotas = Query(
            """
            SELECT n.node_id, n.code, l.code AS line_code, min(s.account_id) FILTER (WHERE s.stage = 'free') AS free,
                   coalesce(array_agg(s.stage ORDER BY s.stage) FILTER (WHERE s.stage IS NOT NULL), '{}') AS stages,
                   coalesce(array_agg(s.cents ORDER BY s.stage) FILTER (WHERE s.stage IS NOT NULL), '{}') AS cents
              FROM budget.nodes n
              JOIN budget.nodes l ON l.node_id = n.parent_id
              LEFT JOIN LATERAL (SELECT a.stage, min(a.account_id) AS account_id, sum(\(moment.balance))::bigint AS cents
                                   FROM budget.place a
                                  WHERE a.node_id = n.node_id
                                  GROUP BY a.stage) s ON true
             WHERE n.holder = \(holder)
             GROUP BY n.node_id, n.code, l.code
             ORDER BY n.code
            """
        ) { rows in try rows.map(quota) }
        var conditions: [SQL] = ["n.holder = \(holder)", "a.document IS NOT NULL"]
        if let place {
            conditions.append("(a.node_id, a.document) > (\(place.node.rawValue), \(place.document))")
        }
        let accounts = Query(
            """
            SELECT a.account_id, a.node_id, a.code, a.stage, a.document, \(moment.balance) AS cents
              FROM (SELECT DISTINCT a.node_id, a.document
                      FROM budget.nodes n
                      JOIN budget.place a USING (node_id)
                     WHERE \(SQL.joined(conditions, separator: " AND "))
                     ORDER BY a.node_id, a.document
                     LIMIT \(size + 1)) d
              JOIN budget.place a USING (node_id, document)
             ORDER BY a.node_id, a.document, a.account_id
            """
        ) { rows in documents(try rows.map { try LedgerAccount($0) }) }
        let (found, all) = try await tx.ask(quotas, accounts)
        return Holdings(
            quotas: found,
            documents: Array(all.prefix(size)),
            next: all.count > size ? all[size - 1].place : nil
        )
    }

    private static func quota(_ row: Row) throws -> Holdings.Quota {
        let stages: [Stage] = try row.get("stages")
        let cents: [Int64] = try row.get("cents")
        return Holdings.Quota(
            node: Node.ID(try row.get("node_id")),
            code: try row.get("code"),
            lineCode: try row.get("line_code"),
            free: try row.find("free").map { LedgerAccount.ID($0) },
            sums: Dictionary(uniqueKeysWithValues: zip(stages, cents.map { Euro(cents: $0) }))
        )
    }

    /// Accounts that follow one another at the same node for the same document are one document's.
    private static func documents(_ accounts: [LedgerAccount]) -> [HoldingDocument] {
        var documents: [HoldingDocument] = []
        for account in accounts {
            guard let document = account.document else { continue }
            if let last = documents.last, last.document == document, last.nodeCode == account.nodeCode {
                documents[documents.count - 1] = HoldingDocument(
                    document: document,
                    node: last.node,
                    nodeCode: last.nodeCode,
                    accounts: last.accounts + [account]
                )
            } else {
                documents.append(
                    HoldingDocument(
                        document: document,
                        node: account.node,
                        nodeCode: account.nodeCode,
                        accounts: [account]
                    )
                )
            }
        }
        return documents
    }
}
