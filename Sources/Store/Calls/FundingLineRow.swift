import Grants
import Money
import Postgres

/// The statements on funding lines.
enum FundingLineRow {
    static func find(_ code: String, in tx: Transaction) async throws -> FundingLine? {
        try await tx.row(
            "SELECT code, name_lv, name_en, starts, ends, cents FROM funding_line WHERE code = \(code)"
        ).map(read)
    }

    /// The lines whose money is given by calls.
    static func competitive(in tx: Transaction) async throws -> [FundingLine] {
        try await tx.rows(
            """
            SELECT code, name_lv, name_en, starts, ends, cents
              FROM funding_line
             WHERE mode = 'competitive'
             ORDER BY code
            """
        ).map(read)
    }

    private static func read(_ row: Row) throws -> FundingLine {
        try FundingLine(
            code: row.get("code"),
            name: Bilingual(lv: row.get("name_lv"), en: row.get("name_en")),
            starts: row.get("starts"),
            ends: row.get("ends"),
            money: row.get("cents")
        )
    }
}
