import Money
import Postgres

/// The statements on one account's postings.
enum StatementRow {
    /// The account and what the selection adds up to, one look at each posting where there are not too many.
    static func head(_ filter: StatementFilter) -> Query<Statement?> {
        let opening: SQL = filter.from.map { "t.effective < \($0.iso)::date" } ?? "false"
        let closing: SQL = filter.through.map { "t.effective <= \($0.iso)::date" } ?? "true"
        return Query(
            """
            SELECT a.account_id, a.node_id, a.code, a.stage, a.document, \(filter.moment.balance) AS cents, a.version,
                   s.selected, s.came, s.went, s.opening, s.closing
              FROM budget.place a
              LEFT JOIN LATERAL (
                       SELECT count(*) FILTER (WHERE \(selects(filter))) AS selected,
                              coalesce(sum(p.amount) FILTER (WHERE p.amount > 0 AND \(selects(filter))), 0)::bigint AS came,
                              coalesce(-sum(p.amount) FILTER (WHERE p.amount < 0 AND \(selects(filter))), 0)::bigint AS went,
                              coalesce(sum(p.amount) FILTER (WHERE \(opening)), 0)::bigint AS opening,
                              coalesce(sum(p.amount) FILTER (WHERE \(closing)), 0)::bigint AS closing
                         FROM budget.postings p
                         JOIN budget.moves t USING (txn_id)
                        WHERE p.account_id = a.account_id AND \(filter.moment.counts)) s
                ON a.version <= \(Statement.mostAddedUp)
             WHERE a.account_id = \(filter.account.rawValue)
            """
        ) { rows in try rows.first.map(statement) }
    }

    /// One page, and one posting more if there are more.
    static func page(_ filter: StatementFilter, at position: StatementPosition, size: Int) -> Query<StatementPage> {
        var conditions = [selects(filter)]
        var isBackwards = false
        switch position {
        case .first: break
        case .after(let version):
            conditions.append(filter.newestFirst ? "p.version < \(version)" : "p.version > \(version)")
        case .before(let version):
            conditions.append(filter.newestFirst ? "p.version > \(version)" : "p.version < \(version)")
            isBackwards = true
        }
        let direction: SQL = filter.newestFirst != isBackwards ? "DESC" : "ASC"
        let backwards = isBackwards
        return Query(
            """
            SELECT p.version, p.amount, p.balance, p.recorded_at, \(RecordedMove.columns), c.accounts, c.codes, c.stages, c.documents
              FROM (SELECT p.*
                      FROM \(postings(filter)) p
                      JOIN budget.moves t USING (txn_id)
                     WHERE \(SQL.joined(conditions, separator: " AND "))
                     ORDER BY p.version \(direction)
                     LIMIT \(size + 1)) p
              JOIN budget.moves t USING (txn_id)
             CROSS JOIN LATERAL (
                       SELECT coalesce(array_agg(a.account_id ORDER BY a.account_id), '{}') AS accounts,
                              coalesce(array_agg(a.code ORDER BY a.account_id), '{}') AS codes,
                              coalesce(array_agg(a.stage ORDER BY a.account_id), '{}') AS stages,
                              coalesce(array_agg(coalesce(a.document, '') ORDER BY a.account_id), '{}') AS documents
                         FROM (SELECT a.account_id, a.code, a.stage, a.document
                                 FROM budget.postings q
                                 JOIN budget.place a USING (account_id)
                                WHERE q.txn_id = p.txn_id AND (q.amount > 0) <> (p.amount > 0)
                                ORDER BY a.account_id
                                LIMIT \(StatementLine.mostCounters + 1)) a) c
             ORDER BY p.version \(direction)
            """
        ) { rows in
            let lines = try rows.prefix(size).map(line)
            let isCut = rows.count > size
            return StatementPage(
                lines: backwards ? lines.reversed() : lines,
                hasPrevious: backwards ? isCut : position != .first,
                hasNext: backwards || isCut
            )
        }
    }

    /// The postings that count in the moment of the filter, each with what stood there after it. As of a day that is not what the
    /// posting says: earlier recorded ones may count later.
    private static func postings(_ filter: StatementFilter) -> SQL {
        let account = filter.account.rawValue
        switch filter.moment {
        case .now:
            return "(SELECT p.*, p.balance_after AS balance FROM budget.postings p WHERE p.account_id = \(account))"
        case .knownAt(let instant):
            // One descent into the index finds the last that was recorded; versions follow recording.
            return """
                (SELECT p.*, p.balance_after AS balance
                   FROM budget.postings p
                  WHERE p.account_id = \(account)
                    AND p.version <= (SELECT l.version
                                        FROM budget.postings l
                                       WHERE l.account_id = \(account) AND l.recorded_at <= \(instant)
                                       ORDER BY l.recorded_at DESC
                                       LIMIT 1))
                """
        case .asOf(let day):
            return """
                (SELECT p.*, sum(p.amount) OVER (ORDER BY p.version)::bigint AS balance
                   FROM budget.postings p
                   JOIN budget.moves t USING (txn_id)
                  WHERE p.account_id = \(account) AND t.effective <= \(day.iso)::date)
                """
        }
    }

    /// Whether the posting `p` of the move `t` is in the selection.
    private static func selects(_ filter: StatementFilter) -> SQL {
        var conditions: [SQL] = ["true"]
        if let verb = filter.verb { conditions.append("t.verb = \(verb)") }
        if let from = filter.from { conditions.append("t.effective >= \(from.iso)::date") }
        if let through = filter.through { conditions.append("t.effective <= \(through.iso)::date") }
        if let least = filter.atLeast { conditions.append("abs(p.amount) >= \(least.cents)") }
        if let most = filter.atMost { conditions.append("abs(p.amount) <= \(most.cents)") }
        return SQL.joined(conditions, separator: " AND ")
    }

    private static func statement(_ row: Row) throws -> Statement {
        var sums: Statement.Sums?
        if let count: Int = try row.find("selected") {
            sums = Statement.Sums(
                count: count,
                came: Euro(cents: try row.get("came")),
                went: Euro(cents: try row.get("went")),
                opening: Euro(cents: try row.get("opening")),
                closing: Euro(cents: try row.get("closing"))
            )
        }
        return Statement(account: try LedgerAccount(row), postings: try row.get("version"), sums: sums)
    }

    private static func line(_ row: Row) throws -> StatementLine {
        let accounts: [Int64] = try row.get("accounts")
        let codes: [String] = try row.get("codes")
        let stages: [Stage] = try row.get("stages")
        let documents: [String] = try row.get("documents")
        let counters = accounts.indices.prefix(StatementLine.mostCounters).map { index in
            StatementLine.Counter(
                id: LedgerAccount.ID(accounts[index]),
                nodeCode: codes[index],
                stage: stages[index],
                document: DocumentReference(sqlText: documents[index])
            )
        }
        return StatementLine(
            version: try row.get("version"),
            move: try RecordedMove(row),
            amount: Euro(cents: try row.get("amount")),
            balance: Euro(cents: try row.get("balance")),
            counters: counters,
            hasMoreCounters: accounts.count > counters.count
        )
    }
}
