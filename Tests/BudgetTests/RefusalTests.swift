import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("The ledger refuses", .database)
struct RefusalTests {
    private let award = Programme.document(1)

    private func refused(_ rule: BudgetRule, _ work: () async throws -> Void) async {
        await #expect(throws: BudgetRefusal.broken(rule)) { try await work() }
    }

    @Test("sums of nothing, below nothing and beyond all reason")
    func sums() async throws {
        let programme = try await Programme.with(1_000)
        let call = programme.call
        await refused(.possibleSums) { try await programme.post(.reserve(.zero, for: award, at: call)) }
        await refused(.legalMove) { try await programme.post(.reserve(Euro(euros: -5), for: award, at: call)) }
        let beyond = Euro(cents: 1_000_000_000_000_001)
        await refused(.possibleSums) { try await programme.post(.reserve(beyond, for: award, at: call)) }
    }

    @Test("what two people must agree on where one does, or the same one twice")
    func fourEyes() async throws {
        let programme = try await Programme.with(1_000)
        let move = Move.assign(Euro(euros: 1), from: programme.programme, to: programme.line)
        await refused(.approvedByAnother) { try await programme.post(move, approvedBy: nil) }
        await refused(.decidedByAnother) { try await programme.post(move, approvedBy: Programme.actor) }
    }

    @Test("the same verbs to one person as the database does")
    func verbsOfTwo() async throws {
        let rows = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows("SELECT DISTINCT verb FROM budget.verb WHERE four_eyes ORDER BY verb")
        }
        let two = try rows.map { try $0.get("verb", as: String.self) }
        #expect(two == Verb.allCases.filter(\.needsTwo).map(\.rawValue).sorted())
    }

    @Test("the same ways in the rule of a move's row as in the list of verbs")
    func waysOfRows() async throws {
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                CREATE FUNCTION pg_temp.is_legal(verb text, gives text, takes text, by_two boolean) RETURNS boolean
                    LANGUAGE plpgsql AS $$
                BEGIN
                    RETURN budget.is_whole_move(sha256(''), verb, gives, takes, by_two, '2026-01-01', 1, 2, 'x', NULL, NULL);
                EXCEPTION WHEN check_violation THEN
                    RETURN false;
                END
                $$
                """
            )
            return try await tx.row(
                """
                WITH stage (name) AS (SELECT DISTINCT from_stage FROM budget.verb UNION SELECT to_stage FROM budget.verb)
                SELECT count(*) FILTER (WHERE is_legal) AS legal, count(*) FILTER (WHERE is_legal <> is_listed) AS differing
                  FROM (SELECT pg_temp.is_legal(v.verb, f.name, t.name, e.by_two) AS is_legal,
                               EXISTS (SELECT FROM budget.verb l
                                        WHERE l.verb = v.verb AND l.from_stage = f.name AND l.to_stage = t.name
                                          AND l.four_eyes = e.by_two) AS is_listed
                          FROM (SELECT DISTINCT verb FROM budget.verb) v, stage f, stage t, (VALUES (true), (false)) e (by_two)) w
                """
            )
        }
        let (legal, differing) = try (
            row?.get("legal", as: Int.self) ?? 0, row?.get("differing", as: Int.self) ?? -1
        )
        #expect(legal == 20 && differing == 0)
    }

    @Test("ways that no verb goes")
    func ways() async throws {
        let programme = try await Programme.with(1_000)
        let (call, other) = (programme.call, Programme.document(2))
        try await programme.post(.reserve(Euro(euros: 10), for: award, at: call))
        let one = Euro(euros: 1)
        await refused(.legalMove) {
            try await programme.post(Move(.reserve, one, from: .free(call), to: Place(.accepted, award, at: call)))
        }
        await refused(.withinScope) {
            let (from, to) = (Place(.reserved, award, at: call), Place(.committed, other, at: call))
            try await programme.post(Move(.commit, one, from: from, to: to))
        }
        await refused(.atItsNodes) {
            try await programme.post(
                Move(.reserve, one, from: .free(programme.programme), to: Place(.reserved, award, at: call))
            )
        }
        await refused(.withinScope) { try await programme.post(.assign(one, from: programme.programme, to: call)) }
        await refused(.withinScope) { try await programme.post(.assign(one, from: call, to: programme.line)) }
    }

    @Test("money out of nothing, documents at a line, and contracts of a call without a decision")
    func kinds() async throws {
        let programme = try await Programme.with(1_000)
        let (one, call, line) = (Euro(euros: 1), programme.call, programme.line)
        await refused(.atItsNodes) { try await programme.post(.appropriate(one, to: call)) }
        await refused(.atItsNodes) { try await programme.post(.reserve(one, for: award, at: line)) }
        await refused(.atItsNodes) { try await programme.post(.commit(one, for: award, at: call)) }
        // Up the tree to a node that is not the giver's parent, and from a programme into another one.
        let other = try await Programme.with(1_000)
        await refused(.withinScope) { try await programme.post(.unassign(one, from: programme.programme, to: call)) }
        await refused(.withinScope) { try await programme.post(.assign(one, from: call, to: other.programme)) }
    }

    @Test("to bind money under a line whose period is over, also by undoing what freed it")
    func overLine() async throws {
        let programme = try await Programme.with(1_000)
        let sum = Euro(euros: 10)
        try await programme.post(.reserve(sum, for: award, at: programme.call))
        let cancel = Move.cancel(sum, of: award, at: programme.call)
        let posted = try await programme.post(cancel)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                "UPDATE budget.node SET valid = '(,2026-12-31)' WHERE node_id = \(programme.line.rawValue)"
            )
        }
        let late = try #require(Day(2027, 6, 1))
        await refused(.openNode) { try await programme.post(.reserve(sum, for: award, at: programme.call), on: late) }
        await refused(.openNode) {
            try await programme.undo(posted.id, on: late)
        }
    }

    @Test("to undo a refused payment on one person's word, for it would be payable again")
    func undoAlone() async throws {
        let programme = try await Programme.with(1_000)
        let (sum, call) = (Euro(euros: 10), programme.call)
        try await programme.post(.reserve(sum, for: award, at: call))
        try await programme.post(.commit(sum, reservedFor: award, at: call))
        try await programme.post(.order(sum, for: award, at: call))
        let refusal = Move.refuse(sum, of: award, at: call)
        let posted = try await programme.post(refusal)
        await refused(.decidedByAnother) { try await programme.undo(posted.id, approvedBy: Programme.actor) }
    }

    @Test("unknown nodes, and days outside a node's period or in a closed month")
    func whereAndWhen() async throws {
        let programme = try await Programme.with(1_000)
        let (one, nobody) = (Euro(euros: 1), Node.ID(987_654_321))
        await refused(.knownNode) { try await programme.post(.reserve(one, for: award, at: nobody)) }
        let (first, last) = (try #require(Day(2026, 9, 1)), try #require(Day(2026, 9, 30)))
        let september = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.openNode(.quota, "Q-\(UUID())", under: programme.line, from: first, through: last, in: tx)
        }
        try await programme.post(.assign(one, from: programme.programme, to: programme.line))
        try await programme.post(.assign(one, from: programme.line, to: september), on: last)
        await refused(.openNode) {
            try await programme.post(.commit(one, for: award, at: september), on: try #require(Day(2026, 10, 1)))
        }
        await refused(.possibleDay) {
            try await programme.post(.reserve(one, for: award, at: programme.call), on: try #require(Day(2019, 12, 31)))
        }
        let closed = try #require(Day(2021, 5, 20))
        try await TestDatabase.current.database.transaction(Programme.settings) { tx in
            try await Ledger.closeMonth(of: closed, in: tx)
        }
        await refused(.monthOver) {
            try await TestDatabase.current.database.transaction(Programme.settings) { tx in
                do {
                    try await Ledger.closeMonth(of: try #require(Day(2090, 1, 1)), in: tx)
                } catch let error as PostgresError {
                    throw BudgetRefusal.broken(error.constraint.flatMap(BudgetRule.init) ?? .whole)
                }
            }
        }
        await refused(.openMonth) {
            try await programme.post(.reserve(one, for: award, at: programme.call), on: closed)
        }
    }

    @Test("an account that stands twice in one move")
    func circles() async throws {
        let programme = try await Programme.with(1_000)
        let database = TestDatabase.current.database
        let call = programme.call.rawValue
        func refusal(stages: [String], documents: [String], cents: [Int]) async -> String? {
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(Programme.settings) { tx in
                    try await tx.run(
                        """
                        SELECT budget.move(gen_random_uuid(), 'reserve', '2026-03-15', '', NULL,
                                           \(stages.map { _ in call }), \(stages), array_replace(\(documents), '', NULL),
                                           \(cents))
                        """
                    )
                }
            }
            return error?.constraint
        }
        let twice = await refusal(
            stages: ["free", "reserved", "reserved"],
            documents: ["", "award:1", "award:1"],
            cents: [-3, 1, 2]
        )
        #expect(twice == BudgetRule.touchesOnce.rawValue)
        let backToItself = await refusal(stages: ["free", "free"], documents: ["", ""], cents: [-1, 1])
        #expect(backToItself == BudgetRule.legalMove.rawValue)
    }
}
