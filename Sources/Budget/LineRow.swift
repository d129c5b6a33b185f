import Money
import Postgres

/// The statement on what is known of funding lines.
enum LineRow {
    /// All lines in the order of the law, each before its parts, with the target counts of the moment.
    static func all(_ moment: Moment, in tx: Postgres.Transaction) async throws -> [Line] {
        let counts: SQL =
            switch moment {
            case .now: "true"
            case .asOf(let day): "effective <= \(day.iso)::date"
            case .knownAt(let instant): "decided_at <= \(instant)"
            }
        return try await tx.rows(
            """
            SELECT l.node_id, l.code, l.parent_line, l.is_support, lower(l.valid)::text AS starts,
                   (upper(l.valid) - 1)::text AS ends, l.name_lv, l.name_en, l.point, l.mode, l.published_count, l.target_unit,
                   l.unit_cents, l.published_cents, l.other_count, l.other_cents, l.result_lv, l.result_en, l.result_source,
                   t.befores, t.counts, t.proposals, t.causes, t.days
              FROM budget.lines l
              LEFT JOIN (SELECT node_id, array_agg(before_count ORDER BY version DESC) AS befores,
                                array_agg(count ORDER BY version DESC) AS counts,
                                array_agg(proposal_id ORDER BY version DESC) AS proposals,
                                array_agg(cause ORDER BY version DESC) AS causes,
                                array_agg(effective::text ORDER BY version DESC) AS days
                           FROM budget.targets
                          WHERE \(counts)
                          GROUP BY node_id) t USING (node_id)
             ORDER BY string_to_array(l.point, '.')::int[], l.code
            """
        ).map(read)
    }

    private static func read(_ row: Row) throws -> Line {
        let mode: String = try row.get("mode")
        let amendments = try amendments(row)
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
            target: try target(row, amendments.first?.count),
            amendments: amendments,
            unitCeiling: try euro(row, "unit_cents"),
            published: try euro(row, "published_cents"),
            otherReading: amendments.isEmpty ? try other(row) : nil,
            result: try words(row),
            resultSource: try row.find("result_source")
        )
    }

    private static func euro(_ row: Row, _ column: String) throws -> Euro? {
        try row.find(column, as: Int64.self).map { Euro(cents: $0) }
    }

    private static func target(_ row: Row, _ amended: Int?) throws -> Line.Target? {
        let published: Int? = try row.find("published_count")
        guard let count = amended ?? published, let unit: String = try row.find("target_unit") else { return nil }
        return Line.Unit(rawValue: unit).map { Line.Target(count: count, unit: $0) }
    }

    private static func amendments(_ row: Row) throws -> [Line.Amendment] {
        guard let counts: [Int] = try row.find("counts") else { return [] }
        let (befores, proposals): ([Int], [Int64]) = try (row.get("befores"), row.get("proposals"))
        let (causes, days): ([String], [String]) = try (row.get("causes"), row.get("days"))
        return counts.indices.map { index in
            Line.Amendment(
                before: befores[index],
                count: counts[index],
                proposal: Proposal.ID(proposals[index]),
                cause: DocumentReference(sqlText: causes[index]),
                effective: Day(iso: days[index]) ?? .epoch
            )
        }
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
