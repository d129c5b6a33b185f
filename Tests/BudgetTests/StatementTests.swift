import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("The statement of an account", .database)
struct StatementTests {
    private let money = PostedMoney()

    private func read(_ filter: StatementFilter, at position: StatementPosition = .first, size: Int = 50) async throws
        -> (statement: Statement, page: StatementPage)
    {
        let found = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.statement(filter, at: position, size: size, in: tx)
        }
        return try #require(found)
    }

    /// A call with 1 000 euros of which five awards reserve 100 to 500 cents on five days.
    private func call() async throws -> (Programme, LedgerAccount.ID) {
        let programme = try await Programme.with(1_000)
        for number in 1...5 {
            let award = Programme.document(number)
            let sum = Euro(cents: Int64(number) * 100)
            try await money.post(.reserve(sum, for: award, at: programme.call), on: "2026-04-0\(number)")
        }
        return (programme, try await money.account(.free(programme.call)))
    }

    @Test("lists postings in the order of recording, the newest first, with what stood there after each")
    func lines() async throws {
        let (programme, account) = try await call()
        let (statement, page) = try await read(StatementFilter(account: account))
        #expect(statement.account.balance == Euro(cents: 98_500))
        #expect(statement.account.stage == .free && statement.account.node == programme.call)
        #expect(page.lines.map(\.version) == [6, 5, 4, 3, 2, 1])
        #expect(page.lines.map(\.amount.cents) == [-500, -400, -300, -200, -100, 100_000])
        #expect(page.lines.map(\.balance.cents) == [98_500, 99_000, 99_400, 99_700, 99_900, 100_000])
        #expect(!page.hasPrevious && !page.hasNext)
        let line = page.lines[0]
        #expect(line.move.verb == .reserve && line.move.from == .free && line.move.to == .reserved)
        #expect(line.move.person == 1 && line.move.effective == Day(2026, 4, 5))
        #expect(line.counters.map(\.stage) == [.reserved])
        #expect(line.counters.map(\.document) == [Programme.document(5)])
        let sums = try #require(statement.sums)
        #expect(sums.count == 6 && sums.came == Euro(euros: 1_000) && sums.went == Euro(cents: 1_500))
    }

    @Test("is paged by the place of a posting, both ways and in both orders, without losing or doubling one")
    func pages() async throws {
        let (_, account) = try await call()
        for newestFirst in [true, false] {
            let filter = StatementFilter(account: account, newestFirst: newestFirst)
            let all = try await read(filter).page.lines
            var seen: [StatementLine] = []
            var page = try await read(filter, size: 4).page
            #expect(page.hasNext && !page.hasPrevious)
            seen += page.lines
            let last = try #require(seen.last)
            page = try await read(filter, at: .after(last.version), size: 4).page
            seen += page.lines
            #expect(!page.hasNext && page.hasPrevious)
            #expect(seen == all)
            let first = try #require(page.lines.first)
            let back = try await read(filter, at: .before(first.version), size: 4).page
            #expect(back.lines == Array(all.prefix(4)))
            #expect(!back.hasPrevious && back.hasNext)
        }
    }

    @Test("is narrowed by verb, period and sum, and says what stood there before and after the period")
    func filters() async throws {
        let (_, account) = try await call()
        let (from, through) = (Day(2026, 4, 2), Day(2026, 4, 4))
        let period = try await read(StatementFilter(account: account, from: from, through: through))
        #expect(period.page.lines.map(\.amount.cents) == [-400, -300, -200])
        let sums = try #require(period.statement.sums)
        #expect(sums.opening == Euro(cents: 99_900) && sums.closing == Euro(cents: 99_000))
        #expect(sums.went == Euro(cents: 900) && sums.came == .zero && sums.count == 3)
        let sized = StatementFilter(account: account, atLeast: Euro(cents: 300), atMost: Euro(cents: 400))
        #expect(try await read(sized).page.lines.map(\.amount.cents) == [-400, -300])
        let assigned = try await read(StatementFilter(account: account, verb: .assign))
        #expect(assigned.page.lines.map(\.amount.cents) == [100_000])
        #expect(try await read(StatementFilter(account: account, verb: .book)).page.lines.isEmpty)
    }

    @Test("as of a day leaves out what counts later, also from the balance after each posting")
    func asOf() async throws {
        let (programme, account) = try await call()
        // Recorded last, and counting first.
        try await money.post(
            .reserve(Euro(cents: 7), for: Programme.document(9), at: programme.call),
            on: "2026-04-01"
        )
        let day = try #require(Day(2026, 4, 2))
        let (statement, page) = try await read(StatementFilter(account: account, moment: .asOf(day)))
        #expect(page.lines.map(\.amount.cents) == [-7, -200, -100, 100_000])
        #expect(page.lines.map(\.balance.cents) == [99_693, 99_700, 99_900, 100_000])
        #expect(statement.account.balance == Euro(cents: 99_693))
        #expect(statement.sums?.closing == Euro(cents: 99_693))
        let oldest = StatementFilter(account: account, moment: .asOf(day), newestFirst: false)
        #expect(try await read(oldest, size: 2).page.lines.map(\.balance.cents) == [100_000, 99_900])
    }

    @Test("as known at an instant leaves out what was recorded later")
    func knownAt() async throws {
        let (programme, account) = try await call()
        let last = try #require(try await read(StatementFilter(account: account)).page.lines.first)
        try await Task.sleep(for: .milliseconds(5))
        try await money.post(
            .reserve(Euro(cents: 7), for: Programme.document(9), at: programme.call),
            on: "2026-04-01"
        )
        let then = last.move.recordedAt.addingTimeInterval(0.002)
        let (statement, page) = try await read(StatementFilter(account: account, moment: .knownAt(then)))
        #expect(page.lines.first == last && page.lines.count == 6)
        #expect(statement.account.balance == last.balance)
        let before = try await read(StatementFilter(account: account, moment: .knownAt(.distantPast)))
        #expect(before.page.lines.isEmpty && before.statement.account.balance == .zero)
    }

    @Test("names at most three accounts on the other side of a batch, and only those of the other side")
    func counters() async throws {
        let programme = try await Programme.with(1_000)
        let awards = (1...5).map { Move.reserve(Euro(cents: 10), for: Programme.document($0), at: programme.call) }
        let batch = try #require(Move(batch: awards))
        try await money.post(batch)
        let free = try await money.account(.free(programme.call))
        let line = try #require(try await read(StatementFilter(account: free)).page.lines.first)
        #expect(line.amount == Euro(cents: -50) && line.counters.count == 3 && line.hasMoreCounters)
        let one = try await money.account(Place(.reserved, Programme.document(1), at: programme.call))
        let other = try #require(try await read(StatementFilter(account: one)).page.lines.first)
        #expect(other.counters.map(\.id) == [free] && !other.hasMoreCounters)
    }

    @Test("of an account that is not there is nothing, and asks two statements")
    func missing() async throws {
        let (_, account) = try await call()
        let none = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.statement(StatementFilter(account: LedgerAccount.ID(99_999_999)), in: tx) == nil
        }
        #expect(none)
        let (_, statements) = try await TestDatabase.statements {
            _ = try await read(StatementFilter(account: account))
        }
        #expect(statements.count == 2)
    }

    @Test("gives the same balances as the ledger keeps, at every day and instant of a random history")
    func random() async throws {
        let programme = try await Programme.with(1_000)
        var chance = SystemRandomNumberGenerator()
        for number in 1...40 {
            let award = Programme.document(Int.random(in: 1...4, using: &chance))
            let sum = Euro(cents: Int64.random(in: 1...500, using: &chance))
            let day = "2026-05-\(String(format: "%02d", Int.random(in: 1...9, using: &chance)))"
            try await money.post(.reserve(sum, for: award, at: programme.call), on: day, reason: "\(number)")
        }
        let place = Place.free(programme.call)
        let account = try await money.account(place)
        for day in 1...10 {
            let day = try #require(Day(2026, 5, day))
            let moment = Moment.asOf(day)
            let (statement, page) = try await read(StatementFilter(account: account, moment: moment), size: 100)
            let kept = try await programme.balance(place, moment)
            #expect(page.lines.first?.balance == kept && statement.account.balance == kept)
            #expect(page.lines.map(\.amount).sum == kept)
        }
    }
}
