import Money
import Postgres

/// The statement on what is known of funding lines.
enum LineRow {
    /// All lines in the order of the law, each before its parts.
    static func all(in tx: Postgres.Transaction) async throws -> [Line] {
        try await tx.rows(
            """
            SELECT node_id, code, parent_line, is_support, lower(valid)::text AS starts, (upper(valid) - 1)::text AS ends, name_lv,
                   name_en, point, mode, target_count, target_unit, unit_cents, published_cents, other_count, other_cents, result_lv,
                   result_en, result_source
              FROM budget.lines
             ORDER BY string_to_array(point, '.')::int[], code
            """
        ).map(read)
    }

    private static func read(_ row: Row) throws -> Line {
        let mode: String = try row.get("mode")
        return Line(
            node: Node.ID(try row.get("node_id")),
            code: try row.get("code"),
            parentLine: try row.find("parent_line"),
            isSupport: try row.get("is_support"),
            starts: try row.find("starts", as: String.self).flatMap { Day(iso: $0) },
            ends: try row.find("ends", as: String.self).flatMap { Day(iso: $0) },
            name: Line.Words(lv: try row.get("name_lv"), en: try row.get("name_en")),
            point: try row.get("point"),
            mode: Line.Mode(rawValue: mode) ?? .own,
            target: try target(row),
            unitCeiling: try euro(row, "unit_cents"),
            published: try euro(row, "published_cents"),
            otherReading: try other(row),
            result: try words(row),
            resultSource: try row.find("result_source")
        )
    }

    private static func euro(_ row: Row, _ column: String) throws -> Euro? {
        try row.find(column, as: Int64.self).map { Euro(cents: $0) }
    }

    private static func target(_ row: Row) throws -> Line.Target? {
        guard let count: Int = try row.find("target_count"), let unit: String = try row.find("target_unit") else {
            return nil
        }
        return Line.Unit(rawValue: unit).map { Line.Target(count: count, unit: $0) }
    }

    private static func other(_ row: Row) throws -> Line.Reading? {
        guard let count: Int = try row.find("other_count"), let money = try euro(row, "other_cents") else { return nil }
        return Line.Reading(count: count, money: money)
    }

    private static func words(_ row: Row) throws -> Line.Words? {
        guard let lv: String = try row.find("result_lv"), let en: String = try row.find("result_en") else { return nil }
        return Line.Words(lv: lv, en: en)
    }
}
