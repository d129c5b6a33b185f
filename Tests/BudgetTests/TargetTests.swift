import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("Target counts of lines are amended", .database)
struct TargetTests {
    private static func settings(_ person: Int64) -> TransactionSettings { Programme.settings(of: person) }

    /// A programme whose line counts events, as it is published in two readings.
    private static func programme() async throws -> Programme {
        let programme = try await Programme.with(1_000)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO budget.line (node_id, name_lv, name_en, point, mode, target_count, target_unit, published_cents, other_count,
                                         other_cents)
                VALUES (\(programme.line.rawValue), 'Pasākumi', 'Events', '23.7.2', 'quota', 551, 'events', 60000000, 55, 160000000)
                """
            )
            try await tx.run(
                """
                INSERT INTO budget.line (node_id, name_lv, name_en, point, mode)
                VALUES (\(programme.support.rawValue), 'Vadība', 'Management', '23.9', 'own')
                """
            )
        }
        return programme
    }

    private static func amendment(
        _ targets: [Node.ID: Int],
        _ moves: [Move] = [],
        kind: Proposal.Kind = .amendment,
        key: UUID = UUID(),
        on day: Day = Programme.day
    ) -> Proposal {
        Proposal(
            kind,
            moves.map { .move($0) },
            key: key,
            effective: day,
            reason: "Otrs lasījums",
            cause: DocumentReference(kind: "amendment", key: UUID().uuidString),
            dated: day,
            targets: targets
        )
    }

    private func line(_ programme: Programme, _ moment: Moment = .now) async throws -> Line {
        let lines = try await TestDatabase.current.database.transaction { try await Ledger.lines(moment, in: $0) }
        return try #require(lines.first { $0.node == programme.line })
    }

    private func file(_ id: Proposal.ID) async throws -> ProposalFile {
        try #require(try await TestDatabase.current.database.transaction { try await Ledger.proposal(id, in: $0) })
    }

    private func refused(_ rule: BudgetRule, _ work: () async throws -> Void) async {
        await #expect(throws: BudgetRefusal.broken(rule)) { try await work() }
    }

    @Test("together with its sum when another person agrees, and what was before is kept")
    func together() async throws {
        let programme = try await Self.programme()
        let move = Move.assign(Euro(euros: 500), from: programme.programme, to: programme.line)
        let amendment = Self.amendment([programme.line: 55], [move])
        let id = try await programme.ledger.propose(amendment, as: Self.settings(1)).id
        let waiting = try await (line(programme), file(id))
        #expect(waiting.0.target?.count == 551 && waiting.0.amendments.isEmpty && waiting.0.otherReading != nil)
        #expect(waiting.1.targets.map(\.before) == [551] && waiting.1.targets.map(\.count) == [55])
        #expect(waiting.1.effect.obstacles == [])
        try await programme.ledger.approve(id, as: Self.settings(2))
        let (now, free) = try await (line(programme), programme.balance(.free(programme.line)))
        #expect(now.target == Line.Target(count: 55, unit: .events) && free == Euro(euros: 500))
        #expect(now.amendments.map(\.proposal) == [id] && now.amendments.map(\.before) == [551])
        #expect(now.otherReading == nil, "an amendment has said which reading holds")
        #expect(now.published == Euro(euros: 600_000))
    }

    @Test("alone, once and again, and the past keeps its counts by both times")
    func alone() async throws {
        let programme = try await Self.programme()
        let days = [Day(2026, 2, 1), Day(2026, 3, 1)].compactMap(\.self)
        for (day, count) in zip(days, [55, 60]) {
            let amendment = Self.amendment([programme.line: count], on: day)
            let proposed = try await programme.ledger.propose(amendment, as: Self.settings(1))
            let again = try await programme.ledger.propose(amendment, as: Self.settings(1))
            #expect(proposed.isNew && !again.isNew && again.id == proposed.id)
            let agreed = try await programme.ledger.approve(proposed.id, as: Self.settings(2))
            let twice = try await programme.ledger.approve(proposed.id, as: Self.settings(2))
            #expect(agreed && !twice)
        }
        let now = try await line(programme)
        #expect(now.target?.count == 60 && now.amendments.map(\.count) == [60, 55])
        #expect(now.amendments.map(\.before) == [55, 551] && now.amendments.map(\.effective) == days.reversed())
        for (moment, count) in [
            (Moment.asOf(Day(2026, 1, 31) ?? .epoch), 551), (.asOf(Day(2026, 2, 28) ?? .epoch), 55),
            (.asOf(Day(2026, 3, 1) ?? .epoch), 60), (.knownAt(Date(timeIntervalSince1970: 0)), 551),
            (.knownAt(Date(timeIntervalSinceNow: 3_600)), 60),
        ] {
            let then = try await line(programme, moment)
            #expect(then.target?.count == count, "\(moment)")
        }
    }

    @Test("by amendments only, of lines that count something, by counts that can be")
    func refusals() async throws {
        let programme = try await Self.programme()
        let (ledger, line) = (programme.ledger, programme.line)
        func propose(_ proposal: Proposal) async throws { try await ledger.propose(proposal, as: Self.settings(1)) }
        await refused(.targetOfLine) { try await propose(Self.amendment([Node.ID(987_654_321): 5])) }
        await refused(.targetOfLine) { try await propose(Self.amendment([programme.call: 5])) }
        await refused(.targetOfCountedLine) { try await propose(Self.amendment([programme.support: 5])) }
        for count in [0, -1, 1_000_001, .max] {
            await refused(.possibleTarget) { try await propose(Self.amendment([line: count])) }
        }
        await refused(.targetChanges) { try await propose(Self.amendment([line: 551])) }
        let move = Move.assign(Euro(euros: 1), from: programme.programme, to: line)
        for kind in [Proposal.Kind.moves, .distribution] {
            await refused(.targetByAmendment) { try await propose(Self.amendment([line: 5], [move], kind: kind)) }
            await refused(.targetByAmendment) { try await propose(Self.amendment([line: 5], kind: kind)) }
        }
        var bare = Self.amendment([line: 5])
        bare.cause = nil
        await refused(.amendmentIsDocument) { [bare] in try await propose(bare) }
        let twice = await #expect(throws: PostgresError.self) {
            try await TestDatabase.current.database.transaction(Self.settings(1)) { tx in
                try await tx.run(
                    """
                    SELECT budget.amend(\(UUID()), 'amendment', '2026-03-15', 'x', 'amendment:9', '2026-03-15', '{}', '{}', '{}', '{}',
                                        '{}', '{}', '{}', \([line.rawValue, line.rawValue]), \([5, 6]))
                    """
                )
            }
        }
        #expect(twice?.constraint == BudgetRule.targetOnce.rawValue)
    }

    @Test("under a key that belongs to one author, one set of moves and one set of counts")
    func key() async throws {
        let programme = try await Self.programme()
        let (ledger, line, key) = (programme.ledger, programme.line, UUID())
        let move = Move.assign(Euro(euros: 1), from: programme.programme, to: line)
        var amendment = Self.amendment([line: 55], [move], key: key)
        try await ledger.propose(amendment, as: Self.settings(1))
        await refused(.keyUsedOtherwise) { [amendment] in try await ledger.propose(amendment, as: Self.settings(3)) }
        for targets in [[line: 56], [:]] {
            amendment.targets = targets
            await refused(.keyUsedOtherwise) { [amendment] in try await ledger.propose(amendment, as: Self.settings(1))
            }
        }
        amendment.targets = [line: 55]
        amendment.steps = []
        await refused(.keyUsedOtherwise) { [amendment] in try await ledger.propose(amendment, as: Self.settings(1)) }
    }

    @Test("not on a count that was amended since, also where both are agreed to at once")
    func stale() async throws {
        let programme = try await Self.programme()
        let ledger = programme.ledger
        var ids: [Proposal.ID] = []
        for count in [50, 55, 60, 65] {
            ids.append(
                try await ledger.propose(Self.amendment([programme.line: count]), as: Self.settings(1)).id
            )
        }
        let (agreed, rules) = await withTaskGroup(of: Result<Bool, any Error>.self) { group in
            for (number, id) in ids.enumerated() {
                group.addTask {
                    do { return .success(try await ledger.approve(id, as: Self.settings(Int64(number) + 2))) } catch {
                        return .failure(error)
                    }
                }
            }
            var (agreed, rules) = (0, [BudgetRefusal]())
            for await result in group {
                switch result {
                case .success: agreed += 1
                case .failure(let error): if let refusal = error as? BudgetRefusal { rules.append(refusal) }
                }
            }
            return (agreed, rules)
        }
        #expect(agreed == 1 && rules == Array(repeating: .broken(.isCurrent), count: 3))
        let now = try await line(programme)
        #expect(now.amendments.count == 1)
        var waiting: [ProposalFile] = []
        for id in ids { waiting.append(try await file(id)) }
        let obstacles = waiting.filter { $0.decision == nil }.map(\.effect.obstacles)
        #expect(obstacles == Array(repeating: [.broken(.isCurrent)], count: 3), "its page says so before")
    }

    @Test("not in a month that is closed, and nothing is left of the attempt")
    func closed() async throws {
        let programme = try await Self.programme()
        let day = try #require(Day(2024, 9, 10))
        try await TestDatabase.current.database.transaction(Programme.settings) { tx in
            try await Ledger.closeMonth(of: day, in: tx)
        }
        let amendment = Self.amendment([programme.line: 55], on: day)
        let id = try await programme.ledger.propose(amendment, as: Self.settings(1)).id
        await refused(.openMonth) { try await programme.ledger.approve(id, as: Self.settings(2)) }
        let (file, line) = try await (file(id), line(programme))
        #expect(file.decision == nil && file.effect.obstacles == [.broken(.openMonth)])
        #expect(line.target?.count == 551)
    }

    @Test("not by their author, and never when they were turned down")
    func otherPeople() async throws {
        let programme = try await Self.programme()
        let id = try await programme.ledger.propose(
            Self.amendment([programme.line: 55]),
            as: Self.settings(1)
        ).id
        await refused(.decidedByAnother) { try await programme.ledger.approve(id, as: Self.settings(1)) }
        try await programme.ledger.turnDown(id, reason: "Nē", as: Self.settings(2))
        await refused(.decidedOnce) { try await programme.ledger.approve(id, as: Self.settings(3)) }
        let line = try await line(programme)
        #expect(line.target?.count == 551 && line.amendments.isEmpty)
    }

    @Test(
        "by no other way: the service writes to neither table, and nobody changes a row",
        arguments: ["proposed_target", "target"]
    )
    func rights(table: String) async throws {
        let programme = try await Self.programme()
        let id = try await programme.ledger.propose(
            Self.amendment([programme.line: 55]),
            as: Self.settings(1)
        ).id
        try await programme.ledger.approve(id, as: Self.settings(2))
        let may = try await TestDatabase.current.database.transaction { tx in
            try await tx.row(
                "SELECT has_table_privilege(\("budget.\(table)"), 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') AS may"
            )?.get("may", as: Bool.self)
        }
        #expect(may == false)
        let change: SQL =
            table == "target" ? "UPDATE budget.target SET count = 1" : "DELETE FROM budget.proposed_target"
        await #expect(throws: PostgresError.self) {
            try await TestDatabase.current.owner.transaction { try await $0.run(change) }
        }
    }
}
