import Budget
import Money
import Site
import Store

/// One line: what is known of it, what stands at its calls and quotas, and its documents, `budget/line`.
struct LineView {
    let sheet: LineSheet
    let choice: LineChoice
    let links: BudgetLinks

    private var texts: Texts { links.texts }
    private var line: Line { sheet.line.line }
    private var path: String { "/work/budget/lines/\(line.code.urlEncoded)" }
    private var rate: SourceRate? { choice.budget.showsSources ? sheet.terms.rate : nil }

    var view: View {
        let documents = LineDocuments(sheet: sheet, choice: choice, links: links, path: path)
        return [
            "name": texts.words(line.name), "backHref": choice.budget.address(OverviewView.path),
            "moment": choice.budget.when.view(texts, path, keeping: choice.budget.rest + choice.filter),
            "sentence": choice.budget.when.sentence(texts), "facts": facts, "reading": reading,
            "barMarkup": BudgetBar(portions: sheet.line.whole, texts: texts).draw(), "key": BudgetBar.key(texts),
            "sums": table.view,
            "sources": choice.budget.sources(texts, "\(choice.narrowed(path, []))#sums", rate: sheet.terms.rate),
            "documents": documents.view, "proposalsHref": links.proposals,
            "forecastHref": links.forecast(of: line.code),
            "distributionHref": line.mode == .quota && sheet.parts.isEmpty
                ? "\(path)/distribution" : nil,
        ]
    }

    private var facts: [View] {
        let unknown = texts("budget.not_published")
        var facts = [
            fact("code", line.code), fact("point", texts("budget.fact.law", ["point": line.point])),
            fact("mode", texts("budget.mode.\(line.mode.rawValue)")), fact("period", period),
            fact("published", line.published.map { texts.money($0.cents) } ?? unknown),
        ]
        if let target = line.target {
            let unit = texts("budget.unit.\(target.unit.rawValue)")
            facts += [
                fact("target", "\(texts.number(target.count)) (\(unit))"),
                fact("commitments", texts.number(sheet.line.commitments)),
            ]
        }
        facts += line.amendments.map { amendment($0) }
        if let ceiling = line.unitCeiling { facts.append(fact("ceiling", texts.money(ceiling.cents))) }
        if let result = line.result {
            facts.append(fact("result", texts.words(result)))
            if let source = line.resultSource { facts.append(fact("source", source)) }
        }
        return facts
    }

    /// What set the target count, and to what.
    private func amendment(_ amendment: Line.Amendment) -> View {
        let day = amendment.effective
        let sentence = texts(
            "targets.history",
            [
                "before": texts.number(amendment.before), "count": texts.number(amendment.count),
                "number": amendment.cause?.key ?? "", "day": texts.date(year: day.year, month: day.month, day: day.day),
            ]
        )
        return [
            "term": texts("targets.amended"), "fact": sentence,
            "href": links.proposals.map { "\($0)/\(amendment.proposal)" },
        ]
    }

    private func fact(_ key: String, _ fact: String) -> View {
        ["term": texts("budget.fact.\(key)"), "fact": fact, "href": nil]
    }

    private var period: String {
        let unlimited = texts("budget.fact.unlimited")
        guard line.starts != nil || line.ends != nil else { return unlimited }
        let days = [line.starts, line.ends].map { day in
            day.map { texts.date(year: $0.year, month: $0.month, day: $0.day) } ?? unlimited
        }
        return days.joined(separator: " – ")
    }

    /// Both ways to read what was published, where it can be read in two.
    private var reading: View? {
        guard let other = line.otherReading, let target = line.target, let published = line.published else {
            return nil
        }
        return [
            "taken": texts.plural("budget.reading.taken", target.count, reading(target.count, published)),
            "other": texts.plural("budget.reading.other", other.count, reading(other.count, other.money)),
        ]
    }

    private func reading(_ count: Int, _ money: Euro) -> [String: String] {
        let each = Euro(cents: (money.cents + Int64(count) / 2) / Int64(count))
        return ["sum": texts.money(money.cents), "each": texts.money(each.cents)]
    }

    private var table: SumsTable {
        let own = Portions(sheet.line.node)
        let nodes = sheet.nodes.filter { $0.node.parent == line.node }
        let funds = rate.map { sheet.line.fundParts($0, at: [sheet.line.node] + nodes) }
        let statement = links.account(sheet.line.node.accounts[.free])
        let atLine = SumsTable.Row(
            label: texts("budget.line.unassigned"),
            portions: own,
            fund: funds?[0] ?? Portions(),
            source: { _ in statement },
            totalHref: statement
        )
        let rows =
            [atLine] + sheet.parts.map { part($0) }
            + nodes.enumerated().map { node($1, fund: funds?[$0 + 1] ?? Portions()) }
        let isEmpty = sheet.line.whole.total == .zero && rows.count == 1
        return SumsTable(
            texts: texts,
            caption: texts("budget.table.caption", ["moment": choice.budget.when.sentence(texts)]),
            firstHead: texts("budget.line.place"),
            totalHead: texts("budget.table.total"),
            rows: isEmpty ? [atLine] : rows,
            total: SumsTable.Row(
                label: texts("budget.line.all"),
                portions: sheet.line.whole,
                fund: rate.map { sheet.line.fundParts($0) } ?? Portions()
            ),
            rate: rate
        )
    }

    private func part(_ part: LineSums) -> SumsTable.Row {
        SumsTable.Row(
            label: texts.words(part.line.name),
            note: part.line.code,
            href: links.line(part.line.code),
            portions: part.whole,
            fund: rate.map { part.fundParts($0) } ?? Portions(),
            source: { _ in links.line(part.line.code, "#sums") },
            totalHref: links.line(part.line.code, "#sums")
        )
    }

    private func node(_ node: NodeSums, fund: Portions) -> SumsTable.Row {
        let portions = Portions(node)
        return SumsTable.Row(
            label: sheet.name(of: node.node),
            note: texts("budget.kind.\(node.node.kind.rawValue)"),
            href: links.partner(node.node.holder),
            portions: portions,
            fund: fund,
            source: { portion in
                links.account(node.accounts[portion.stage])
                    ?? (portion.stage.isOfDocument
                        ? links.choice.address(
                            "\(path)?stage=\(portion.stage.rawValue)&node=\(node.node.code.urlEncoded)#documents"
                        ) : nil)
            },
            totalHref: nil
        )
    }
}

extension LineSheet {
    /// A quota by its holder's name, a call by its code.
    func name(of node: Node) -> String {
        node.holder.flatMap { holders[$0] } ?? node.code
    }

    /// The same for the code of a node.
    func name(of code: String) -> String {
        nodes.first { $0.node.code == code }.map { name(of: $0.node) } ?? code
    }
}
