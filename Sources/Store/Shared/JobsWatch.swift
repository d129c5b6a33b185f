public import Foundation
import Postgres

/// A job that failed so often that it is not tried any more until somebody says so.
public struct GivenUpJob: Sendable, Hashable {
    /// The key.
    public let id: Int64
    /// What was to be done.
    public let kind: Job.Kind
    /// When it was given up.
    public let at: Date
    /// Why it failed the last time.
    public let reason: String
}

/// How the jobs stand, for the metrics.
public struct Backlog: Sendable, Hashable {
    /// How many wait.
    public let waiting: Int
    /// How many seconds the oldest due one has waited.
    public let oldestSeconds: Double
    /// How many were given up and wait for somebody to look at them.
    public let givenUp: Int
}

extension Jobs {
    /// How the jobs stand.
    public func backlog() async throws -> Backlog {
        try await database.transaction { tx in
            let row = try await tx.row(
                """
                SELECT count(*) AS waiting,
                       coalesce(greatest(extract(epoch FROM clock_timestamp() - min(run_at)), 0), 0)::double precision AS oldest,
                       (SELECT count(*) FROM job WHERE given_up_at IS NOT NULL) AS given_up
                  FROM job
                 WHERE done_at IS NULL AND given_up_at IS NULL
                """
            )
            return try Backlog(
                waiting: row?.get("waiting") ?? 0,
                oldestSeconds: row?.get("oldest") ?? 0,
                givenUp: row?.get("given_up") ?? 0
            )
        }
    }

    /// The jobs given up, the first one first.
    public func givenUp() async throws -> [GivenUpJob] {
        try await database.transaction { tx in
            try await tx.rows(
                """
                SELECT job_id, kind, given_up_at, coalesce(last_error, '') AS last_error
                  FROM job
                 WHERE given_up_at IS NOT NULL
                 ORDER BY given_up_at, job_id
                """
            ).map { row in
                try GivenUpJob(
                    id: row.get("job_id"),
                    kind: row.get("kind"),
                    at: row.get("given_up_at"),
                    reason: row.get("last_error")
                )
            }
        }
    }

    /// Makes all jobs that were given up due at once, as if they had never been tried; says how many. The last error stays until
    /// the job is done or fails anew.
    public func retry() async throws -> Int {
        try await database.transaction { tx in
            let count = try await tx.run(
                """
                UPDATE job
                   SET given_up_at = NULL, attempts = 0, run_at = clock_timestamp()
                 WHERE given_up_at IS NOT NULL
                """
            )
            guard count > 0 else { return 0 }
            try await Audit.add("job.retried", of: "job", detail: ["count": String(count)], in: tx)
            return count
        }
    }
}
