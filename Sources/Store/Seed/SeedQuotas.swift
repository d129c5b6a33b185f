import Budget
import Foundation
import Grants
import Money
import Postgres

/// Quotas of the 21 partners, worked out from needs that are invented: how many learners they have at risk was never published.
extension Seed {
    /// The lines whose money goes to partners, and whether the quotas of the demonstration were agreed to already.
    private static let divided = [
        (need: NeedKind.reading, isAgreed: true), (.transcript, true), (.risk, true), (.mentor, false),
        (.learners, true),
    ]

    func quotas() async throws {
        let officer = try await visitor("programma@kopiena.example", in: SeedAccount.agency)
        let finance = try await visitor("finanses@kopiena.example", in: SeedAccount.agency)
        let partners = try await stores.partners.needs(for: officer)
        for (number, partner) in partners.enumerated() {
            try await stores.partners.say(
                Self.invented(number),
                of: partner.organisation,
                key: Self.key("needs.\(number)"),
                by: officer
            )
        }
        for (need, isAgreed) in Self.divided {
            guard let code = need.line, let table = try await stores.finances.quotas(of: code, for: officer) else {
                continue
            }
            let proposed = try await propose(table, by: need, officer)
            if isAgreed { try await stores.finances.approve(proposed.id, by: finance) }
        }
    }

    private func propose(_ table: QuotaTable, by need: NeedKind, _ officer: Visitor) async throws -> Proposed {
        let claims = table.rows.compactMap { row in
            QuotaTable.holder(row.partner.organisation).map {
                Distribution.Claim($0, need: Int64(row.partner.learners[need] ?? 0))
            }
        }
        let divided = try Distribution(of: table.whole.cents, among: claims)
        var quotas: [Organisation.ID: Euro] = [:]
        var rows: [DistributionWorking.Row] = []
        for (row, share) in zip(table.rows, divided.shares) {
            if share.amount > 0 { quotas[row.partner.organisation] = Euro(cents: share.amount) }
            rows.append(
                DistributionWorking.Row(partner: row.partner.name, share: share, quota: share.amount, adjusted: nil)
            )
        }
        return try await stores.finances.propose(
            quotas: quotas,
            of: table.line,
            working: DistributionWorking(
                need: need,
                basis: .anew,
                whole: table.whole.cents,
                least: 0,
                most: nil,
                rows: rows
            ),
            key: Self.key("quotas.\(table.line.code)"),
            effective: Day(2025, 9, 1) ?? .epoch,
            reason: "Paraugs: kvotas pēc izdomātiem izglītojamo skaitiem",
            by: officer
        )
    }

    /// Numbers without a likeness to any partner's own.
    private static func invented(_ number: Int) -> [NeedKind: Int] {
        let learners = 400 + 173 * (number * 7 % 11) + 29 * number
        return [
            .learners: learners, .reading: learners / 9, .transcript: learners / 60 + 1, .risk: learners / 4,
            .mentor: learners / 45 + 2, .minority: learners / 12,
        ]
    }
}
