import Foundation
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("What the service hands in past its own rules", .database)
struct InTimeTests {
    @Test("is refused where it came too late, or carries another instant than its arrival's")
    func refusedByTheDatabase() async throws {
        let midnight = OfficeTime.start(of: OfficeTime.day(of: Date().addingTimeInterval(172_800)))
        let programme = try await Programme.open(closesBefore: midnight)
        let id = try await programme.draft()
        let late = try await programme.arrival(of: id, at: midnight)
        let inTime = try await programme.arrival(of: id, at: midnight.addingTimeInterval(-0.2))
        let cases: [(Arrival, Double, String)] = [
            (late, 0, "submission_in_time"), (inTime, -1, "submission_when_it_arrived"),
            (late, -1, "submission_when_it_arrived"),
        ]
        for (arrival, moved, rule) in cases {
            let error = await #expect(throws: PostgresError.self) {
                try await TestDatabase.current.database.transaction { tx in
                    try await tx.run(
                        """
                        INSERT INTO submission (intake_id, application_id, call_id, call_version_id, number, arrived_at,
                                                submitted_by, content, content_sha256, receipt_code, receipt, receipt_sha256)
                        SELECT i.intake_id, a.application_id, a.call_id, a.call_version_id, 'X-1',
                               i.arrived_at + \(moved) * interval '1 second', i.person_id, '{}', sha256('{}'),
                               decode(repeat('0', 32), 'hex'), '{}', sha256('{}')
                          FROM intake i
                          JOIN application a USING (application_id)
                         WHERE i.intake_id = \(arrival.id)
                        """
                    )
                }
            }
            #expect(error?.constraint == rule)
        }
        // Nobody brings an instant of their own.
        let error = await #expect(throws: PostgresError.self) {
            try await TestDatabase.current.database.transaction { tx in
                try await tx.run(
                    """
                    INSERT INTO intake (key, application_id, revision, request_sha256, person_id, organisation_id, arrived_at)
                    VALUES (gen_random_uuid(), \(id), 1, sha256(''), 1, 1, now())
                    """
                )
            }
        }
        #expect(error?.sqlState == "42501")
    }
}
