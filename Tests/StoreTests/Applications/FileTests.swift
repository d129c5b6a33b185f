import Crypto
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Files of an application", .database)
struct FileTests {
    private func programme(files: Int? = nil) async throws -> Programme {
        var photos = Programme.question("photos", .file, required: false)
        photos.limits.files = files
        return try await Programme.open(questions: [Programme.question("title", .shortText), photos])
    }

    @discardableResult
    private func upload(
        _ bytes: [UInt8],
        to id: Application.ID,
        _ programme: Programme,
        field: String = "photos",
        by visitor: Visitor? = nil
    ) async throws -> AttachedFile {
        var upload = try await programme.applications.files.begin(
            in: id,
            field: field,
            name: "plāns.pdf",
            by: visitor ?? programme.editor
        )
        for start in stride(from: 0, to: bytes.count, by: 100_000) {
            try await upload.append(bytes[start..<min(start + 100_000, bytes.count)])
        }
        return try await upload.finish(mediaType: "application/pdf")
    }

    @Test("comes in and goes out byte for byte, in chunks")
    func roundTrip() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = try await upload(bytes, to: id, programme)
        #expect(file.size == 700_001)
        #expect(file.name == "plāns.pdf")
        let stored = try #require(try await programme.applications.files.open(file.id, of: id, for: programme.editor))
        let read = try await stored.bytes()
        #expect(read == bytes)
        let whole = try #require(try await programme.applications.find(id, for: programme.editor))
        #expect(whole.files == [file])
        let stranger = try await Programme.open()
        for visitor in [stranger.editor, programme.officer] {
            let hidden = try await programme.applications.files.open(file.id, of: id, for: visitor)
            #expect(hidden == nil)
        }
        try await programme.submit(id)
        let shown = try await programme.applications.files.open(file.id, of: id, for: programme.officer)
        #expect(shown?.file == file)
    }

    @Test("is invisible until whole, and forgotten when given up")
    func torn() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        var upload = try await programme.applications.files.begin(
            in: id,
            field: "photos",
            name: "a.pdf",
            by: programme.editor
        )
        try await upload.append([UInt8](repeating: 1, count: 300_000))
        let hidden = try await programme.applications.files.open(upload.id, of: id, for: programme.editor)
        #expect(hidden == nil)
        let before = try await programme.applications.find(id, for: programme.editor)
        #expect(before?.files == [])
        try await upload.abort()
        await #expect(throws: (any Error).self) {
            var late = upload
            try await late.append([UInt8](repeating: 1, count: 300_000))
        }
        let rows = try await programme.count("file", of: id)
        #expect(rows == 0)
    }

    @Test("is forgotten at once when whoever sends it goes away")
    func cancelled() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        let sending = Task {
            var upload = try await programme.applications.files.begin(
                in: id,
                field: "photos",
                name: "a.pdf",
                by: programme.editor
            )
            try await upload.append([UInt8](repeating: 1, count: 300_000))
            withUnsafeCurrentTask { $0?.cancel() }
            try await upload.abort()
        }
        try await sending.value
        let rows = try await programme.count("file", of: id)
        #expect(rows == 0)
    }

    @Test("an empty file and one byte too many are refused")
    func sizes() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        await #expect(throws: AttachmentRefusal.empty) { try await upload([], to: id, programme) }
        var large = try await programme.applications.files.begin(
            in: id,
            field: "photos",
            name: "a.pdf",
            by: programme.editor
        )
        try await TestDatabase.current.owner.transaction { [id = large.id] tx in
            try await tx.run("UPDATE file SET size = 26214400 - 262144 WHERE file_id = \(id)")
        }
        try await large.append([UInt8](repeating: 1, count: 262_144))
        await #expect(throws: AttachmentRefusal.tooLarge(limit: 26_214_400)) {
            var copy = large
            try await copy.append([UInt8](repeating: 1, count: 262_144))
        }
    }

    @Test("twenty an application, however many come at once")
    func limit() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<30 {
                group.addTask {
                    do {
                        try await upload([UInt8](repeating: UInt8(number), count: 10), to: id, programme)
                        return true
                    } catch let refusal as AttachmentRefusal where refusal == .tooMany(limit: 20) {
                        return false
                    }
                }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 20)
        let few = try await self.programme(files: 1)
        let other = try await few.draft()
        try await upload([1], to: other, few)
        await #expect(throws: AttachmentRefusal.tooMany(limit: 1)) { try await upload([1], to: other, few) }
    }

    @Test("takes no place where it was cut off, but only so many may be on their way")
    func cutOff() async throws {
        let programme = try await programme(files: 1)
        let id = try await programme.draft()
        let begin: @Sendable () async throws -> FileUpload = {
            try await programme.applications.files.begin(in: id, field: "photos", name: "a.pdf", by: programme.editor)
        }
        for _ in 0..<25 { _ = try await begin() }
        try await upload([1], to: id, programme)
        await #expect(throws: AttachmentRefusal.tooMany(limit: 1)) { try await begin() }
        let other = try await self.programme()
        let draft = try await other.draft()
        let refusal = await #expect(throws: AttachmentRefusal.self) {
            for _ in 0..<100 {
                _ = try await other.applications.files.begin(
                    in: draft,
                    field: "photos",
                    name: "a.pdf",
                    by: other.editor
                )
            }
        }
        #expect(refusal == .tooMany(limit: 20))
    }

    @Test("comes only where the form asks for files, and only while it may be changed")
    func places() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        for field in ["title", "nothing", "document.plan"] {
            await #expect(throws: AttachmentRefusal.unknownField(field)) {
                try await upload([1], to: id, programme, field: field)
            }
        }
        var late = try await programme.applications.files.begin(
            in: id,
            field: "photos",
            name: "a.pdf",
            by: programme.editor
        )
        try await late.append([1, 2, 3])
        try await programme.applications.sendToSignatory(id, by: programme.editor)
        await #expect(throws: AttachmentRefusal.locked(.signing)) {
            var copy = late
            _ = try await copy.finish(mediaType: "application/pdf")
        }
        await #expect(throws: AttachmentRefusal.locked(.signing)) { try await upload([1], to: id, programme) }
    }

    @Test("is removed from a draft with its bytes, but keeps them once handed in")
    func removal() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        let first = try await upload([1], to: id, programme)
        let second = try await upload([2], to: id, programme)
        let stranger = try await Programme.open()
        await #expect(throws: Missing.self) {
            try await programme.applications.files.remove(first.id, from: id, by: stranger.editor)
        }
        try await programme.applications.files.remove(first.id, from: id, by: programme.editor)
        await #expect(throws: Missing.self) {
            try await programme.applications.files.remove(first.id, from: id, by: programme.editor)
        }
        let revision = try await programme.revision(id)
        try await programme.submit(id, revision: revision)
        try await programme.applications.withdraw(id, reason: "", by: programme.signatory)
        try await programme.applications.files.remove(second.id, from: id, by: programme.editor)
        let left = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows("SELECT file_id FROM file_chunk WHERE file_id IN (\(first.id), \(second.id))").map {
                try $0.get("file_id", as: AttachedFile.ID.self)
            }
        }
        #expect(left == [second.id])
        let file = try await programme.applications.find(id, for: programme.editor)
        #expect(file?.files == [])
    }

    @Test("a new file is seen by the signatory before anything is handed in")
    func revision() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        let read = try await programme.revision(id)
        try await upload([1], to: id, programme)
        await #expect(throws: SubmissionRefusal.changedSince(read: read, now: read + 1)) {
            try await programme.submit(id, revision: read)
        }
    }

    @Test("what has been arriving for more than an hour is swept, and only that")
    func sweep() async throws {
        let programme = try await programme()
        let id = try await programme.draft()
        try await upload([1], to: id, programme)
        let old = try await programme.applications.files.begin(
            in: id,
            field: "photos",
            name: "a.pdf",
            by: programme.editor
        )
        let young = try await programme.applications.files.begin(
            in: id,
            field: "photos",
            name: "b.pdf",
            by: programme.editor
        )
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                "UPDATE file SET created_at = created_at - interval '61 minutes' WHERE file_id = \(old.id)"
            )
        }
        let swept = try await programme.applications.files.sweep()
        #expect(swept == 1)
        let left = try await programme.count("file", of: id)
        #expect(left == 2)
        try await young.abort()
    }
}
