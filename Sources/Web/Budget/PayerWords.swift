import Budget
import Money
import Site

/// Who pays for what the programme spends.
enum Payer: String {
    /// The European Social Fund Plus.
    case fund
    /// The state.
    case state
}

extension Texts {
    /// Who pays a row's sums, and whether that is booked, reckoned, or some of each.
    func payer(_ payer: Payer, of portions: Portions) -> String {
        let kinds = portions.kinds
        let how = kinds.isPaid ? kinds.isPlanned ? "mixed" : "booked" : "reckoned"
        return self("payers.\(payer.rawValue).\(how)")
    }

    /// How a column is split: by its bookings where the bank has moved the money, by reckoning where not.
    func splitting(_ portion: Portion) -> String {
        self("payers.split.\(portion.isPaid ? "booked" : "reckoned")")
    }
}

extension Texts {
    /// Who pays of a posting, both without a sign, as its sum stands in a column; nothing where nobody asks.
    func parts(of amount: Euro, _ part: PostingParts.Part?) -> View {
        guard let part else { return ["hasParts": false] }
        let sums = [part.fund, amount - part.fund].map { $0 < .zero ? .zero - $0 : $0 }
        return [
            "hasParts": true, "fund": self.amount(sums[0].cents), "state": self.amount(sums[1].cents),
            "how": how(part),
        ]
    }

    /// How the parts of a posting are known.
    func how(_ part: PostingParts.Part) -> String {
        self("ledger.parts.\(part.isBooked ? "booked" : "reckoned")")
    }
}

/// The rows under a row of sums that say what the fund pays of each and what the state does, for `budget/sums-row` and its like.
struct PayerRows {
    let texts: Texts
    /// The columns in their order.
    let columns: [Portion]

    /// - Parameters:
    ///   - held: the sums of the row above.
    ///   - fund: what the fund pays of each; nothing where nobody asks.
    func views(of held: Portions, fund: Portions?, kind: String = "split") -> [View] {
        guard let fund else { return [] }
        let parts: [(Payer, Portions)] = [(.fund, fund), (.state, held - fund)]
        return parts.map { payer, part in
            [
                "label": texts.payer(payer, of: held), "note": nil, "href": nil, "kind": kind,
                "total": texts.amount(part.total.cents), "totalHref": nil, "cells": columns.map { cell(part, $0) },
            ]
        }
    }

    private func cell(_ part: Portions, _ portion: Portion) -> View {
        let isZero = part[portion] == .zero
        return [
            "sum": isZero ? texts("budget.nothing") : texts.amount(part[portion].cents), "isZero": isZero, "href": nil,
            "label": texts.portion(portion),
        ]
    }

    /// The heads of the columns, with how each is split where somebody asks.
    func heads(split isSplit: Bool) -> [View] {
        columns.map { ["label": texts.portion($0), "note": isSplit ? texts.splitting($0) : nil] }
    }

    /// Who pays by which rule, in one sentence for below a table.
    func note(_ rate: SourceRate, _ key: String = "budget.sources.note") -> String {
        texts(key, ["share": texts.percent(basisPoints: rate.basisPoints), "point": rate.point])
    }
}
