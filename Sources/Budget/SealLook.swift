import Crypto
import Money
import Postgres
import Synchronization

/// L11 against somebody with all rights: what was recorded until a day, hashed anew, must give the day's seal, and the seal that was
/// written down outside the database.
struct SealLook {
    private let kept: [Seal]

    init(_ kept: [Seal]) {
        self.kept = kept
    }

    func look(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        let stored = Dictionary(try await Ledger.seals(in: tx).map { ($0.day, $0) }) { first, _ in first }
        let outside = Dictionary(kept.enumerated().map { ($1.day, (line: $0 + 1, seal: $1)) }) { first, _ in first }
        var before: Seal?
        for day in Set(stored.keys).union(outside.keys).sorted() {
            let kept = outside[day]
            let name = "the seal of \(day.iso)" + (kept.map { ", line \($0.line) of the file" } ?? "")
            guard let seal = stored[day] else {
                return LedgerFault("L11", "\(name), is not in the database")
            }
            if try await Self.digest(of: day, after: before, in: tx) != seal.digest {
                let moves = "moves after \(before?.last ?? 0) up to \(seal.last)"
                return LedgerFault("L11", "\(name), does not fit what is recorded: look at the \(moves)")
            }
            if let kept, kept.seal != seal {
                let moves = "moves after \(before?.last ?? 0) up to \(max(seal.last, kept.seal.last))"
                return LedgerFault("L11", "\(name), was made anew in the database: look at the \(moves)")
            }
            before = seal
        }
        return nil
    }

    /// As the database makes it, but from the words themselves.
    private static func digest(of day: Day, after before: Seal?, in tx: Postgres.Transaction) async throws -> Bytes {
        let mixed = Mutex<[UInt8]>([])
        try await tx.stream(
            """
            SELECT words
              FROM budget.move_words
             WHERE recorded_at < (\(day.iso)::date + 1)::timestamp AT TIME ZONE 'Europe/Riga'
               AND recorded_at >= coalesce((\(before?.day.iso)::date + 1)::timestamp AT TIME ZONE 'Europe/Riga', '-infinity')
             ORDER BY txn_id
            """
        ) { row in
            let words: String = try row.get("words")
            mixed.withLock { $0 = hash([$0, hash([Array(words.utf8)])]) }
        }
        return Bytes(hash([before?.digest.array ?? [], Array(day.iso.utf8), mixed.withLock { $0 }]))
    }

    private static func hash(_ parts: [[UInt8]]) -> [UInt8] {
        var hash = SHA256()
        for part in parts { hash.update(data: part) }
        return Array(hash.finalize())
    }
}
