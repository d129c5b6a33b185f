import Foundation
import Grants
import Money
import Postgres

/// The statements on files and their chunks.
enum FileRow {
    /// What is known of a file once its last byte came.
    struct Whole: Sendable {
        let id: AttachedFile.ID
        let mediaType: String
        let size: Int64
        let sha256: [UInt8]
        let chunks: Int
    }

    private static let columns: SQL = "f.file_id, f.field, f.name, f.media_type, f.size, f.sha256, f.created_at"

    private static func read(_ row: Row) throws -> AttachedFile {
        try AttachedFile(
            id: row.get("file_id"),
            field: row.get("field"),
            name: row.get("name"),
            mediaType: row.get("media_type"),
            size: row.get("size"),
            sha256: row.get("sha256", as: Bytes.self).hex,
            addedAt: row.get("created_at")
        )
    }

    static func ready(of id: Application.ID) -> Query<[AttachedFile]> {
        Query(
            "SELECT \(columns) FROM file f WHERE f.application_id = \(id) AND f.state = 'ready' ORDER BY f.file_id"
        ) { try $0.map(read) }
    }

    static func find(_ condition: SQL, in tx: Transaction) async throws -> AttachedFile? {
        try await tx.row("SELECT \(columns) FROM file f WHERE f.state = 'ready' AND \(condition)").map(read)
    }

    /// Papers of the office, in the order they came.
    static func ready(_ files: [AttachedFile.ID], in tx: Transaction) async throws -> [AttachedFile] {
        try await tx.rows(
            """
            SELECT \(columns)
              FROM file f
             WHERE f.file_id = ANY (\(files.map(\.rawValue))) AND f.application_id IS NULL AND f.state = 'ready'
             ORDER BY f.file_id
            """
        ).map(read)
    }

    /// How many files an application has.
    struct Counts: Sendable {
        /// Whole ones.
        let all: Int
        /// Whole ones in the field.
        let inField: Int
        /// On their way, or cut off within the last hour: nobody can tell which.
        let arriving: Int
    }

    static func counts(in id: Application.ID, field: String, in tx: Transaction) async throws -> Counts {
        let row = try await tx.row(
            """
            SELECT count(*) FILTER (WHERE state = 'ready') AS whole,
                   count(*) FILTER (WHERE state = 'ready' AND field = \(field)) AS in_field,
                   count(*) FILTER (WHERE state = 'arriving') AS arriving
              FROM file
             WHERE application_id = \(id)
               AND (state = 'ready' OR state = 'arriving' AND created_at > clock_timestamp() - interval '1 hour')
            """
        )
        guard let row else { throw Missing() }
        return try Counts(all: row.get("whole"), inField: row.get("in_field"), arriving: row.get("arriving"))
    }

    /// A name that can be kept; longer ones are cut.
    static func name(_ given: String) -> String {
        let name = String(String.UnicodeScalarView(given.unicodeScalars.prefix(200))).withoutNUL
        return name.isEmpty ? "file" : name
    }

    /// Makes room for a file on its way.
    /// - Parameter id: whose it will be; nothing for a paper of the office.
    static func insert(
        _ id: Application.ID?,
        field: String,
        name: String,
        by person: Person.ID,
        in tx: Transaction
    ) async throws -> AttachedFile.ID {
        let row = try await tx.row(
            """
            INSERT INTO file (application_id, field, name, media_type, created_by)
            VALUES (\(id), \(field), \(name), 'application/octet-stream', \(person))
            RETURNING file_id
            """
        )
        guard let row else { throw Missing() }
        return try row.get("file_id")
    }

    /// Adds a chunk and its length; the constraint `file_size_limit` refuses a byte too many. False if the file is gone.
    static func append(_ bytes: Bytes, at position: Int, to file: AttachedFile.ID, in tx: Transaction) async throws
        -> Bool
    {
        let added = try await tx.run(
            """
            WITH grown AS (
                UPDATE file
                   SET size = coalesce(size, 0) + \(bytes.array.count)
                 WHERE file_id = \(file) AND state = 'arriving'
                RETURNING file_id
            )
            INSERT INTO file_chunk (file_id, position, bytes)
            SELECT file_id, \(position), \(bytes) FROM grown
            """
        )
        return added == 1
    }

    /// Nothing if chunks or bytes are missing, or if the file is gone.
    static func finish(_ whole: Whole, in tx: Transaction) async throws -> AttachedFile? {
        try await tx.row(
            """
            UPDATE file f
               SET state = 'ready', media_type = \(whole.mediaType), sha256 = \(Bytes(whole.sha256))
             WHERE f.file_id = \(whole.id) AND f.state = 'arriving' AND f.size = \(whole.size)
               AND (SELECT count(*) FROM file_chunk c WHERE c.file_id = f.file_id) = \(whole.chunks)
            RETURNING \(columns)
            """
        ).map(read)
    }

    static func chunk(_ position: Int, of file: AttachedFile.ID, in tx: Transaction) async throws -> [UInt8]? {
        try await tx.row("SELECT bytes FROM file_chunk WHERE file_id = \(file) AND position = \(position)")
            .map { try $0.get("bytes", as: Bytes.self).array }
    }

    static func remove(_ file: AttachedFile.ID, from id: Application.ID, in tx: Transaction) async throws -> Bool {
        let removed = try await tx.run(
            """
            UPDATE file
               SET state = 'removed', removed_at = clock_timestamp()
             WHERE file_id = \(file) AND application_id = \(id) AND state = 'ready'
            """
        )
        return removed == 1
    }

    static func dropChunks(of file: AttachedFile.ID, in tx: Transaction) async throws {
        try await tx.run("DELETE FROM file_chunk WHERE file_id = \(file)")
    }

    /// Forgets a file that did not arrive.
    static func forget(_ file: AttachedFile.ID, in tx: Transaction) async throws {
        try await tx.run("DELETE FROM file WHERE file_id = \(file) AND state = 'arriving'")
    }

    static func sweep(in tx: Transaction) async throws -> Int {
        try await tx.run(
            "DELETE FROM file WHERE state = 'arriving' AND created_at < clock_timestamp() - interval '1 hour'"
        )
    }

    /// Keeps a paper of the office itself.
    static func insertPaper(_ pdf: [UInt8], sha256: [UInt8], in tx: Transaction) async throws -> AttachedFile.ID {
        let row = try await tx.row(
            """
            INSERT INTO file (field, name, media_type, size, sha256)
            VALUES ('receipt', 'kvits.pdf', 'application/pdf', \(pdf.count), \(Bytes(sha256)))
            RETURNING file_id
            """
        )
        guard let row else { throw Missing() }
        let file: AttachedFile.ID = try row.get("file_id")
        for (position, start) in stride(from: 0, to: pdf.count, by: FileUpload.chunkLength).enumerated() {
            let chunk = Bytes(Array(pdf[start..<min(start + FileUpload.chunkLength, pdf.count)]))
            try await tx.run(
                "INSERT INTO file_chunk (file_id, position, bytes) VALUES (\(file), \(position), \(chunk))"
            )
        }
        // From here on nothing of it ever changes.
        try await tx.run("UPDATE file SET state = 'ready' WHERE file_id = \(file)")
        return file
    }
}
