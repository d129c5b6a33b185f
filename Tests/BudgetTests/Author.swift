import Budget
import Foundation
import Money
import TestKit
import Testing

/// What moves did, as their authors were told.
struct Model: Sendable {
    private(set) var changes: [Place: Int64] = [:]
    private(set) var verbs: Set<Verb> = []

    mutating func add(_ move: Move, _ sign: Int64 = 1) {
        for entry in move.entries { changes[entry.place, default: 0] += entry.amount.cents * sign }
        verbs.insert(move.verb)
    }

    mutating func add(_ other: Model) {
        for (place, cents) in other.changes { changes[place, default: 0] += cents }
        verbs.formUnion(other.verbs)
    }
}

/// Somebody who posts at random: moves of all verbs, batches, the same key twice, corrections, on any day of two years.
struct Author {
    private let programme: Programme
    private let calls: [Node.ID]
    private var chance: Chance
    private(set) var model = Model()
    private var done: [(posted: Posted, move: Move, day: Day)] = []

    init(_ programme: Programme, calls: [Node.ID], seed: UInt64) {
        self.programme = programme
        self.calls = calls
        chance = Chance(seed: seed)
    }

    /// Does one thing; that it is refused for lack of money is all right, whatever else goes wrong is not.
    mutating func act() async throws {
        let day = try #require(Programme.day.adding(days: Int.random(in: -300...300, using: &chance)))
        do {
            if Int.random(in: 0..<8, using: &chance) == 0, let last = done.popLast() {
                try await programme.undo(last.posted, of: last.move, on: max(day, last.day))
                model.add(last.move, -1)
                return
            }
            let move = move()
            let key = UUID()
            let posted = try await programme.post(move, key: key, on: day)
            model.add(move)
            done.append((posted, move, day))
            guard Int.random(in: 0..<10, using: &chance) == 0 else { return }
            let again = try await programme.post(move, key: key, on: day)
            #expect(again.id == posted.id && !again.isNew)
        } catch BudgetRefusal.short {
            // Somebody else was there first, or there was never so much.
        } catch BudgetRefusal.broken(let rule) where [.notOverspent, .capOnTheRest].contains(rule) {
            // Money has come since it was refused.
        }
    }

    private mutating func move() -> Move {
        let call = calls.randomElement(using: &chance) ?? programme.call
        if Int.random(in: 0..<6, using: &chance) == 0 { return tree(call) }
        let first = one(at: call)
        guard Int.random(in: 0..<8, using: &chance) == 0 else { return first }
        // The same for another document as one batch.
        let second = Programme.document(Int.random(in: 5...8, using: &chance))
        let cents = Int64.random(in: 1...500, using: &chance)
        let moves = [first, Move.reserve(Euro(cents: cents), for: second, at: call)]
        return Move(batch: moves) ?? first
    }

    private mutating func tree(_ call: Node.ID) -> Move {
        let sum = Euro(cents: Int64.random(in: 1...5_000, using: &chance))
        let moves: [Move] = [
            .assign(sum, from: programme.programme, to: programme.line),
            .unassign(sum, from: programme.line, to: programme.programme),
            .assign(sum, from: programme.line, to: call), .unassign(sum, from: call, to: programme.line),
            .assign(sum, from: programme.programme, to: programme.support),
            .appropriate(sum, to: programme.programme), .withdraw(sum, from: programme.programme),
        ]
        return moves.randomElement(using: &chance) ?? moves[0]
    }

    /// Mostly what can be done with the money of which this author knows; now and then more than is there.
    private mutating func one(at call: Node.ID) -> Move {
        let documents = (1...4).map(Programme.document)
        let ways = calls.flatMap { call in documents.flatMap { Self.ways(at: call, $0) } }
        let open = ways.filter { model.changes[$0.from, default: 0] > 0 }
        let isBold = Int.random(in: 0..<10, using: &chance) == 0
        guard let way = (isBold ? ways : open).randomElement(using: &chance), Int.random(in: 0..<5, using: &chance) > 0
        else {
            let sum = Euro(cents: Int64.random(in: 1...90_000, using: &chance))
            return .reserve(sum, for: documents.randomElement(using: &chance) ?? documents[0], at: call)
        }
        let there = model.changes[way.from, default: 0]
        return way.move(Euro(cents: Int64.random(in: 1...max(there, 1) * (isBold ? 3 : 1), using: &chance)))
    }

    private typealias Way = (from: Place, move: (Euro) -> Move)

    private static func ways(at call: Node.ID, _ document: DocumentReference) -> [Way] {
        let place = { (stage: Stage) in Place(stage, document, at: call) }
        return [
            (place(.reserved), { .commit($0, reservedFor: document, at: call) }),
            (place(.reserved), { .cancel($0, of: document, at: call) }),
            (place(.committed), { .order($0, for: document, at: call) }),
            (place(.committed), { .release($0, of: document, at: call) }),
            (place(.payable), { .book($0, of: document, at: call) }),
            (place(.payable), { .settle($0, of: document, at: call) }),
            (place(.payable), { .refuse($0, of: document, at: call) }),
            (place(.advanced), { .accept($0, of: document, at: call) }),
            (place(.advanced), { .demand($0, from: .advanced, of: document, at: call) }),
            (place(.accepted), { .demand($0, from: .accepted, of: document, at: call) }),
            (place(.recoverable), { .collect($0, of: document, at: call) }),
            (place(.recoverable), { .writeOff($0, of: document, at: call) }),
        ]
    }
}
