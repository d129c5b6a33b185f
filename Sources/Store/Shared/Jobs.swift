public import Foundation
public import Postgres

/// The worker's side of the job table.
public struct Jobs: Sendable {
    let database: Database

    /// Tells when there may be something to do: once at the beginning, then after every insert.
    public func announcements() -> AsyncThrowingStream<Postgres.Notification, any Error> {
        database.listen("job")
    }

    /// Takes the job that has waited longest, of the kinds the worker knows; printing waits for all the rest, as a paper takes
    /// seconds and a mail does not. Until the lease ends nobody else sees it; a worker that dies lets it come back by itself.
    public func take(_ kinds: [Job.Kind], lease: Duration) async throws -> Job? {
        let seconds = Int(lease.components.seconds)
        return try await database.transaction { tx in
            let row = try await tx.row(
                """
                UPDATE job
                   SET attempts = attempts + 1, run_at = clock_timestamp() + \(seconds) * interval '1 second'
                 WHERE job_id = coalesce(
                        (\(Self.first(of: kinds.filter { !Job.Kind.printing.contains($0) }))),
                        (\(Self.first(of: kinds.filter { Job.Kind.printing.contains($0) }))))
                RETURNING job_id, kind, payload, attempts
                """
            )
            return try row.map { row in
                try Job(
                    id: row.get("job_id"),
                    kind: row.get("kind"),
                    payload: row.get("payload", as: JSON<[String: String]>.self).value,
                    attempt: row.get("attempts")
                )
            }
        }
    }

    /// Follows the index of those that wait: sorting all of them by kind took milliseconds for each job after a rush.
    private static func first(of kinds: [Job.Kind]) -> SQL {
        """
        SELECT job_id FROM job
         WHERE done_at IS NULL AND given_up_at IS NULL
           AND run_at <= clock_timestamp() AND kind = ANY(\(kinds))
         ORDER BY run_at, job_id
         LIMIT 1
           FOR UPDATE SKIP LOCKED
        """
    }

    /// The job is done.
    public func finish(_ job: Job) async throws {
        _ = try await database.transaction { tx in
            try await tx.run("UPDATE job SET done_at = clock_timestamp(), last_error = NULL WHERE job_id = \(job.id)")
        }
    }

    /// The job failed and is to be tried again after a while, or never if no time is given.
    public func fail(_ job: Job, because reason: String, retryAfter: Duration?) async throws {
        let reason = String(reason.prefix(500))
        try await database.transaction { tx in
            if let retryAfter {
                let seconds = Int(retryAfter.components.seconds)
                try await tx.run(
                    """
                    UPDATE job
                       SET run_at = clock_timestamp() + \(seconds) * interval '1 second', last_error = \(reason)
                     WHERE job_id = \(job.id)
                    """
                )
            } else {
                try await tx.run(
                    "UPDATE job SET given_up_at = clock_timestamp(), last_error = \(reason) WHERE job_id = \(job.id)"
                )
            }
        }
    }

    /// Forgets jobs done before an instant; says how many. Those given up stay until somebody has looked at them.
    public func sweep(doneBefore instant: Date) async throws -> Int {
        try await database.transaction { tx in try await tx.run("DELETE FROM job WHERE done_at < \(instant)") }
    }
}
