import Crypto
import Foundation
public import Grants
public import Money
import Postgres

/// A file on its way in. Bytes are handed over as they come; `finish` makes the file visible, `abort` forgets it, and what is
/// left in the middle is swept after an hour.
public struct FileUpload: Sendable {
    /// The key the file will have.
    public let id: AttachedFile.ID
    /// Its name.
    public let name: String

    /// Makes the whole file visible where it belongs, if it may still be, in the transaction it is given.
    typealias Accept = @Sendable (FileRow.Whole, Transaction) async throws -> AttachedFile

    private let visitor: Visitor
    private let database: Database
    private let accept: Accept
    private var hasher = SHA256()
    private var waiting: [UInt8] = []
    private var chunks = 0
    private var size: Int64 = 0

    /// How many bytes are stored at once.
    static let chunkLength = 262_144

    init(
        id: AttachedFile.ID,
        name: String,
        visitor: Visitor,
        database: Database,
        accept: @escaping Accept
    ) {
        self.id = id
        self.name = name
        self.visitor = visitor
        self.database = database
        self.accept = accept
    }

    /// Takes the next bytes, however many.
    public mutating func append(_ bytes: some Collection<UInt8> & Sendable) async throws {
        size += Int64(bytes.count)
        guard size <= AttachedFile.largestSize else {
            throw AttachmentRefusal.tooLarge(limit: AttachedFile.largestSize)
        }
        waiting += bytes
        while waiting.count >= Self.chunkLength {
            let chunk = Array(waiting.prefix(Self.chunkLength))
            waiting.removeFirst(Self.chunkLength)
            try await store(chunk)
        }
    }

    /// Makes the file visible, once it is whole and what it belongs to may still be changed.
    /// - Parameter mediaType: what it is, as found by looking inside.
    public mutating func finish(mediaType: String) async throws -> AttachedFile {
        guard size > 0 else { throw AttachmentRefusal.empty }
        if !waiting.isEmpty {
            let rest = waiting
            waiting = []
            try await store(rest)
        }
        let whole = FileRow.Whole(
            id: id,
            mediaType: mediaType,
            size: size,
            sha256: Array(hasher.finalize()),
            chunks: chunks
        )
        let accept = accept
        return try await database.transaction(TransactionSettings(visitor)) { tx in try await accept(whole, tx) }
    }

    /// Forgets what has come so far, most of all where whoever sent it has gone away.
    public func abort() async throws {
        // A task of its own: the one that asks is often cancelled, and what is cancelled asks the database nothing any more.
        let forgetting = Task { [database, visitor, id] in
            try await database.transaction(TransactionSettings(visitor)) { tx in try await FileRow.forget(id, in: tx) }
        }
        try await forgetting.value
    }

    private mutating func store(_ chunk: [UInt8]) async throws {
        hasher.update(data: chunk)
        let (id, position) = (id, chunks)
        do {
            let arriving = try await database.transaction(TransactionSettings(visitor)) { tx in
                try await FileRow.append(Bytes(chunk), at: position, to: id, in: tx)
            }
            // Swept, because it took more than an hour.
            guard arriving else { throw Missing() }
        } catch let error as PostgresError where error.constraint == "file_size_limit" {
            throw AttachmentRefusal.tooLarge(limit: AttachedFile.largestSize)
        }
        chunks += 1
    }
}
