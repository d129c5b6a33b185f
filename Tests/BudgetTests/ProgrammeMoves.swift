import Budget
import Foundation
import Money
import Postgres
import TestKit

extension Programme {
    /// Brings money of the call so far that the bank may pay it.
    func payable(_ sum: Euro, _ document: DocumentReference, on day: Day = Programme.day) async throws {
        try await post(.reserve(sum, for: document, at: call), on: day)
        try await post(.commit(sum, reservedFor: document, at: call), on: day)
        try await post(.order(sum, for: document, at: call), on: day)
    }

    /// Undoes a move as a whole.
    @discardableResult
    func undo(_ posted: Posted, of move: Move, on day: Day = Programme.day) async throws -> Posted {
        try await undo(posted.id, on: day)
    }

    /// From a day on another rate.
    func changeRate(to basisPoints: Int, from day: Day) async throws {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                UPDATE budget.source_rate
                   SET valid = daterange(lower(valid), \(day.iso)::date)
                 WHERE node_id = \(programme.rawValue) AND upper_inf(valid)
                """
            )
            try await tx.run(
                """
                INSERT INTO budget.source_rate (node_id, valid, basis_points, point)
                VALUES (\(programme.rawValue), daterange(\(day.iso)::date, NULL), \(basisPoints), '9')
                """
            )
        }
    }

    /// What was booked on the line.
    func split(_ moment: Moment = .now) async throws -> SourceSplit {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.splits(moment, in: tx)[line] ?? .nothing
        }
    }

    /// What was booked for a document.
    func split(of document: DocumentReference) async throws -> SourceSplit {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.split(of: document, at: call, in: tx)
        }
    }

    /// What a move booked.
    func part(of posted: Posted) async throws -> SourceSplit {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.bookings(of: posted.id, in: tx).map(\.split).reduce(.nothing, +)
        }
    }

    /// What the check of the ledger finds wrong.
    static func fault() async throws -> LedgerFault? {
        try await LedgerCheck(TestDatabase.current.database).run().fault
    }
}
