import Crypto
import Money
import Postgres
import Synchronization

/// Walks over all postings, account by account, and compares every step with what the one before leads to.
final class Walk: Sendable {
    struct Account: Sendable, Equatable {
        var cents: Int64 = 0
        var isSource = false
        var version: Int64 = 0
        var chain: [UInt8] = []
        var lastAt = Int64.min
    }

    private struct State {
        var stored: [Int64: Account]
        var current: (key: Int64, account: Account)?
        var fault: LedgerFault?
        var postings = 0
    }

    private let state: Mutex<State>

    init(_ stored: [Int64: Account]) {
        state = Mutex(State(stored: stored))
    }

    var postings: Int { state.withLock { $0.postings } }

    /// Takes the next posting; says how many that makes.
    func take(_ row: Row) throws -> Int {
        let key: Int64 = try row.get("account_id")
        let (version, move): (Int64, Int64) = try (row.get("version"), row.get("txn_id"))
        let (amount, after): (Int64, Int64) = try (row.get("amount"), row.get("balance_after"))
        let (at, chain): (Int64, [UInt8]) = try (row.get("recorded_micros"), row.get("chain", as: Bytes.self).array)
        return state.withLock { state in
            state.postings += 1
            guard state.fault == nil else { return state.postings }
            if let current = state.current, current.key != key { Self.close(&state) }
            var account = state.current?.account ?? Account(isSource: state.stored[key]?.isSource ?? false)
            let linked = Self.link(account.chain, "\(key) \(version) \(move) \(amount) \(after) \(at)")
            let place = "posting \(version) of account \(key), move \(move)"
            if version != account.version + 1 {
                state.fault = state.fault ?? LedgerFault("L3", "\(place), follows posting \(account.version)")
            } else if after != account.cents &+ amount {
                state.fault = LedgerFault("L3", "\(place), leaves another balance than its amount")
            } else if at <= account.lastAt {
                state.fault = LedgerFault("L3", "\(place), is not later than the one before")
            } else if after < 0, !account.isSource {
                state.fault = LedgerFault("L2", "\(place), leaves the account overspent")
            } else if linked != chain {
                state.fault = LedgerFault("L11", "\(place), was changed after it was posted")
            }
            account.cents = after
            account.version = version
            account.chain = chain
            account.lastAt = at
            state.current = (key, account)
            return state.postings
        }
    }

    /// The first fault of all.
    func end() -> LedgerFault? {
        state.withLock { state in
            Self.close(&state)
            if state.fault == nil, let empty = state.stored.keys.min() {
                // An account is made by its first move.
                state.fault = LedgerFault("L11", "account \(empty) has no postings")
            }
            return state.fault
        }
    }

    /// An account at its end must stand as its balance says.
    private static func close(_ state: inout State) {
        guard let (key, account) = state.current else { return }
        let stored = state.stored.removeValue(forKey: key)
        state.current = nil
        guard state.fault == nil else { return }
        if stored?.cents != account.cents {
            state.fault = LedgerFault("L3", "the balance of account \(key) does not follow from its postings")
        } else if stored?.version != account.version || stored?.chain != account.chain {
            state.fault = LedgerFault("L11", "the last postings of account \(key) were removed or added")
        }
    }

    /// As the database links them: the hash before, then the posting in words.
    private static func link(_ before: [UInt8], _ words: String) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: before)
        hash.update(data: Array(words.utf8))
        return Array(hash.finalize())
    }
}
