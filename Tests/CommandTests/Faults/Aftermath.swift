import Crypto
import Foundation
import Postgres
import Store
import TestKit
import Testing

/// What must be true when the faults are over.
struct Aftermath {
    let site: LiveSite
    let ledgers: [Ledger]
    let seed: UInt64

    private var owner: Database { TestDatabase.current.owner }

    /// Everything acknowledged is there, nothing twice, nothing by halves.
    func check() async throws {
        try await decideAll()
        try await checkStarted()
        try await checkSaved()
        try await checkFiles()
        try await checkSubmissions()
        try await checkMail()
    }

    private func nothing(_ what: Comment, _ sql: SQL) async throws {
        let rows = try await owner.transaction { try await $0.rows(sql) }
        #expect(rows.isEmpty, "\(what); seed \(seed)")
    }

    /// What was cut off is decided by the service itself.
    private func decideAll() async throws {
        var open = -1
        for _ in 0..<900 where open != 0 {
            open = try await site.count("SELECT count(*) AS count FROM intake_open")
            if open != 0 { try await Task.sleep(for: .milliseconds(100)) }
        }
        #expect(open == 0, "handings in without a decision; seed \(seed)")
        try await nothing(
            "an arrival has two decisions or none",
            """
            SELECT i.intake_id
              FROM intake i
              LEFT JOIN submission s USING (intake_id)
              LEFT JOIN intake_refusal r USING (intake_id)
             WHERE (s.intake_id IS NULL) = (r.intake_id IS NULL)
            """
        )
    }

    private func checkStarted() async throws {
        let started = ledgers.flatMap(\.started)
        let there = try await owner.transaction { tx in
            try await tx.rows(
                "SELECT application_id FROM application JOIN call USING (call_id) WHERE call.number = \(site.call)"
            ).map { try $0.get("application_id", as: Int64.self) }
        }
        #expect(started.sorted() == there.sorted(), "applications begun; seed \(seed)")
    }

    private func checkSaved() async throws {
        for saved in ledgers.flatMap(\.saved) {
            let kept = try await owner.transaction { tx in
                try await tx.rows(
                    """
                    SELECT value #>> '{}' AS text
                      FROM (SELECT application_id, field, version, value FROM answer
                             UNION ALL
                            SELECT application_id, field, version, value FROM answer_revision) kept
                     WHERE application_id = \(saved.application) AND field = 'title' AND version = \(saved.version)
                    """
                ).map { try $0.get("text", as: String.self) }
            }
            #expect(kept == [saved.text], "an answer that was saved; seed \(seed)")
        }
    }

    private func checkFiles() async throws {
        let cutOff = "UPDATE file SET created_at = created_at - interval '2 hours' WHERE state = 'arriving'" as SQL
        _ = try await owner.transaction { try await $0.run(cutOff) }
        try await site.office.test.stores.applications.files.sweep()
        try await nothing("a file that never came", "SELECT file_id FROM file WHERE state = 'arriving'")
        try await nothing(
            "a file without all its bytes",
            """
            SELECT f.file_id
              FROM file f
              LEFT JOIN file_chunk c USING (file_id)
             WHERE f.state = 'ready'
             GROUP BY f.file_id
            HAVING f.size IS DISTINCT FROM sum(length(c.bytes))
                OR f.sha256 IS DISTINCT FROM sha256(string_agg(c.bytes, ''::bytea ORDER BY c.position))
            """
        )
        for file in ledgers.flatMap(\.attached) {
            let there = try await site.count(
                """
                SELECT count(*) AS count
                  FROM file
                 WHERE application_id = \(file.application) AND name = \(file.name) AND state = 'ready'
                   AND size = \(file.size) AND sha256 = \(Bytes(file.sha256))
                """
            )
            #expect(there == 1, "a file that was taken, \(file.name); seed \(seed)")
        }
    }

    private func checkSubmissions() async throws {
        for receipt in ledgers.flatMap(\.receipts) {
            let kept = try await owner.transaction { tx in
                try await tx.rows("SELECT receipt FROM submission WHERE application_id = \(receipt.application)")
                    .map { try $0.get("receipt", as: String.self) }
            }
            #expect(kept == [receipt.text], "a receipt that was given; seed \(seed)")
        }
        try await nothing(
            "a submission twice, or without its application",
            """
            SELECT a.application_id
              FROM application a
              LEFT JOIN submission s USING (application_id)
             GROUP BY a.application_id
            HAVING count(s) <> CASE WHEN a.state = 'submitted' THEN 1 ELSE 0 END
                OR max(s.arrived_at) IS DISTINCT FROM a.submitted_at OR max(s.number) IS DISTINCT FROM a.number
            """
        )
        try await nothing(
            "a submission without its arrival, its receipt or its jobs",
            """
            SELECT s.submission_id
              FROM submission s
              JOIN intake i USING (intake_id)
             WHERE i.arrived_at <> s.arrived_at OR s.receipt = '' OR sha256(convert_to(s.receipt, 'UTF8')) <> s.receipt_sha256
                OR (SELECT count(*) FROM job j WHERE j.payload->>'submission' = s.submission_id::text) <> 2
            """
        )
        try await nothing("a number twice", "SELECT number FROM submission GROUP BY number HAVING count(*) > 1")
    }

    /// Every receipt goes by mail to its one reader, once: what is delivered twice takes the place of itself.
    private func checkMail() async throws {
        // The lease of a worker that was killed ends by itself in five minutes.
        let lease =
            "UPDATE job SET run_at = clock_timestamp() WHERE done_at IS NULL AND run_at > clock_timestamp()" as SQL
        var waiting = -1
        for turn in 0..<600 where waiting != 0 {
            if turn % 50 == 0 {
                try await owner.transaction { tx in
                    try await tx.run(lease)
                    try await tx.run("NOTIFY job")
                }
            }
            waiting = try await site.count(
                "SELECT count(*) AS count FROM job WHERE done_at IS NULL AND kind IN ('mail', 'receipt.mail')"
            )
            if waiting != 0 { try await Task.sleep(for: .milliseconds(100)) }
        }
        #expect(waiting == 0, "mail that still waits; seed \(seed)")
        let submissions = try await site.count("SELECT count(*) AS count FROM submission")
        let mails = try await site.count("SELECT count(*) AS count FROM mail WHERE sent_at IS NOT NULL")
        let delivered = try FileManager.default.contentsOfDirectory(atPath: "\(site.home)/.kopiena/mail/new")
        #expect(mails == submissions && delivered.count == submissions, "mail and submissions; seed \(seed)")
        try await nothing(
            "a receipt mailed twice or never",
            """
            SELECT s.submission_id
              FROM submission s
              LEFT JOIN mail m ON m.cause LIKE 'receipt.mail/' || s.submission_id || '/%'
             GROUP BY s.submission_id
            HAVING count(m) <> 1
            """
        )
    }
}
