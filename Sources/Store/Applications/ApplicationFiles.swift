import Foundation
public import Grants
public import Money
import Postgres

/// The files of applications: they arrive in chunks, each in a short transaction of its own, and are read back the same way, so
/// that no slow phone holds a connection.
public struct ApplicationFiles: Sendable {
    let database: Database
    let calls: Calls

    /// Makes room for a file; 20 an application, under any concurrency. A file takes its place when it is whole: uploads that were
    /// cut off take none, but only so many may be on their way.
    /// - Parameters:
    ///   - field: the key of a file question, or `document.KEY`.
    ///   - name: made safe before; longer ones are cut.
    public func begin(
        in id: Application.ID,
        field: String,
        name: String,
        by visitor: Visitor
    ) async throws -> FileUpload {
        let name = FileRow.name(name)
        let file = try await database.transaction(TransactionSettings(visitor)) { tx in
            let application = try await tx.ask(ApplicationRow.lockForChange(id, of: visitor))
            try Self.check(application, visitor)
            let terms = try await calls.version(application.version, in: tx).terms
            guard let most = Self.most(in: field, terms) else { throw AttachmentRefusal.unknownField(field) }
            try await Self.checkPlace(in: id, field: field, most: most, in: tx)
            let file = try await FileRow.insert(id, field: field, name: name, by: visitor.person.id, in: tx)
            return (id: file, most: most)
        }
        return FileUpload(id: file.id, name: name, visitor: visitor, database: database) { whole, tx in
            let draft = try await tx.ask(ApplicationRow.lockForChange(id, of: visitor))
            try Self.check(draft, visitor)
            try await Self.checkPlace(in: id, field: field, most: file.most, in: tx)
            guard let file = try await FileRow.finish(whole, in: tx) else { throw Missing() }
            try await ApplicationRow.save(draft, in: tx)
            let detail = ["application": id.description, "sha256": file.sha256]
            try await Audit.add("file.added", of: "file", file.id, detail: detail, in: tx)
            return file
        }
    }

    /// A file of an application for somebody who may read it; nothing otherwise.
    public func open(_ id: AttachedFile.ID, of application: Application.ID, for visitor: Visitor) async throws
        -> StoredFile?
    {
        let file = try await database.transaction(TransactionSettings(visitor)) { tx in
            try await FileRow.find(
                """
                f.file_id = \(id) AND f.application_id = (SELECT a.application_id
                                                            FROM application a
                                                           WHERE a.application_id = \(application)
                                                             AND \(ApplicationRow.visible(to: visitor)))
                """,
                in: tx
            )
        }
        return file.map { StoredFile(file: $0, database: database) }
    }

    /// Takes a file out of a draft. What was once handed in keeps its bytes, for the receipt names them.
    public func remove(_ file: AttachedFile.ID, from id: Application.ID, by visitor: Visitor) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let application = try await tx.ask(ApplicationRow.lockForChange(id, of: visitor))
            try Self.check(application, visitor)
            guard try await FileRow.remove(file, from: id, in: tx) else { throw Missing() }
            if application.number == nil { try await FileRow.dropChunks(of: file, in: tx) }
            try await ApplicationRow.save(application, in: tx)
            try await Audit.add("file.removed", of: "file", file, detail: ["application": id.description], in: tx)
        }
    }

    /// Forgets files that have been arriving for more than an hour; says how many.
    @discardableResult public func sweep() async throws -> Int {
        try await database.transaction { tx in try await FileRow.sweep(in: tx) }
    }

    static func check(_ application: Application, _ visitor: Visitor) throws {
        do {
            try application.change(by: visitor.roles)
        } catch {
            switch error {
            case .notEditor: throw AttachmentRefusal.notEditor
            default: throw AttachmentRefusal.locked(application.state)
            }
        }
    }

    /// Refuses a file too many. The application is locked.
    static func checkPlace(in id: Application.ID, field: String, most: Int, in tx: Transaction) async throws {
        let counts = try await FileRow.counts(in: id, field: field, in: tx)
        let limit = Question.Limits.hardFiles
        guard counts.all < limit, counts.arriving <= 3 * limit else { throw AttachmentRefusal.tooMany(limit: limit) }
        guard counts.inField < most else { throw AttachmentRefusal.tooMany(limit: most) }
    }

    /// How many files a field takes; nothing if the form asks for none there.
    private static func most(in field: String, _ terms: CallTerms) -> Int? {
        if terms.documents.contains(where: { $0.field == field }) { return Question.Limits.hardFiles }
        guard let question = terms.question(field), question.kind == .file else { return nil }
        return question.limits.files ?? Question.Limits.hardFiles
    }
}
