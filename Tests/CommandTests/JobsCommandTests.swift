import Foundation
import Postgres
import TestKit
import Testing

@Suite("Jobs that were given up", .database, .serialized)
struct JobsCommandTests {
    private func giveUp() async throws {
        try await TestDatabase.current.owner.transaction { tx in
            // Without a key there is nothing to do, which is soon done.
            try await tx.run(
                """
                INSERT INTO job (kind, attempts, given_up_at, last_error)
                VALUES ('mail', 10, TIMESTAMPTZ '2026-11-30 21:59:00Z', E'Nav\nsavienojuma')
                """
            )
        }
    }

    @Test("are listed by the command, a line each, and due again after retry")
    func command() async throws {
        let nothing = try await CommandLineRun.output(of: "kopiena jobs")
        #expect(nothing.isEmpty)
        try await giveUp()
        let listed = try await CommandLineRun.output(of: "kopiena jobs")
        #expect(listed.hasSuffix("\tmail\t2026-11-30T21:59:00Z\tNav savienojuma"), "\(listed)")
        let said = try await CommandLineRun.output(of: "kopiena jobs retry")
        #expect(said == "1 due again.")
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                "SELECT count(*) AS count FROM job WHERE given_up_at IS NULL AND attempts = 0 AND run_at <= now()"
            )
        }
        let due: Int = try row?.get("count") ?? 0
        #expect(due == 1)
        let left = try await CommandLineRun.output(of: "kopiena jobs")
        #expect(left.isEmpty)
    }

    @Test("are counted among the metrics, and done by the running service after retry")
    func watched() async throws {
        try await giveUp()
        let service = try await RunningService(database: TestDatabase.current.serviceAddress)
        await service.tell("start")
        let isCounted = try await counts(1, service)
        #expect(isCounted)
        _ = try await CommandLineRun.output(of: "kopiena jobs retry")
        let isGone = try await counts(0, service)
        #expect(isGone)
        await service.tell("stop")
    }

    /// Whether the metrics come to tell so many.
    private func counts(_ count: Int, _ service: RunningService) async throws -> Bool {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(90) {
            let lines = (await service.metrics() ?? "").split(separator: "\n")
            if lines.contains(where: { $0 == "jobs_given_up \(count)" || $0 == "jobs_given_up \(count).0" }) {
                return true
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}
