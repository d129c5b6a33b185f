import Testing

/// What somebody with all rights does to a sound ledger, and what the check has to say of it.
struct Forgery: Sendable, CustomTestStringConvertible {
    let statements: [String]
    let guarantee: String
    var words: String?
    /// Whether he makes balances, chains and sums by day fit afterwards.
    var fits = false

    var testDescription: String { statements.joined(separator: "; ") }

    /// The words by which moves of the first award are found.
    private static func moves(_ verb: String, _ document: Int = 1) -> String {
        """
        txn_id IN (SELECT txn_id FROM budget.txn WHERE verb = '\(verb)' AND reverses IS NULL) AND txn_id IN (
            SELECT txn_id FROM budget.posting JOIN budget.account USING (account_id) WHERE document = 'award:\(document)')
        """
    }

    private static func account(_ stage: String, _ document: Int) -> String {
        "(SELECT account_id FROM budget.account WHERE stage = '\(stage)' AND document = 'award:\(document)')"
    }

    private static func free(_ kind: String) -> String {
        "(SELECT account_id FROM budget.account JOIN budget.node USING (node_id) WHERE stage = 'free' AND \(kind))"
    }

    /// Rows changed where they stand.
    static let simple: [Forgery] = [
        Forgery(
            statements: ["UPDATE budget.posting SET amount = amount + 1 WHERE version = 2 AND amount < 0"],
            guarantee: "L3"
        ),
        Forgery(
            statements: [
                "UPDATE budget.posting SET amount = amount + 1, balance_after = balance_after + 1 WHERE txn_id = 4"
            ],
            guarantee: "L11"
        ),
        Forgery(statements: ["UPDATE budget.balance SET cents = cents + 1 WHERE cents > 0"], guarantee: "L3"),
        Forgery(
            statements: ["DELETE FROM budget.posting WHERE txn_id = (SELECT max(txn_id) FROM budget.txn)"],
            guarantee: "L3"
        ),
        Forgery(
            statements: ["DELETE FROM budget.posting WHERE account_id = (SELECT max(account_id) FROM budget.posting)"],
            guarantee: "L11"
        ),
        Forgery(
            statements: ["UPDATE budget.posting SET recorded_at = recorded_at - interval '1 second' WHERE version = 1"],
            guarantee: "L11"
        ),
        Forgery(statements: ["UPDATE budget.day_balance SET cents = cents + 1"], guarantee: "L3"),
        Forgery(statements: ["UPDATE budget.balance SET last_day = last_day + 1"], guarantee: "L3"),
        Forgery(statements: ["DELETE FROM budget.day_balance"], guarantee: "L3"),
        Forgery(statements: ["UPDATE budget.balance SET prior_cents = prior_cents + 1"], guarantee: "L3"),
        Forgery(statements: ["UPDATE budget.balance SET prior_day = '-infinity', prior_cents = 0"], guarantee: "L3"),
        Forgery(
            statements: [
                """
                INSERT INTO budget.day_balance (account_id, day, cents)
                SELECT account_id, last_day, cents FROM budget.balance WHERE account_id = 1
                """
            ],
            guarantee: "L3"
        ),
        Forgery(statements: ["UPDATE budget.cap SET rest_cents = rest_cents - 1"], guarantee: "L2"),
        Forgery(
            statements: ["UPDATE budget.node_day SET net = net + 1 WHERE grain = 'M' AND stage = 'free'"],
            guarantee: "L3",
            words: "the sums of node"
        ),
        Forgery(
            statements: ["DELETE FROM budget.node_piece WHERE level = 2"],
            guarantee: "L3",
            words: "the sums of node"
        ),
        Forgery(
            statements: ["UPDATE budget.node_day SET net = net + 1 WHERE stage = 'documents'"],
            guarantee: "L3",
            words: "the number of documents of node"
        ),
        Forgery(
            statements: ["DELETE FROM budget.node_piece WHERE stage = 'documents'"],
            guarantee: "L3",
            words: "the number of documents of node"
        ),
        Forgery(
            statements: ["UPDATE budget.document_day SET net = net + 1"],
            guarantee: "L3",
            words: "the documents of node"
        ),
        Forgery(statements: ["DELETE FROM budget.document_piece"], guarantee: "L3", words: "the documents of node"),
        Forgery(
            statements: ["UPDATE budget.piece SET first_at = first_at - interval '1 second'"],
            guarantee: "L3",
            words: "piece 0 of the moves"
        ),
        Forgery(statements: ["UPDATE budget.piece SET after_txn = 1"], guarantee: "L3", words: "piece 0 of the moves"),
        Forgery(statements: ["UPDATE budget.cap SET rest_basis_points = 1"], guarantee: "L2"),
        Forgery(
            statements: [
                """
                WITH a AS (
                    INSERT INTO budget.account (node_id, stage, document)
                    SELECT node_id, 'reserved', 'award:99' FROM budget.node WHERE code LIKE 'C-%'
                    RETURNING account_id, stage
                )
                INSERT INTO budget.balance (account_id, stage, cents) SELECT account_id, stage, 999999 FROM a
                """
            ],
            guarantee: "L11"
        ),
        Forgery(statements: ["UPDATE budget.balance SET chain = sha256('') WHERE version = 1"], guarantee: "L11"),
        Forgery(
            statements: ["UPDATE budget.txn SET reason = 'Cits iemesls' WHERE txn_id = 2"],
            guarantee: "L11",
            words: "look at the moves after 0 up to 8"
        ),
        Forgery(
            statements: ["UPDATE budget.txn SET cause = 'statement:7' WHERE txn_id = 10"],
            guarantee: "L11",
            words: "look at the moves after 8 up to 12"
        ),
        Forgery(
            statements: [
                "UPDATE budget.planned_payment SET cents = cents + 1 WHERE due = (SELECT max(due) FROM budget.planned_payment)"
            ],
            guarantee: "plans",
            words: "what its payments say"
        ),
        Forgery(
            statements: [
                "UPDATE budget.payment_plan SET planned_cents = planned_cents + 1, bound_cents = bound_cents + 1",
                "UPDATE budget.planned_payment SET cents = cents + 1 WHERE due = (SELECT max(due) FROM budget.planned_payment)",
            ],
            guarantee: "plans",
            words: "what stood there when it was made"
        ),
        Forgery(
            statements: ["UPDATE budget.payment_plan SET paid_cents = 1"],
            guarantee: "plans",
            words: "what stood there when it was made"
        ),
    ]

    /// Rows changed with all that follows from them.
    static let fitting: [Forgery] = [
        Forgery(
            statements: [
                "INSERT INTO budget.posting VALUES (\(account("reserved", 1)), 1000, 999, 5, 0, clock_timestamp(), '')"
            ],
            guarantee: "L1",
            words: "all accounts together hold 0.05",
            fits: true
        ),
        Forgery(
            statements: [
                "INSERT INTO budget.posting VALUES (\(account("reserved", 1)), 1000, 999, 5, 0, clock_timestamp(), '')",
                "INSERT INTO budget.posting VALUES (\(free("kind = 'programme'")), 1000, 999, -5, 0, clock_timestamp(), '')",
            ],
            guarantee: "L1",
            words: "belongs to no move",
            fits: true
        ),
        Forgery(
            statements: [
                """
                UPDATE budget.posting SET amount = amount - sign(amount) * 100
                 WHERE txn_id = (SELECT txn_id FROM budget.txn WHERE reverses IS NOT NULL)
                """
            ],
            guarantee: "L5",
            fits: true
        ),
        Forgery(
            statements: [
                "UPDATE budget.txn SET effective = effective + 1 WHERE txn_id = (SELECT max(reverses) FROM budget.txn)"
            ],
            guarantee: "L5",
            fits: true
        ),
        Forgery(
            statements: [
                """
                UPDATE budget.txn SET verb = 'order', from_stage = 'committed', to_stage = 'payable' WHERE \(moves("commit"))
                """
            ],
            guarantee: "verbs",
            words: "goes where its verb does not lead"
        ),
        Forgery(
            statements: ["UPDATE budget.txn SET verb = 'gift' WHERE \(moves("reserve"))"],
            guarantee: "verbs",
            words: "goes where its verb does not lead"
        ),
        Forgery(
            statements: [
                "UPDATE budget.node SET kind = 'line' WHERE code LIKE 'C-%'"
            ],
            guarantee: "verbs",
            words: "goes where its verb does not lead"
        ),
        Forgery(
            statements: [
                "UPDATE budget.account SET document = 'award:2' WHERE stage = 'written_off'"
            ],
            guarantee: "verbs",
            words: "from one node or document to another"
        ),
        Forgery(
            statements: [
                """
                UPDATE budget.account SET node_id = (SELECT node_id FROM budget.node WHERE code LIKE 'C-%')
                 WHERE account_id = \(free("node.is_support AND code LIKE 'S-%'"))
                """
            ],
            guarantee: "verbs",
            words: "under the giving one"
        ),
        Forgery(
            statements: ["UPDATE budget.txn SET approved_by = person_id WHERE verb = 'order'"],
            guarantee: "eyes"
        ),
        Forgery(statements: ["UPDATE budget.txn SET person_id = NULL WHERE reverses IS NOT NULL"], guarantee: "eyes"),
        Forgery(
            statements: ["INSERT INTO budget.closed_month VALUES ('2026-03-01', '2026-04-02', 1)"],
            guarantee: "L8"
        ),
    ]

    /// Running totals: the first award was paid 100.00 in the period before 2027, and gave 30.00 back to it.
    static let splits: [Forgery] = [
        Forgery(
            statements: ["UPDATE budget.booking SET cents = cents + 1 WHERE cents > 0"],
            guarantee: "L7",
            words: "are not what it booked"
        ),
        Forgery(
            statements: ["DELETE FROM budget.booking WHERE cents < 0"],
            guarantee: "L7",
            words: "are not what it booked"
        ),
        Forgery(
            statements: ["UPDATE budget.booking SET esf_cents = esf_cents - 1 WHERE place = 1"],
            guarantee: "L7",
            words: "does not follow from the one before"
        ),
        Forgery(
            statements: ["UPDATE budget.booking SET place = place + 1000"],
            guarantee: "L7",
            words: "does not follow from the one before"
        ),
        Forgery(
            statements: ["UPDATE budget.booked SET esf_cents = esf_cents + 1"],
            guarantee: "L7",
            words: "does not follow from its bookings"
        ),
        Forgery(
            statements: ["UPDATE budget.source_rate SET basis_points = 8400 WHERE basis_points = 8500"],
            guarantee: "L7",
            words: "at the rate of its days"
        ),
        Forgery(
            statements: ["UPDATE budget.source_rate SET valid = '(,2026-01-01)' WHERE upper(valid) = '2027-01-01'"],
            guarantee: "L7",
            words: "at the rate of its days"
        ),
        Forgery(
            statements: [
                """
                UPDATE budget.booking
                   SET rate_from = '2027-01-01', place = 3, total_after = 7500, esf_cents = -1800
                 WHERE cents = -3000
                """,
                "UPDATE budget.booked SET total_cents = 10000, esf_cents = 8500, bookings = 1 WHERE rate_from < '2027-01-01'",
                "UPDATE budget.booked SET total_cents = 7500, esf_cents = 4500, bookings = 3 WHERE rate_from = '2027-01-01'",
            ],
            guarantee: "L7",
            words: "award:1 gave back more than it got"
        ),
    ]
}
