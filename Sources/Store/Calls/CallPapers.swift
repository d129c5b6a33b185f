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

    /// Keeps the printed form of a page, in place of an earlier one.
    public func keep(_ pdf: [UInt8], of page: String, as id: Call.ID, in language: String) async throws {
        _ = try await database.transaction { tx in
            try await tx.run(
                """
                INSERT INTO call_paper (call_id, language, page_sha256, pdf)
                VALUES (\(id), \(language), \(Self.digest(page)), \(Bytes(pdf)))
                ON CONFLICT (call_id, language) DO UPDATE
                   SET page_sha256 = excluded.page_sha256, pdf = excluded.pdf, printed_at = clock_timestamp()
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
