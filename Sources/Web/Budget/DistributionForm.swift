import Budget
import Foundation
import Grants
import Money
import Site
import Store

/// The distribution of a line's money as it was filled in, and what the rule makes of it.
struct DistributionForm {
    /// What an officer wants, whole.
    struct Wish {
        let quotas: [Organisation.ID: Euro]
        let working: DistributionWorking
        let effective: Day
        let reason: String
    }

    private let table: QuotaTable
    private let values: Form
    private let page: PageContext

    /// - Parameter values: what was sent; on the first look what stands in the address.
    init(_ table: QuotaTable, _ values: Form, _ page: PageContext) {
        (self.table, self.values, self.page) = (table, values, page)
    }

    private var texts: Texts { page.texts }

    private func typed(_ name: String) -> String { values.trimmed(name) }

    private var need: NeedKind {
        NeedKind(rawValue: typed("need")) ?? NeedKind.allCases.first { $0.line == table.line.code } ?? .learners
    }

    private var effective: Day? {
        guard values.find("effective.day") != nil else { return OfficeTime.day(of: page.now) }
        return Day(typed: "\(typed("effective.day")).\(typed("effective.month")).\(typed("effective.year"))")
    }

    /// A sum of a field; nothing where the field is empty, and an error where it cannot be read.
    private func sum(_ name: String, _ errors: inout [FormError]) -> Euro? {
        guard !typed(name).isEmpty else { return nil }
        guard let sum = Euro(typed: typed(name)), sum >= .zero, sum.cents <= 1_000_000_000_000_000 else {
            errors.append(FormError(field: Self.anchor(name), sentence: texts("proposals.wrong.sum")))
            return nil
        }
        return sum
    }

    private static func anchor(_ name: String) -> String { name.replacing(".", with: "-") }

    /// The shares by the rule, in the order of the table, or what keeps it from being worked out.
    private func divided(_ errors: inout [FormError]) -> Distribution? {
        let least = sum("least", &errors) ?? .zero
        let most = sum("most", &errors)
        let whole = sum("whole", &errors) ?? table.whole
        guard errors.isEmpty else { return nil }
        let claims = table.rows.compactMap { row in
            DocumentReference(kind: "partner", key: row.partner.organisation.description).map {
                Distribution.Claim($0, need: Int64(row.partner.learners[need] ?? 0))
            }
        }
        do {
            return try Distribution(of: whole.cents, among: claims, least: least.cents, most: most?.cents)
        } catch {
            let (field, key) =
                switch error {
                case .noNeed: ("need", "no_need")
                case .leastTooMuch: ("least", "least")
                case .impossible: ("most", "bounds")
                }
            errors.append(FormError(field: field, sentence: texts("quotas.wrong.\(key)")))
            return nil
        }
    }

    /// What is to be proposed, or what keeps it from being that.
    func wish() -> (Wish?, [FormError]) {
        var errors: [FormError] = []
        guard let divided = divided(&errors) else { return (nil, errors) }
        func wrong(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
            errors.append(FormError(field: Self.anchor(field), sentence: texts("quotas.wrong.\(key)", facts)))
        }
        var quotas: [Organisation.ID: Euro] = [:]
        var rows: [DistributionWorking.Row] = []
        for (row, share) in zip(table.rows, divided.shares) {
            let id = row.partner.organisation
            let own = sum("own.\(id)", &errors)
            let quota = own ?? Euro(cents: share.amount)
            let isAdjusted = quota.cents != share.amount
            if isAdjusted, typed("why.\(id)").isEmpty { wrong("why.\(id)", "why") }
            if typed("why.\(id)").unicodeScalars.count > 300 { wrong("why.\(id)", "why_long") }
            if quota < row.bound { wrong("own.\(id)", "bound", ["sum": texts.money(row.bound.cents)]) }
            if quota != row.given { quotas[id] = quota }
            rows.append(
                DistributionWorking.Row(
                    partner: row.partner.name,
                    share: share,
                    quota: quota,
                    adjusted: isAdjusted ? typed("why.\(id)") : nil
                )
            )
        }
        let all = rows.reduce(Euro.zero) { $0 + Euro(cents: $1.quota) }
        if all > table.whole { wrong("whole", "too_much", ["sum": texts.money((all - table.whole).cents)]) }
        if page.form["action"] == "propose" {
            if typed("reason").isEmpty { wrong("reason", "reason") }
            if effective == nil { wrong("effective", "day") }
            if errors.isEmpty, quotas.isEmpty { wrong("need", "nothing") }
        }
        guard errors.isEmpty else { return (nil, errors) }
        var ignored: [FormError] = []
        let working = DistributionWorking(
            need: need,
            whole: Euro(cents: divided.whole),
            least: sum("least", &ignored) ?? .zero,
            most: sum("most", &ignored),
            rows: rows
        )
        let day = effective ?? OfficeTime.day(of: page.now)
        return (Wish(quotas: quotas, working: working, effective: day, reason: typed("reason")), [])
    }

    func view(_ errors: [FormError]) -> View {
        var ignored: [FormError] = []
        let divided = divided(&ignored)
        func error(_ name: String) -> String? { errors.first { $0.field == Self.anchor(name) }?.sentence }
        func field(_ name: String, hint: String? = nil, isOptional: Bool = false) -> Field {
            Field(
                name,
                label: texts("quotas.field.\(name)"),
                hint: hint.map { texts("quotas.hint.\($0)") },
                error: error(name),
                isOptional: isOptional
            )
        }
        let needs = NeedKind.allCases.map {
            Field.Choice(value: $0.rawValue, label: texts("needs.kind.\($0.rawValue)"))
        }
        let day = effective
        let rows: [View] = table.rows.enumerated().map { index, row in
            let id = row.partner.organisation
            let share = divided?.shares[index]
            return [
                "partner": row.partner.name,
                "need": row.partner.learners[need].map { texts.number($0) } ?? "–",
                "given": texts.amount(row.given.cents),
                "share": share.map { texts.amount($0.amount) } ?? "–",
                "reason": share.map { texts("quotas.reason.\($0.reason.rawValue)") },
                "ownID": "own-\(id)", "ownName": "own.\(id)", "own": typed("own.\(id)"), "ownError": error("own.\(id)"),
                "whyID": "why-\(id)", "whyName": "why.\(id)", "why": typed("why.\(id)"), "whyError": error("why.\(id)"),
                "isAdjusted": ["own.\(id)", "why.\(id)"].contains { !typed($0).isEmpty || error($0) != nil },
            ]
        }
        let given = table.rows.reduce(Euro.zero) { $0 + $1.given }
        return [
            "code": table.line.code, "address": "/work/budget/lines/\(table.line.code.urlEncoded)/distribution",
            "key": page.formKey, "rows": rows, "hasRows": !rows.isEmpty,
            "mayPropose": page.visitorIfAny?.has(.officer, .finance) ?? false,
            "all": texts.money(table.whole.cents), "givenInAll": texts.amount(given.cents),
            "shareInAll": divided.map { texts.amount($0.shares.reduce(0) { $0 + $1.amount }) } ?? "–",
            "rest": divided.flatMap { $0.rest > 0 ? texts.money($0.rest) : nil },
            "need": field("need", hint: "need").choices(needs, chosen: [need.rawValue]),
            "whole": field("whole", hint: "whole", isOptional: true).money(typed("whole")),
            "least": field("least", isOptional: true).money(typed("least")),
            "most": field("most", isOptional: true).money(typed("most")),
            "effective": field("effective").date(
                day: values.find("effective.day") ?? day.map { String($0.day) } ?? "",
                month: values.find("effective.month") ?? day.map { String($0.month) } ?? "",
                year: values.find("effective.year") ?? day.map { String($0.year) } ?? ""
            ),
            "reason": field("reason").textArea(typed("reason"), rows: 3),
        ]
    }
}
