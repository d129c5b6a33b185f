import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("What two people agree on", .database)
struct ProposalTests {
    private static func settings(_ person: Int64) -> TransactionSettings { Programme.settings(of: person) }

    private func file(_ id: Proposal.ID) async throws -> ProposalFile {
        let file = try await TestDatabase.current.database.transaction { try await Ledger.proposal(id, in: $0) }
        return try #require(file)
    }

    private func shift(_ euros: Int64, in programme: Programme, key: UUID = UUID()) -> Proposal {
        let move = Move.assign(Euro(euros: euros), from: programme.programme, to: programme.support)
        return Proposal(.moves, [.move(move)], key: key, effective: Programme.day, reason: "Atbalstam")
    }

    private func refused(_ rule: BudgetRule, _ work: () async throws -> Void) async {
        await #expect(throws: BudgetRefusal.broken(rule)) { try await work() }
    }

    @Test("moves nothing until the second person agrees, and then is the deed of both")
    func twoPeople() async throws {
        let programme = try await Programme.with(1_000)
        let proposed = try await programme.ledger.propose(shift(10, in: programme), as: Self.settings(1))
        let before = try await programme.balance(.free(programme.support))
        let isNew = try await programme.ledger.approve(proposed.id, as: Self.settings(2))
        let after = try await programme.balance(.free(programme.support))
        #expect(before == .zero && isNew && after == Euro(euros: 10))
        let file = try await file(proposed.id)
        #expect(file.proposedBy == 1 && file.decision?.by == 2 && file.decision?.kind == .approved)
        let posted = try #require(file.steps.first?.posted)
        let people = try await TestDatabase.current.database.transaction { tx in
            try await tx.row(
                "SELECT person_id, approved_by FROM budget.moves WHERE txn_id = \(posted.rawValue)"
            ).map { (try $0.get("person_id", as: Int64.self), try $0.get("approved_by", as: Int64.self)) }
        }
        #expect(people?.0 == 1 && people?.1 == 2)
    }

    @Test("is not agreed to by its author, by nobody, or once it was decided")
    func wrongPerson() async throws {
        let programme = try await Programme.with(1_000)
        let (ledger, proposal) = (programme.ledger, shift(10, in: programme))
        let id = try await ledger.propose(proposal, as: Self.settings(1)).id
        await refused(.decidedByAnother) { try await ledger.approve(id, as: Self.settings(1)) }
        await #expect(throws: PostgresError.self) {
            try await ledger.approve(id, as: TransactionSettings([("kopiena.person", "")]))
        }
        await refused(.knownProposal) { try await ledger.approve(Proposal.ID(987_654), as: Self.settings(2)) }
        try await ledger.approve(id, as: Self.settings(2))
        let again = try await ledger.approve(id, as: Self.settings(2))
        #expect(!again, "a second click is the same deed")
        await refused(.decidedOnce) { try await ledger.approve(id, as: Self.settings(3)) }
        await refused(.decidedOnce) { try await ledger.turnDown(id, reason: "Nē", as: Self.settings(3)) }
        let free = try await programme.balance(.free(programme.support))
        #expect(free == Euro(euros: 10))
    }

    @Test("that was declined or taken back never happens")
    func turnedDown() async throws {
        let programme = try await Programme.with(1_000)
        let ledger = programme.ledger
        let declined = try await ledger.propose(shift(10, in: programme), as: Self.settings(1)).id
        await refused(.declinedWithReason) { try await ledger.turnDown(declined, reason: "", as: Self.settings(2)) }
        try await ledger.turnDown(declined, reason: "Par agru", as: Self.settings(2))
        await refused(.decidedOnce) { try await ledger.approve(declined, as: Self.settings(3)) }
        let withdrawn = try await ledger.propose(shift(10, in: programme), as: Self.settings(1)).id
        try await ledger.turnDown(withdrawn, reason: "", as: Self.settings(1))
        await refused(.decidedOnce) { try await ledger.approve(withdrawn, as: Self.settings(2)) }
        let kinds = try await [file(declined).decision?.kind, file(withdrawn).decision?.kind]
        #expect(kinds == [.declined, .withdrawn])
        let free = try await programme.balance(.free(programme.support))
        #expect(free == .zero)
    }

    @Test("is written down once for a key, which belongs to one proposal of one person")
    func key() async throws {
        let (programme, key) = (try await Programme.with(1_000), UUID())
        let ledger = programme.ledger
        let first = try await ledger.propose(shift(10, in: programme, key: key), as: Self.settings(1))
        let again = try await ledger.propose(shift(10, in: programme, key: key), as: Self.settings(1))
        #expect(first.isNew && !again.isNew && first.id == again.id)
        await refused(.keyUsedOtherwise) {
            try await ledger.propose(shift(11, in: programme, key: key), as: Self.settings(1))
        }
        await refused(.keyUsedOtherwise) {
            try await ledger.propose(shift(10, in: programme, key: key), as: Self.settings(2))
        }
    }

    @Test("happens once when sixteen people agree at the same time")
    func crowd() async throws {
        let programme = try await Programme.with(1_000)
        let id = try await programme.ledger.propose(shift(10, in: programme), as: Self.settings(1)).id
        let agreed = await withTaskGroup(of: Bool.self) { group in
            for person in 2...17 {
                group.addTask {
                    (try? await programme.ledger.approve(id, as: Self.settings(Int64(person)))) ?? false
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        let free = try await programme.balance(.free(programme.support))
        #expect(agreed == 1 && free == Euro(euros: 10))
    }

    @Test("happens whole or not at all, and says where money is bound already")
    func bound() async throws {
        let programme = try await Programme.with(1_000)
        try await programme.post(.reserve(Euro(euros: 700), for: Programme.document(1), at: programme.call))
        // The programme is to lose 2 400: 2 000 lie free at the programme, 300 at the call, the rest is bound.
        let (root, line, call) = (programme.programme, programme.line, programme.call)
        let amendment = Proposal(
            .amendment,
            [
                .move(.unassign(Euro(euros: 400), from: call, to: line)),
                .move(.unassign(Euro(euros: 400), from: line, to: root)),
                .move(.withdraw(Euro(euros: 2_400), from: root)),
            ],
            key: UUID(),
            effective: Programme.day,
            reason: "Samazinājums",
            cause: DocumentReference(kind: "amendment", key: "2"),
            dated: Programme.day
        )
        let id = try await programme.ledger.propose(amendment, as: Self.settings(1)).id
        let expected = BudgetRefusal.short(
            needed: Euro(euros: 400),
            there: Euro(euros: 300),
            stage: .free,
            node: try await file(id).effect.changes.first?.code ?? ""
        )
        let preview = try await file(id).effect.refusal
        #expect(preview == expected)
        await #expect(throws: expected) { try await programme.ledger.approve(id, as: Self.settings(2)) }
        let (waiting, free) = try await (file(id).decision == nil, programme.balance(.free(root)))
        #expect(waiting && free == Euro(euros: 2_000), "it still waits, and nothing moved")
    }

    @Test("an amendment happens once for its number, and not on sums that were decided about since")
    func stale() async throws {
        let programme = try await Programme.with(1_000)
        let ledger = programme.ledger
        func amendment(_ number: String) -> Proposal {
            Proposal(
                .amendment,
                [.move(.appropriate(Euro(euros: 100), to: programme.programme))],
                key: UUID(),
                effective: Programme.day,
                reason: "Grozījumi",
                cause: DocumentReference(kind: "amendment", key: number),
                dated: Programme.day
            )
        }
        let name = UUID().uuidString
        let first = try await ledger.propose(amendment(name), as: Self.settings(1)).id
        let twin = try await ledger.propose(amendment(name), as: Self.settings(3)).id
        let other = try await ledger.propose(amendment("\(name)-2"), as: Self.settings(1)).id
        try await ledger.approve(first, as: Self.settings(2))
        await refused(.isCurrent) { try await ledger.approve(twin, as: Self.settings(2)) }
        await refused(.isCurrent) { try await ledger.approve(other, as: Self.settings(2)) }
        let anew = try await ledger.propose(amendment("\(name)-2"), as: Self.settings(1)).id
        try await ledger.approve(anew, as: Self.settings(2))
        let free = try await programme.balance(.free(programme.programme))
        #expect(free == Euro(euros: 2_200))
    }

    @Test("an amendment has a number, a day and a reason; a proposal has moves that add up")
    func shape() async throws {
        let programme = try await Programme.with(1_000)
        let ledger = programme.ledger
        var proposal = shift(1, in: programme)
        proposal.kind = .amendment
        await refused(.amendmentIsDocument) { try await ledger.propose(proposal, as: Self.settings(1)) }
        proposal = shift(1, in: programme)
        proposal.reason = ""
        await refused(.proposalReason) { try await ledger.propose(proposal, as: Self.settings(1)) }
        proposal = shift(0, in: programme)
        await refused(.possibleSums) { try await ledger.propose(proposal, as: Self.settings(1)) }
        proposal = shift(1, in: programme)
        proposal.steps = []
        await refused(.whole) { try await ledger.propose(proposal, as: Self.settings(1)) }
        proposal.steps = [.undo(Posted.ID(987_654_321))]
        await refused(.exactReversal) { try await ledger.propose(proposal, as: Self.settings(1)) }
        proposal.steps = [.move(.assign(Euro(euros: 1), from: programme.programme, to: Node.ID(987_654_321)))]
        await refused(.knownNode) { try await ledger.propose(proposal, as: Self.settings(1)) }
    }

    @Test("does what its preview said, whatever it is, or is refused where the preview said so")
    func previewed() async throws {
        let programme = try await Programme.with(1_000, capped: true)
        let (root, line, support, call) = (programme.programme, programme.line, programme.support, programme.call)
        var chance = Chance(seed: 7)
        var outcomes: [Bool: Int] = [:]
        for number in 0..<60 {
            let steps = (0..<Int.random(in: 1...4, using: &chance)).compactMap { _ -> Proposal.Step? in
                let sum = Euro(cents: Int64.random(in: 1...90_000, using: &chance))
                let moves: [Move] = [
                    .appropriate(sum, to: root), .withdraw(sum, from: root), .assign(sum, from: root, to: line),
                    .unassign(sum, from: line, to: root), .assign(sum, from: root, to: support),
                    .unassign(sum, from: support, to: root), .assign(sum, from: line, to: call),
                    .unassign(sum, from: call, to: line),
                ]
                return moves.randomElement(using: &chance).map { .move($0) }
            }
            let proposal = Proposal(.moves, steps, key: UUID(), effective: Programme.day, reason: "Nr. \(number)")
            let id = try await programme.ledger.propose(proposal, as: Self.settings(1)).id
            let effect = try await file(id).effect
            var refusal: BudgetRefusal?
            do {
                try await programme.ledger.approve(id, as: Self.settings(2))
            } catch let error as BudgetRefusal {
                refusal = error
            }
            #expect(refusal == effect.refusal, "\(steps)")
            for change in effect.changes {
                let now = try await programme.balance(change.place)
                #expect(now == (refusal == nil ? change.after : change.before), "\(change)")
            }
            outcomes[refusal == nil, default: 0] += 1
        }
        #expect(outcomes.count == 2, "some happen and some are refused: \(outcomes)")
    }
}
