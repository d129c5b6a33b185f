public import Budget
public import Grants
public import Money
import Postgres

/// The money of one partner: its quotas on all lines, and the documents there.
public struct PartnerMoney: Sendable, Hashable {
    /// The partner.
    public let partner: Organisation
    /// What it holds.
    public let holdings: Holdings
    /// The names of all funding lines, by code.
    public let lineNames: [String: Bilingual]
    /// Who pays what it holds; nothing where nobody asks, and on days without a rate.
    public let parts: PartnerParts?
}

/// Who pays what a partner holds.
public struct PartnerParts: Sendable, Hashable {
    /// The fund's parts of its quotas, as the pages of their lines say them.
    public let quotas: [Node.ID: Portions]
    /// Who pays what its documents hold.
    public let documents: DocumentParts
}

extension Books {
    /// The money of a partner, for the agency's people; nothing if there is no such organisation. Three statements, and four more where
    /// the sources are told apart.
    /// - Parameter day: whose rate between the sources counts; nothing where they are not told apart.
    public func money(
        of organisation: Organisation.ID,
        _ moment: Budget.Moment,
        splitOn day: Day? = nil,
        after place: HoldingPlace? = nil,
        for visitor: Visitor
    ) async throws -> PartnerMoney? {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let row = try await tx.row(
                "SELECT \(OrganisationRow.columns), \(Self.names) FROM organisation o WHERE o.organisation_id = \(organisation)"
            )
            guard let row else { return nil }
            let partner = try OrganisationRow.read(row)
            guard partner.kind != .agency else { return nil }
            let holdings = try await Self.holdings(of: partner, moment, place, in: tx)
            return PartnerMoney(
                partner: partner,
                holdings: holdings,
                lineNames: try Self.names(row),
                parts: try await Self.parts(of: holdings, moment, on: day, in: tx)
            )
        }
    }

    /// The money of the partner somebody acts for. Three statements, and four more where the sources are told apart.
    /// - Parameter day: whose rate between the sources counts; nothing where they are not told apart.
    public func ownMoney(
        _ moment: Budget.Moment,
        splitOn day: Day? = nil,
        after place: HoldingPlace? = nil,
        for visitor: Visitor
    ) async throws -> PartnerMoney {
        guard !visitor.isStaff else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let row = try await tx.row("SELECT \(Self.names)")
            let holdings = try await Self.holdings(of: visitor.organisation, moment, place, in: tx)
            return PartnerMoney(
                partner: visitor.organisation,
                holdings: holdings,
                lineNames: try row.map(Self.names) ?? [:],
                parts: try await Self.parts(of: holdings, moment, on: day, in: tx)
            )
        }
    }

    private static func holdings(
        of partner: Organisation,
        _ moment: Budget.Moment,
        _ place: HoldingPlace?,
        in tx: Transaction
    ) async throws -> Holdings {
        guard let holder = DocumentReference(kind: "partner", key: partner.id.description) else { throw Missing() }
        return try await Ledger.holdings(of: holder, moment, after: place, in: tx)
    }

    /// Quotas are split as the pages of their lines split them, so the lines are read as these read them.
    private static func parts(of holdings: Holdings, _ moment: Budget.Moment, on day: Day?, in tx: Transaction)
        async throws
        -> PartnerParts?
    {
        guard let day, !holdings.quotas.isEmpty else { return nil }
        let nodes = try await Ledger.overview(moment, splits: true, in: tx)
        guard let programme = nodes.first(where: { $0.node.kind == .programme }),
            let rate = try await Ledger.terms(over: programme.node.id, on: day, in: tx).rate
        else { return nil }
        let lines = LineSums.all(nodes, try await Ledger.lines(moment, in: tx))
        return PartnerParts(
            quotas: LineSums.fundParts(rate, of: lines, at: nodes).filter { id, _ in
                holdings.quotas.contains { $0.node == id }
            },
            documents: try await Ledger.parts(of: holdings.documents.map(\.place), at: rate, moment, in: tx)
        )
    }

    /// All lines in one row: they are few, and a row needs no statement of its own.
    private static let names: SQL = """
        ARRAY(SELECT code FROM funding_line ORDER BY code) AS line_codes,
        ARRAY(SELECT name_lv FROM funding_line ORDER BY code) AS line_names_lv,
        ARRAY(SELECT name_en FROM funding_line ORDER BY code) AS line_names_en
        """

    private static func names(_ row: Row) throws -> [String: Bilingual] {
        let codes: [String] = try row.get("line_codes")
        let latvian: [String] = try row.get("line_names_lv")
        let english: [String] = try row.get("line_names_en")
        let names = zip(latvian, english).map { Bilingual(lv: $0, en: $1) }
        return Dictionary(uniqueKeysWithValues: zip(codes, names))
    }
}
