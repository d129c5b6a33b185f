import Crypto
import Foundation
public import Grants
public import Money
import Postgres

/// Printed forms of calls, kept one for each language. Each names the page it was printed from, by its digest: whoever asks for
/// another one is given nothing.
extension Calls {
    /// The printed form of exactly this page, if it was printed.
    public func paper(_ id: Call.ID, in language: String, of page: String) async throws -> [UInt8]? {
        let row = try await database.transaction { tx in
            try await tx.row(
                """
                SELECT pdf FROM call_paper
                 WHERE call_id = \(id) AND language = \(language) AND page_sha256 = \(Self.digest(page))
                """
            )
        }
        return try row?.get("pdf", as: Bytes.self).array
    }

    /// Keeps the printed form of a page, in place of an earlier one, if it is still what the call says: of two printings under way
    /// the later change wins, whichever ends first. Says whether it was kept.
    /// - Parameter shown: the page that the call makes now.
    @discardableResult
    public func keep(
        _ pdf: [UInt8],
        of page: String,
        as id: Call.ID,
        in language: String,
        ifStill shown: @Sendable (CallDossier) throws -> String
    ) async throws -> Bool {
        try await database.transaction { tx in
            // One at a time for a call: what is read next is at least as new as what was kept last.
            try await tx.run("SELECT FROM call WHERE call_id = \(id) FOR NO KEY UPDATE")
            guard let dossier = try await dossier(id, in: tx), try shown(dossier) == page else { return false }
            try await tx.run(
                """
                INSERT INTO call_paper (call_id, language, page_sha256, pdf)
                VALUES (\(id), \(language), \(Self.digest(page)), \(Bytes(pdf)))
                ON CONFLICT (call_id, language) DO UPDATE
                   SET page_sha256 = excluded.page_sha256, pdf = excluded.pdf, printed_at = clock_timestamp()
                """
            )
            return true
        }
    }

    /// Asks for the papers of all published calls, once each: a new release may have changed what they look like. The job prints
    /// only what is not kept already.
    public func askForPapers() async throws {
        _ = try await database.transaction { tx in
            try await tx.run(
                """
                INSERT INTO job (kind, payload)
                SELECT \(Job.Kind.callPaper), jsonb_build_object('call', c.call_id::text)
                  FROM call c
                 WHERE c.state <> 'draft'
                   AND NOT EXISTS (SELECT FROM job j
                                    WHERE j.kind = \(Job.Kind.callPaper) AND j.payload ->> 'call' = c.call_id::text
                                      AND j.done_at IS NULL AND j.given_up_at IS NULL AND j.attempts = 0)
                 ORDER BY c.call_id DESC
                """
            )
        }
    }

    private static func digest(_ page: String) -> Bytes {
        Bytes(Array(SHA256.hash(data: Data(page.utf8))))
    }
}

extension Job.Kind {
    /// Print a call anew in every language; payload `call`. Added by whatever changes what the paper says.
    public static let callPaper = Job.Kind(rawValue: "call.paper")
}
