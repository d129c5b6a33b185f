import Crypto
public import Foundation
public import Grants
public import Money
import Postgres

/// A receipt as anybody holding it may check it.
public struct CheckedReceipt: Sendable, Hashable {
    /// Whether what it proves still counts.
    public enum Standing: Sendable, Hashable {
        /// It is the submission that counts.
        case counts
        /// The same application was handed in again at this instant; that one counts.
        case replaced(at: Date)
        /// The application was taken back at this instant.
        case withdrawn(at: Date)
    }

    /// The key of the submission.
    public let submission: Int64
    /// The application it was of.
    public let application: Application.ID
    /// The receipt.
    public let receipt: Receipt
    /// Its JSON, byte for byte as given out.
    public let text: String
    /// SHA-256 of the JSON, 64 small hexadecimal digits.
    public let sha256: String
    /// Whether it still counts.
    public let standing: Standing
    /// Whether its PDF is made already.
    public let hasPaper: Bool
}

/// The receipts of what was handed in: found by those who hold one, never by a number.
public struct Receipts: Sendable {
    let database: Database

    /// The receipt with a code, for whoever knows the code.
    public func find(_ code: ReceiptCode) async throws -> CheckedReceipt? {
        try await one("s.receipt_code = \(Bytes(code.bytes))")
    }

    /// The receipt whose JSON or PDF has exactly these bytes.
    public func find(sha256: [UInt8]) async throws -> CheckedReceipt? {
        guard sha256.count == 32 else { return nil }
        return try await one(
            """
            s.submission_id IN (SELECT submission_id FROM submission WHERE receipt_sha256 = \(Bytes(sha256))
                                 UNION ALL
                                SELECT p.submission_id
                                  FROM file f
                                  JOIN submission p ON p.pdf_file_id = f.file_id
                                 WHERE f.sha256 = \(Bytes(sha256)) AND f.application_id IS NULL)
            """
        )
    }

    /// The receipts of an application, the newest first, for those who may read it.
    public func all(of id: Application.ID, for visitor: Visitor) async throws -> [CheckedReceipt] {
        let visible = ApplicationRow.visible(to: visitor)
        return try await database.ask(
            ReceiptRow.all("s.application_id = \(id) AND \(visible)"),
            TransactionSettings(visitor)
        )
    }

    /// What was handed in under a receipt, in the canonical spelling whose SHA-256 the receipt holds; nothing for those who may not
    /// read its application.
    public func content(_ code: ReceiptCode, of id: Application.ID, for visitor: Visitor) async throws -> String? {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let visible = ApplicationRow.visible(to: visitor)
            return try await ReceiptRow.content(
                "s.receipt_code = \(Bytes(code.bytes)) AND s.application_id = \(id) AND \(visible)",
                in: tx
            )
        }
    }

    /// What the paper of a submission is made of; nothing if there is no such submission.
    public func paperwork(for submission: Int64) async throws -> ReceiptPaperwork? {
        try await database.transaction { tx in try await ReceiptRow.paperwork(for: submission, in: tx) }
    }

    /// Writes the mail with the receipt to each of its readers, once however often this is called.
    public func post(
        _ submission: Int64,
        letter: @escaping @Sendable (CheckedReceipt, Person) -> Letter
    ) async throws {
        try await database.transaction { tx in
            guard let work = try await ReceiptRow.paperwork(for: submission, in: tx) else { return }
            for reader in work.readers {
                let written = letter(work.checked, reader)
                let cause = "receipt.mail/\(submission)"
                try await MailRow.add(to: reader, subject: written.subject, body: written.body, cause: cause, in: tx)
            }
        }
    }

    /// Keeps the PDF of a receipt; the first one made stays, so that its bytes never change.
    public func attachPaper(_ pdf: [UInt8], to submission: Int64) async throws {
        try await database.transaction { tx in
            guard try await ReceiptRow.lockWithoutPaper(submission, in: tx) else { return }
            let file = try await FileRow.insertPaper(pdf, sha256: Array(SHA256.hash(data: pdf)), in: tx)
            try await ReceiptRow.attach(file, to: submission, in: tx)
        }
    }

    /// The PDF of the receipt with a code.
    public func paper(_ code: ReceiptCode) async throws -> StoredFile? {
        let file = try await database.transaction { tx in
            try await FileRow.find(
                "f.file_id = (SELECT pdf_file_id FROM submission WHERE receipt_code = \(Bytes(code.bytes)))",
                in: tx
            )
        }
        return file.map { StoredFile(file: $0, database: database) }
    }

    private func one(_ condition: SQL) async throws -> CheckedReceipt? {
        try await database.ask(ReceiptRow.all(condition)).first
    }
}

/// What the paper of a receipt, and the mail with it, are made of.
public struct ReceiptPaperwork: Sendable {
    /// The receipt.
    public let checked: CheckedReceipt
    /// Whom it is sent to: the applicant's signatories on the day of arrival, and whoever handed in.
    public let readers: [Person]
}

/// The statements on receipts.
enum ReceiptRow {
    static func all(_ condition: SQL) -> Query<[CheckedReceipt]> {
        let sql: SQL = """
            SELECT s.submission_id, s.application_id, s.receipt, s.receipt_sha256, s.pdf_file_id IS NOT NULL AS has_paper, w.at AS withdrawn_at,
                   (SELECT max(n.arrived_at)
                      FROM submission n
                     WHERE n.application_id = s.application_id AND n.submission_id > s.submission_id) AS replaced_at
              FROM submission s
              JOIN application a USING (application_id)
              LEFT JOIN withdrawal w USING (submission_id)
             WHERE \(condition)
             ORDER BY s.submission_id DESC
            """
        return Query(sql) { rows in try rows.map(checked) }
    }

    private static func checked(_ row: Row) throws -> CheckedReceipt {
        let text: String = try row.get("receipt")
        guard let receipt = Receipt(text: text) else { throw RowError.unreadable(column: "receipt", as: "Receipt") }
        var standing = CheckedReceipt.Standing.counts
        if let at: Date = try row.find("withdrawn_at") { standing = .withdrawn(at: at) }
        if let at: Date = try row.find("replaced_at") { standing = .replaced(at: at) }
        return try CheckedReceipt(
            submission: row.get("submission_id"),
            application: row.get("application_id"),
            receipt: receipt,
            text: text,
            sha256: row.get("receipt_sha256", as: Bytes.self).hex,
            standing: standing,
            hasPaper: row.get("has_paper")
        )
    }

    static func content(_ condition: SQL, in tx: Transaction) async throws -> String? {
        try await tx.row(
            "SELECT s.content FROM submission s JOIN application a USING (application_id) WHERE \(condition)"
        )?.get("content")
    }

    static func paperwork(for submission: Int64, in tx: Transaction) async throws -> ReceiptPaperwork? {
        guard let checked = try await tx.ask(all("s.submission_id = \(submission)")).first else { return nil }
        return try await ReceiptPaperwork(checked: checked, readers: readers(of: submission, in: tx))
    }

    static func lockWithoutPaper(_ submission: Int64, in tx: Transaction) async throws -> Bool {
        try await tx.row(
            "SELECT 1 FROM submission WHERE submission_id = \(submission) AND pdf_file_id IS NULL FOR UPDATE"
        ) != nil
    }

    static func attach(_ file: AttachedFile.ID, to submission: Int64, in tx: Transaction) async throws {
        try await tx.run("UPDATE submission SET pdf_file_id = \(file) WHERE submission_id = \(submission)")
    }

    private static func readers(of submission: Int64, in tx: Transaction) async throws -> [Person] {
        try await tx.rows(
            """
            SELECT \(PersonRow.columns)
              FROM person p
             WHERE p.disabled_at IS NULL
               AND p.person_id IN (
                    SELECT submitted_by FROM submission WHERE submission_id = \(submission)
                     UNION ALL
                    SELECT m.person_id
                      FROM submission s
                      JOIN application a USING (application_id)
                      JOIN membership m USING (organisation_id)
                     WHERE s.submission_id = \(submission) AND m.role = 'signatory'
                       AND (s.arrived_at AT TIME ZONE 'Europe/Riga')::date
                           BETWEEN m.from_day AND coalesce(m.until_day, 'infinity'))
             ORDER BY p.person_id
            """
        ).map(PersonRow.read)
    }
}
