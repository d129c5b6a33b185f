import Foundation
import Grants
import Money
import Postgres

/// The statements of lists.
enum ApplicationListRow {
    /// A row with its place in the order.
    struct Placed: Sendable {
        let summary: ApplicationSummary
        let cursor: PageCursor
    }

    /// A page with what is known of its neighbours.
    struct Found: Sendable {
        let rows: [Placed]
        let hasPrevious: Bool
        let hasNext: Bool
        /// What there is in all, if that was asked and there is at least one row.
        let overview: Overview?
    }

    /// What a page says of the whole selection and its call.
    struct Overview: Sendable {
        /// How many applications are selected.
        let count: Int
        /// Who applies to the call, whatever is selected.
        let applicants: [ApplicationPage.Applicant]
    }

    static func page(
        _ filter: ApplicationFilter,
        _ sort: ApplicationSort,
        at position: PagePosition,
        size: Int,
        fewMatch: Bool,
        overviewUpTo limit: Int? = nil,
        in tx: Transaction
    ) async throws -> Found {
        var backwards = false
        var cursor: PageCursor?
        switch position {
        case .first: break
        case .after(let row): cursor = row
        case .before(let row): (cursor, backwards) = (row, true)
        }
        // A cursor of another order, or made up: the list begins anew.
        if let given = cursor, !sort.key.accepts(given.value) { (cursor, backwards) = (nil, false) }
        let descending = sort.descending != backwards
        var conditions = conditions(filter)
        if let cursor {
            let value = sort.key.value(cursor.value)
            conditions.append(
                descending
                    ? "(\(sort.key.column), a.application_id) < (\(value), \(cursor.id))"
                    : "(\(sort.key.column), a.application_id) > (\(value), \(cursor.id))"
            )
        }
        // The planner takes any search for a search of half a percent and walks the whole order for a word that is nowhere.
        // Where few rows match, they are fetched first (OFFSET 0 keeps the planner from undoing this) and then sorted.
        let matching: SQL =
            fewMatch
            ? "(SELECT * FROM application a WHERE \(SQL.joined(self.conditions(filter), separator: " AND ")) OFFSET 0)"
            : "application"
        let direction: SQL = descending ? "DESC" : "ASC"
        let overview: SQL =
            limit.map { Self.overview(filter, upTo: $0) } ?? "NULL::bigint AS found, NULL::text[] AS applicants"
        let read = try await tx.rows(
            """
            SELECT \(columns), (\(sort.key.column))::text AS sort_value, \(overview)
              FROM (SELECT a.*
                      FROM \(matching) a
                     WHERE \(SQL.joined(conditions, separator: " AND "))
                     ORDER BY \(sort.key.column) \(direction), a.application_id \(direction)
                     LIMIT \(size + 1)) a
              JOIN organisation o USING (organisation_id)
              JOIN call c USING (call_id)
             ORDER BY \(sort.key.column) \(direction), a.application_id \(direction)
            """
        )
        let placed = try read.map(placed)
        let rows = Array(placed.prefix(size))
        let more = read.count > size
        return Found(
            rows: backwards ? rows.reversed() : rows,
            hasPrevious: backwards ? more : cursor != nil,
            hasNext: backwards || more,
            overview: try read.first.flatMap { try Self.overview($0) }
        )
    }

    /// The keys of all that a filter selects, in order.
    static func keys(_ filter: ApplicationFilter, _ sort: ApplicationSort, in tx: Transaction) async throws -> [Int64] {
        let direction: SQL = sort.descending ? "DESC" : "ASC"
        let row = try await tx.row(
            """
            SELECT ARRAY(SELECT a.application_id
                           FROM application a
                          WHERE \(SQL.joined(conditions(filter), separator: " AND "))
                          ORDER BY \(sort.key.column) \(direction), a.application_id \(direction)) AS keys
            """
        )
        return try row?.get("keys") ?? []
    }

    /// What a list shows of these applications, in the order of the keys.
    static func rows(of keys: [Int64], in tx: Transaction) async throws -> [ApplicationSummary] {
        guard !keys.isEmpty else { return [] }
        return try await tx.rows(
            """
            SELECT \(columns)
              FROM unnest(\(keys)) WITH ORDINALITY AS wanted (application_id, place)
              JOIN application a USING (application_id)
              JOIN organisation o USING (organisation_id)
              JOIN call c USING (call_id)
             ORDER BY wanted.place
            """
        ).map(summary)
    }

    static func overview(_ filter: ApplicationFilter, upTo limit: Int, in tx: Transaction) async throws -> Overview? {
        try await tx.row("SELECT \(overview(filter, upTo: limit))").flatMap(overview)
    }

    /// Each applicant costs one look into the index, however many applications there are.
    private static func overview(_ filter: ApplicationFilter, upTo limit: Int) -> SQL {
        """
        (SELECT count(*)
           FROM (SELECT 1
                   FROM application a
                  WHERE \(SQL.joined(conditions(filter), separator: " AND "))
                  LIMIT \(limit)) a) AS found,
        ARRAY(SELECT o.organisation_id || ' ' || o.name
                FROM organisation o
               WHERE EXISTS (SELECT FROM application a
                              WHERE a.call_id = \(filter.call) AND a.organisation_id = o.organisation_id)
               ORDER BY o.name, o.organisation_id
               LIMIT \(ApplicationPage.mostApplicants + 1)) AS applicants
        """
    }

    private static func overview(_ row: Row) throws -> Overview? {
        guard let count: Int = try row.find("found") else { return nil }
        let applicants = try row.get("applicants", as: [String].self).compactMap { text in
            let parts = text.split(separator: " ", maxSplits: 1)
            return Organisation.ID(typed: String(parts[0])).map {
                ApplicationPage.Applicant(id: $0, name: parts.count < 2 ? "" : String(parts[1]))
            }
        }
        return Overview(count: count, applicants: applicants)
    }

    static func mine(
        _ organisation: Organisation.ID,
        to call: Call.ID? = nil,
        after cursor: PageCursor? = nil,
        limit: Int,
        in tx: Transaction
    ) async throws -> [(own: OwnApplication, cursor: PageCursor)] {
        let key = ApplicationSort.Key.updated
        var conditions: [SQL] = ["a.organisation_id = \(organisation)"]
        if let call { conditions.append("a.call_id = \(call)") }
        // What is no such place in the list is its beginning.
        if let cursor, key.accepts(cursor.value) {
            conditions.append("(a.updated_at, a.application_id) < (\(key.value(cursor.value)), \(cursor.id))")
        }
        return try await tx.rows(
            """
            SELECT \(columns), a.updated_at::text AS sort_value, \(ApplicationRow.closesBefore) AS closes_before
              FROM application a
              JOIN organisation o USING (organisation_id)
              JOIN call c USING (call_id)
             \(ApplicationRow.latest)
             WHERE \(SQL.joined(conditions, separator: " AND "))
             ORDER BY a.updated_at DESC, a.application_id DESC
             LIMIT \(limit)
            """
        ).map { row in
            let placed = try placed(row)
            let own = OwnApplication(summary: placed.summary, closesBefore: try row.get("closes_before"))
            return (own, placed.cursor)
        }
    }

    private static let columns: SQL = """
        \(ApplicationRow.columns), c.number AS call_number, a.title, o.name AS organisation_name, a.region,
        a.requested_cents, a.updated_at
        """

    private static func summary(_ row: Row) throws -> ApplicationSummary {
        try ApplicationSummary(
            application: ApplicationRow.read(row),
            callNumber: row.get("call_number"),
            title: row.get("title"),
            organisation: row.get("organisation_name"),
            region: row.find("region"),
            requested: row.get("requested_cents"),
            updatedAt: row.get("updated_at")
        )
    }

    private static func placed(_ row: Row) throws -> Placed {
        let summary = try summary(row)
        let cursor = PageCursor(id: summary.application.id.rawValue, value: try row.get("sort_value"))
        return Placed(summary: summary, cursor: cursor)
    }

    private static func conditions(_ filter: ApplicationFilter) -> [SQL] {
        var conditions: [SQL] = ["a.call_id = \(filter.call)"]
        if filter.states.count == 1, let state = filter.states.first {
            conditions.append("a.state = \(state)")
        } else if !filter.states.isEmpty {
            conditions.append("a.state = ANY (\(filter.states.map(\.rawValue).sorted()))")
        }
        if let organisation = filter.organisation { conditions.append("a.organisation_id = \(organisation)") }
        if let region = filter.region { conditions.append("a.region = \(region.withoutNUL)") }
        if let least = filter.atLeast { conditions.append("a.requested_cents >= \(least)") }
        if let most = filter.atMost { conditions.append("a.requested_cents <= \(most)") }
        let submitted = ApplicationSort.Key.submitted.column
        if filter.submittedFrom != nil || filter.submittedBefore != nil {
            let epoch = Date(timeIntervalSince1970: 0)
            conditions.append("\(submitted) > \(epoch)")
            conditions.append("\(submitted) >= \(filter.submittedFrom ?? epoch)")
            conditions.append("\(submitted) < \(filter.submittedBefore ?? .distantFuture)")
        }
        let text = String(filter.text.prefix(200)).withoutNUL
        if text.contains(where: { $0.isLetter || $0.isNumber }) {
            conditions.append("a.search @@ search_query(\(text))")
        }
        return conditions
    }
}

extension ApplicationSort.Key {
    /// The expression that an index holds in this order; for a table called `a`.
    var column: SQL {
        switch self {
        case .updated: "a.updated_at"
        case .submitted: "coalesce(a.submitted_at, timestamptz 'epoch')"
        case .requested: "a.requested_cents"
        case .title: "a.title"
        case .number: "coalesce(a.number, '') COLLATE \"C\""
        }
    }

    /// A cursor's value in the type of the column.
    func value(_ text: String) -> SQL {
        switch self {
        case .updated, .submitted: "\(text)::timestamptz"
        case .requested: "\(text)::bigint"
        case .title, .number: "\(text)"
        }
    }

    /// Whether a cursor's value can be one of this column: what the database could not read must not reach it.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .updated, .submitted: text.utf8.count <= 40 && Date(sqlText: text) != nil
        case .requested: Int64(text) != nil
        case .title, .number: text.utf8.count <= 1_300
        }
    }
}
