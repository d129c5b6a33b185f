public import Money
public import Postgres

/// Who pays for what the programme spends: the European Social Fund Plus up to a share, the state the rest.
public struct SourceRate: Sendable, Hashable {
    /// The fund's share in hundredths of a percent.
    public let basisPoints: Int
    /// Point of MK 483 that says so.
    public let point: String

    /// A share, and who says so.
    public init(basisPoints: Int, point: String) {
        self.basisPoints = basisPoints
        self.point = point
    }

    /// The fund's part of a sum: never more than its share, and less than a cent below it.
    public func fundPart(of sum: Euro) -> Euro {
        let (whole, rest) = sum.cents.quotientAndRemainder(dividingBy: 10_000)
        let scaled = rest * Int64(basisPoints)
        // Towards minus infinity, where division rounds towards zero.
        let down: Int64 = scaled < 0 && scaled % 10_000 != 0 ? 1 : 0
        return Euro(cents: whole * Int64(basisPoints) + scaled / 10_000 - down)
    }

    /// The fund's parts of sums that come one after another: each is what the part of all so far grows by, so that they add up to
    /// the part of the whole and never exceed its share on the way.
    public func fundParts(of sums: [Euro]) -> [Euro] {
        var (whole, paid) = (Euro.zero, Euro.zero)
        return sums.map { sum in
            whole = whole + sum
            let before = paid
            paid = fundPart(of: whole)
            return paid - before
        }
    }
}

/// What holds for the programme as a whole on a day.
public struct ProgrammeTerms: Sendable, Hashable {
    /// The most that lines other than individual support may be assigned, in hundredths of a percent of what was appropriated
    /// (MK 483 p.20); nothing where there is no such rule.
    public let restBasisPoints: Int?
    /// Who pays; nothing on days for which no rate is set.
    public let rate: SourceRate?
}

extension Ledger {
    /// What holds on a day for the programme that a node lies under. One statement.
    public static func terms(over node: Node.ID, on day: Day, in tx: Postgres.Transaction) async throws
        -> ProgrammeTerms
    {
        let row = try await tx.row(
            """
            WITH RECURSIVE up AS (
                SELECT node_id, parent_id FROM budget.nodes WHERE node_id = \(node.rawValue)
                UNION ALL
                SELECT n.node_id, n.parent_id FROM budget.nodes n JOIN up ON n.node_id = up.parent_id
            )
            SELECT c.rest_basis_points, r.basis_points, r.point
              FROM up
              LEFT JOIN budget.caps c USING (node_id)
              LEFT JOIN budget.source_rates r ON r.node_id = up.node_id AND \(day.iso)::date <@ r.valid
             WHERE up.parent_id IS NULL
            """
        )
        let point: String? = try row?.find("point")
        let basisPoints: Int? = try row?.find("basis_points")
        var rate: SourceRate?
        if let point, let basisPoints { rate = SourceRate(basisPoints: basisPoints, point: point) }
        return ProgrammeTerms(restBasisPoints: try row?.find("rest_basis_points"), rate: rate)
    }

    /// What is known of all funding lines, in the order of the law. One statement.
    /// - Parameter moment: whose target counts are told.
    public static func lines(_ moment: Moment = .now, in tx: Postgres.Transaction) async throws -> [Line] {
        try await LineRow.all(moment, in: tx)
    }
}
