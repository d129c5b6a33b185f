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
}

extension Books {
    /// The money of a partner, for the agency's people; nothing if there is no such organisation. Three statements.
    public func money(
        of organisation: Organisation.ID,
        _ moment: Budget.Moment,
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
            return PartnerMoney(
                partner: partner,
                holdings: try await Self.holdings(of: partner, moment, place, in: tx),
                lineNames: try Self.names(row)
            )
        }
    }

    /// The money of the partner somebody acts for. Three statements.
    public func ownMoney(_ moment: Budget.Moment, after place: HoldingPlace? = nil, for visitor: Visitor) async throws
        -> PartnerMoney
    {
        guard !visitor.isStaff else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let row = try await tx.row("SELECT \(Self.names)")
            return PartnerMoney(
                partner: visitor.organisation,
                holdings: try await Self.holdings(of: visitor.organisation, moment, place, in: tx),
                lineNames: try row.map(Self.names) ?? [:]
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
