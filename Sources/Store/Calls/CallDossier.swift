public import Foundation
public import Grants
public import Money
import Postgres

/// Everything the public page of one call says.
public struct CallDossier: Sendable {
    /// The call as it stands.
    public let call: PublishedCall
    /// Answered questions, and those that the reader's own organisation waits for.
    public let enquiries: EnquiryPage
    /// Every published version, oldest first.
    public let versions: [Version]
    /// Extensions for everybody, oldest first; those for one applicant are nobody else's business.
    public let extensions: [CallExtension]
    /// The line its money comes from.
    public let line: FundingLine?

    /// A published version in a list.
    public struct Version: Sendable, Hashable {
        /// Its number.
        public let number: Int
        /// What it changed, in the officer's words; empty for the first.
        public let note: String
        /// When it was published.
        public let at: Date
    }
}

/// A line of the programme whose money is given by calls, with what it shall achieve.
public struct ProgrammeLine: Sendable {
    /// The line.
    public let line: FundingLine
    /// How many projects are planned.
    public let planned: Int
}

extension Calls {
    /// Everything the page of a call says, by the number in addresses; at most six statements.
    /// - Parameters:
    ///   - organisation: whose own unanswered questions are shown with it.
    ///   - before: shows the questions before this one.
    public func dossier(
        number: String,
        for organisation: Organisation.ID? = nil,
        before: Enquiry.ID? = nil
    ) async throws -> CallDossier? {
        try await database.transaction { tx in
            try await dossier(of: current(number: number, in: tx), for: organisation, before: before, in: tx)
        }
    }

    /// What everybody may know of a call, by its key.
    public func dossier(_ id: Call.ID) async throws -> CallDossier? {
        try await database.transaction { tx in try await dossier(id, in: tx) }
    }

    func dossier(_ id: Call.ID, in tx: Transaction) async throws -> CallDossier? {
        try await dossier(of: current(id, in: tx), in: tx)
    }

    private func dossier(
        of call: PublishedCall?,
        for organisation: Organisation.ID? = nil,
        before: Enquiry.ID? = nil,
        in tx: Transaction
    ) async throws -> CallDossier? {
        guard let call else { return nil }
        return try await CallDossier(
            call: call,
            enquiries: EnquiryRow.list(call.call.id, for: organisation, before: before, in: tx),
            versions: DossierRow.versions(call.call.id, in: tx),
            extensions: DossierRow.extensions(call.call.id, in: tx),
            line: FundingLineRow.find(call.terms.fundingLine, in: tx)
        )
    }

    /// What the front page says: published calls and the lines they draw on; at most three statements.
    public func front() async throws -> (calls: [PublishedCall], lines: [ProgrammeLine]) {
        try await database.transaction { tx in
            (try await published(in: tx), try await DossierRow.lines(in: tx))
        }
    }
}

/// The statements behind the public pages of calls.
enum DossierRow {
    static func versions(_ call: Call.ID, in tx: Transaction) async throws -> [CallDossier.Version] {
        try await tx.rows(
            """
            SELECT version, change_note, published_at
              FROM call_version
             WHERE call_id = \(call)
             ORDER BY version
             LIMIT 200
            """
        ).map { row in
            try CallDossier.Version(
                number: row.get("version"),
                note: row.get("change_note"),
                at: row.get("published_at")
            )
        }
    }

    static func extensions(_ call: Call.ID, in tx: Transaction) async throws -> [CallExtension] {
        try await tx.rows(
            """
            SELECT closes_before, reason, made_at
              FROM call_extension
             WHERE call_id = \(call) AND organisation_id IS NULL
             ORDER BY call_extension_id
             LIMIT 200
            """
        ).map { row in
            try CallExtension(
                organisation: nil,
                closesBefore: row.get("closes_before"),
                reason: row.get("reason"),
                madeAt: row.get("made_at")
            )
        }
    }

    static func lines(in tx: Transaction) async throws -> [ProgrammeLine] {
        try await tx.rows(
            """
            SELECT f.code, f.name_lv, f.name_en, f.starts, f.ends, f.cents, coalesce(b.target_count, f.target_count) AS target_count
              FROM funding_line f
              LEFT JOIN budget.lines b USING (code)
             WHERE f.mode = 'competitive'
             ORDER BY f.cents DESC, f.code
            """
        ).map { row in
            let line = try FundingLine(
                code: row.get("code"),
                name: Bilingual(lv: row.get("name_lv"), en: row.get("name_en")),
                starts: row.get("starts"),
                ends: row.get("ends"),
                money: row.get("cents")
            )
            return try ProgrammeLine(line: line, planned: row.get("target_count"))
        }
    }
}
