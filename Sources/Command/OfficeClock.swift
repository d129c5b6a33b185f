import Foundation
import Logging
import Postgres
import Synchronization

/// The office's time, which is the database's: read from it now and then, and carried on in between by a clock that nobody sets.
///
/// Deadlines are decided by the database's clock. With sessions, limits and what pages say counted by the same one, a machine whose
/// own clock is wrong or jumps neither ends sessions nor prolongs them, and all instances of the service agree.
final class OfficeClock: Sendable {
    private struct Reading {
        let instant: Date
        let at: ContinuousClock.Instant
    }

    private let reading: Mutex<Reading>

    /// Reads the database's clock for the first time.
    init(_ database: Database) async throws {
        reading = Mutex(try await Self.read(database))
    }

    /// The instant now, to the millisecond: what is stored is then equal to what was meant.
    var now: Date {
        let reading = reading.withLock { $0 }
        let passed = (ContinuousClock.now - reading.at).components
        let seconds = Double(passed.seconds) + Double(passed.attoseconds) / 1e18
        let instant = reading.instant.timeIntervalSince1970 + seconds
        return Date(timeIntervalSince1970: (instant * 1_000).rounded(.down) / 1_000)
    }

    /// Reads the database's clock again and again until cancelled. While the database is away time goes on by itself.
    func keep(with database: Database, logger: Logger) async throws {
        while true {
            try await Task.sleep(for: .seconds(10))
            do {
                let read = try await Self.read(database)
                reading.withLock { $0 = read }
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.debug("Could not read the database's clock", metadata: ["reason": "\(error)"])
            }
        }
    }

    private static func read(_ database: Database) async throws -> Reading {
        try await database.transaction { tx in
            // The first statement opens the transaction, which may mean waiting for a connection.
            try await tx.run("SELECT 1")
            let asked = ContinuousClock.now
            guard let instant: Date = try await tx.row("SELECT clock_timestamp() AS now")?.get("now") else {
                throw ClockFailure()
            }
            // Somewhere between question and answer: the middle is wrong by half the way at most.
            return Reading(instant: instant, at: asked + (ContinuousClock.now - asked) / 2)
        }
    }
}

private struct ClockFailure: Error {}
