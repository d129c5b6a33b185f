public import Budget
public import Grants
public import Money
import Postgres

/// The documents that ask for a proposal: laid beside it by its author while it waits, read by whoever reads the money.
public struct ProposalPapers: Sendable {
    let database: Database

    /// Makes room for a paper beside a proposal of one's own that waits.
    ///
    /// Throws `Missing`, `ReadsOnly` and `BudgetRefusal`; the same at the end, when the paper is whole.
    /// - Parameter name: the file's; longer ones are cut.
    public func begin(beside id: Proposal.ID, name: String, by visitor: Visitor) async throws -> FileUpload {
        guard visitor.readsMoney else { throw Missing() }
        guard visitor.decidesMoney else { throw ReadsOnly() }
        let name = FileRow.name(name)
        let file = try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let proposal = try await Ledger.proposalHead(id, in: tx) else { throw Missing() }
            guard proposal.proposedBy == visitor.person.id.rawValue else {
                throw BudgetRefusal.broken(.paperByItsAuthor)
            }
            guard proposal.decision == nil else { throw BudgetRefusal.broken(.decidedOnce) }
            return try await FileRow.insert(nil, field: "proposal", name: name, by: visitor.person.id, in: tx)
        }
        return FileUpload(id: file, name: name, visitor: visitor, database: database) { whole, tx in
            guard let file = try await FileRow.finish(whole, in: tx) else { throw Missing() }
            guard let paper = DocumentReference(kind: "file", key: file.id.description) else { throw Missing() }
            try await BudgetRefusal.reading { try await Ledger.attach(paper, to: id, in: tx) }
            let detail = ["proposal": id.description, "sha256": file.sha256]
            try await Audit.add("file.added", of: "file", file.id, detail: detail, in: tx)
            return file
        }
    }

    /// A paper of a proposal; nothing if there is no such paper beside it. Throws `Missing` where the visitor reads no money.
    public func open(_ file: AttachedFile.ID, of id: Proposal.ID, for visitor: Visitor) async throws -> StoredFile? {
        guard visitor.readsMoney else { throw Missing() }
        let found = try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let proposal = try await Ledger.proposalHead(id, in: tx),
                proposal.papers.contains(where: { $0.kind == "file" && $0.key == file.description })
            else { return [AttachedFile]() }
            return try await FileRow.ready([file], in: tx)
        }
        return found.first.map { StoredFile(file: $0, database: database) }
    }

    /// What was laid beside a proposal, in the order it came.
    static func all(_ papers: [DocumentReference], in tx: Transaction) async throws -> [AttachedFile] {
        let files = papers.filter { $0.kind == "file" }.compactMap { Int64($0.key) }.map { AttachedFile.ID($0) }
        return files.isEmpty ? [] : try await FileRow.ready(files, in: tx)
    }
}
