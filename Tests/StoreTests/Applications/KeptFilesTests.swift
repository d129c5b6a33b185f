import Grants
import Postgres
import Store
import TestKit
import Testing

/// What the database itself refuses, asked as the service asks: with the rights that it has and no verb in between.
@Suite("Bytes that were handed in", .database)
struct KeptFilesTests {
    /// An application with a file, handed in.
    private func handedIn() async throws -> (programme: Programme, id: Application.ID, file: AttachedFile) {
        let programme = try await Programme.open(questions: [
            Programme.question("title", .shortText), Programme.question("photos", .file, required: false),
        ])
        let id = try await programme.draft()
        let file = try await upload([1, 2, 3], to: id, programme)
        try await programme.submit(id)
        return (programme, id, file)
    }

    private func upload(_ bytes: [UInt8], to id: Application.ID, _ programme: Programme) async throws -> AttachedFile {
        var upload = try await programme.applications.files.begin(
            in: id,
            field: "photos",
            name: "plāns.pdf",
            by: programme.editor
        )
        try await upload.append(bytes)
        return try await upload.finish(mediaType: "application/pdf")
    }

    /// By which rule the database refuses a statement of the service; `rights` where it may not even try, nothing if it was done.
    private func refusal(_ sql: SQL, as database: Database = TestDatabase.current.database) async throws -> String? {
        do {
            try await database.transaction { tx in try await tx.run(sql) }
            return nil
        } catch let error as PostgresError {
            return error.sqlState == "42501" ? "rights" : error.constraint
        }
    }

    @Test("cannot be changed, moved, taken out or deleted by the service")
    func service() async throws {
        let (_, _, file) = try await handedIn()
        for (sql, rule) in [
            ("DELETE FROM file WHERE file_id = \(file.id)", "file_never_changes"),
            ("UPDATE file SET size = 2 WHERE file_id = \(file.id)", "file_never_changes"),
            ("UPDATE file SET sha256 = sha256('x') WHERE file_id = \(file.id)", "file_never_changes"),
            ("UPDATE file SET state = 'arriving' WHERE file_id = \(file.id)", "file_never_changes"),
            (
                "UPDATE file SET state = 'removed', removed_at = clock_timestamp() WHERE file_id = \(file.id)",
                "file_never_changes"
            ),
            ("UPDATE file SET name = 'cits.pdf' WHERE file_id = \(file.id)", "rights"),
            ("UPDATE file SET application_id = NULL WHERE file_id = \(file.id)", "rights"),
            ("DELETE FROM file_chunk WHERE file_id = \(file.id)", "file_chunk_never_changes"),
            ("UPDATE file_chunk SET bytes = '\\x00' WHERE file_id = \(file.id)", "rights"),
            ("INSERT INTO file_chunk VALUES (\(file.id), 7, '\\x00')", "file_chunk_never_changes"),
            ("TRUNCATE file_chunk", "rights"),
        ] as [(SQL, String)] {
            let refused = try await refusal(sql)
            #expect(refused == rule)
        }
    }

    @Test("cannot be changed by the owner's slip either")
    func owner() async throws {
        let (_, _, file) = try await handedIn()
        let owner = TestDatabase.current.owner
        for (sql, rule) in [
            ("UPDATE file_chunk SET bytes = '\\x00' WHERE file_id = \(file.id)", "file_chunk_never_changes"),
            ("DELETE FROM file WHERE file_id = \(file.id)", "file_never_changes"),
            ("TRUNCATE file_chunk", "file_chunk_never_changes"),
        ] as [(SQL, String)] {
            let refused = try await refusal(sql, as: owner)
            #expect(refused == rule)
        }
    }

    @Test("stay when the application is taken back and the file taken out of it; those never handed in may go")
    func takenBack() async throws {
        let (programme, id, file) = try await handedIn()
        try await programme.applications.withdraw(id, reason: "", by: programme.signatory)
        try await programme.applications.files.remove(file.id, from: id, by: programme.editor)
        let kept = try await refusal("DELETE FROM file_chunk WHERE file_id = \(file.id)")
        #expect(kept == "file_chunk_never_changes")
        let returned = try await refusal(
            "UPDATE file SET state = 'ready', removed_at = NULL WHERE file_id = \(file.id)"
        )
        #expect(returned == "file_never_changes")
        let draft = try await programme.draft(title: "Otrs")
        let other = try await upload([4], to: draft, programme)
        let early = try await refusal("DELETE FROM file_chunk WHERE file_id = \(other.id)")
        #expect(early == "file_chunk_never_changes")
        try await programme.applications.files.remove(other.id, from: draft, by: programme.editor)
        let left = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows("SELECT 1 FROM file_chunk WHERE file_id = \(other.id)").count
        }
        #expect(left == 0)
    }

    @Test("of a receipt's paper stay too")
    func papers() async throws {
        let programme = try await Programme.open()
        let submitted = try await programme.submit(programme.draft())
        let receipts = programme.applications.receipts
        let held = try #require(try await receipts.find(submitted.receipt.code))
        try await receipts.attachPaper(Array("%PDF-1.7".utf8), to: held.submission)
        let paper = try #require(try await receipts.paper(submitted.receipt.code))
        let bytes = try await paper.bytes()
        #expect(bytes == Array("%PDF-1.7".utf8))
        for (sql, rule) in [
            (
                "UPDATE file SET state = 'removed', removed_at = clock_timestamp() WHERE file_id = \(paper.file.id)",
                "file_never_changes"
            ),
            ("DELETE FROM file_chunk WHERE file_id = \(paper.file.id)", "file_chunk_never_changes"),
        ] as [(SQL, String)] {
            let refused = try await refusal(sql)
            #expect(refused == rule)
        }
    }
}
