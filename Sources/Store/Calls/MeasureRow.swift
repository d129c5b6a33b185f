import Money
import Postgres

/// The statements about measures.
enum MeasureRow {
    static func list(_ order: MeasureChoice.Order, in tx: Transaction) async throws -> [Measure] {
        let sorting: SQL =
            switch order {
            case .code: "code, round NULLS FIRST"
            case .money: "cents DESC, code, round NULLS FIRST"
            case .ends: "ends, code, round NULLS FIRST"
            }
        return try await tx.rows(
            """
            SELECT code, round, name_lv, cents, flexibility, applicants, selection, rules_adopted, selection_starts, ends
              FROM measure
             ORDER BY \(sorting)
            """
        ).map(read)
    }

    private static func read(_ row: Row) throws -> Measure {
        try Measure(
            code: row.get("code"),
            round: row.find("round"),
            name: row.get("name_lv"),
            amount: row.get("cents"),
            includesFlexibility: row.find("flexibility"),
            applicants: row.get("applicants"),
            selection: row.get("selection"),
            rulesAdopted: row.find("rules_adopted", as: String.self).flatMap(PlannedTime.init),
            selectionStarts: row.find("selection_starts", as: String.self).flatMap(PlannedTime.init),
            ends: row.get("ends")
        )
    }
}
