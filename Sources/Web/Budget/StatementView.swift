import Budget
import Foundation
import Money
import Site
import Store

/// The statement of an account, `budget/statement`.
struct StatementView {
    let texts: Texts
    let choice: StatementChoice
    let links: LedgerLinks
    let sheet: Named<StatementSheet>

    private var statement: Statement { sheet.content.statement }
    private var page: StatementPage { sheet.content.page }
    private var account: LedgerAccount { statement.account }
    private var parts: PostingParts? { sheet.content.parts }
    private var path: String { "/work/budget/accounts/\(account.id)" }

    var view: View {
        let file = "\(path)/statement"
        let newer = page.hasPrevious ? page.lines.first : nil
        let older = page.hasNext ? page.lines.last : nil
        return fields.adding([
            "name": texts.account(account.stage, account.document, at: account.nodeCode),
            "overviewHref": links.overview,
            "nodeCode": account.document == nil ? nil : account.nodeCode,
            "documentHref": links.document(account.document), "document": account.document.map { texts.document($0) },
            "moment": choice.when.view(texts, path, keeping: choice.fields + choice.budget.rest),
            "sources": choice.budget.sources(texts, choice.narrowed(path), rate: parts?.rate),
            "split": parts.map { PayerRows(texts: texts, columns: []).note($0.rate, "ledger.parts.note") },
            "figures": figures, "sentence": sentence,
            "action": path, "clearHref": choice.all(path), "filtered": choice.isNarrow,
            "kept": (choice.looks + choice.order).map { field -> View in
                ["name": field.name, "value": field.value]
            },
            "anyRows": !page.lines.isEmpty, "rows": page.lines.map { row($0) },
            "orderHref": choice.reversed(path), "sorted": choice.newestFirst ? "descending" : "ascending",
            "arrow": choice.newestFirst ? "↓" : "↑",
            "caption": "\(texts("ledger.statement.caption")). \(choice.when.sentence(texts))",
            "newer": newer.map { choice.address(path, [("before", "\($0.version)")]) },
            "older": older.map { choice.address(path, [("after", "\($0.version)")]) },
            "xlsxHref": choice.address("\(file).xlsx"), "csvHref": choice.address("\(file).csv"),
            "excelHref": choice.address("\(file).csv", [("for", "excel")]),
            "isAsOf": isAsOf,
        ])
    }

    private var isAsOf: Bool {
        if case .asOf = choice.when.moment { true } else { false }
    }

    /// What stands there, and for a period what stood there before and after it.
    private var figures: [View] {
        var figures = [figure("balance", account.balance)]
        guard let sums = statement.sums else { return figures }
        let filter = choice.filter(of: account.id)
        if let from = filter.from { figures.append(figure("opening", sums.opening, ["day": texts.day(from)])) }
        figures += [figure("came", sums.came), figure("went", sums.went)]
        if let through = filter.through { figures.append(figure("closing", sums.closing, ["day": texts.day(through)])) }
        return figures
    }

    private func figure(_ key: String, _ sum: Euro, _ values: [String: String] = [:]) -> View {
        ["term": texts("ledger.statement.\(key)", values), "sum": texts.money(sum.cents)]
    }

    private var sentence: String {
        guard let sums = statement.sums else {
            return texts("ledger.statement.many", ["n": texts.number(Int(statement.postings))])
        }
        return sums.count == 0
            ? texts("ledger.statement.none") : texts.plural("ledger.statement.found", sums.count)
    }

    private var fields: View {
        let any = Field.Choice(value: "", label: texts("ledger.filter.any"))
        let verbs = Verb.allCases.map { Field.Choice(value: $0.rawValue, label: texts("ledger.verb.\($0.rawValue)")) }
        let verb = Field("verb", label: texts("ledger.filter.verb"))
        return [
            "verbField": verb.choices([any] + verbs, chosen: [choice.filter(of: account.id).verb?.rawValue ?? ""]),
            "narrowFields": [
                narrow("from", fault: "day_wrong", hint: "day_hint"),
                narrow("until", fault: "day_wrong", hint: "day_hint"),
                narrow("least", fault: "sum_wrong"), narrow("most", fault: "sum_wrong"),
            ],
        ]
    }

    private func narrow(_ name: String, fault: String, hint: String? = nil) -> View {
        Field(
            name,
            label: texts("ledger.filter.\(name)"),
            hint: hint.map { texts("ledger.filter.\($0)") },
            error: choice.misread.contains(name) ? texts("ledger.filter.\(fault)") : nil
        ).text(choice[name], width: "w8", autocomplete: "off")
    }

    private func row(_ line: StatementLine) -> View {
        let move = line.move
        let came = line.amount > .zero
        let part = parts?.part(of: line.amount, at: account, leaving: line.balance, by: move.id)
        return texts.parts(of: line.amount, part).adding([
            "number": texts.number(Int(line.version)), "effective": texts.day(move.effective),
            "recorded": "\(texts.date(move.recordedAt)) \(texts.time(move.recordedAt))", "what": texts.verb(move),
            "moveHref": links.move(move.id),
            "counters": line.counters.map { counter($0) }, "more": line.hasMoreCounters,
            "reason": move.reason.isEmpty ? nil : move.reason,
            "cause": move.cause.map { texts.document($0) }, "causeHref": links.document(move.cause),
            "who": sheet.name(of: move.person) ?? texts("ledger.service"),
            "approvedBy": sheet.name(of: move.approvedBy),
            "came": came ? texts.amount(line.amount.cents) : nil,
            "went": came ? nil : texts.amount((Euro.zero - line.amount).cents),
            "balance": texts.amount(line.balance.cents),
        ])
    }

    private func counter(_ counter: StatementLine.Counter) -> View {
        [
            "label": texts.account(counter.stage, counter.document, at: counter.nodeCode),
            "href": links.account(counter.id),
        ]
    }
}
