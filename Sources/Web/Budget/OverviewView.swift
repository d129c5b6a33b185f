import Budget
import Money
import Site
import Store

/// The programme's money at a glance, line by line and to the cent, `budget/overview`.
struct OverviewView {
    static let path = "/work/budget"

    let sums: ProgrammeSums
    let links: BudgetLinks

    private var texts: Texts { links.texts }
    private var choice: BudgetChoice { links.choice }
    private var rate: SourceRate? { choice.showsSources ? sums.terms.rate : nil }

    /// Lines with published money, and any other that was given some.
    private var shown: [LineSums] {
        sums.lines.filter { $0.line.mode != .own || $0.whole.total > .zero }
    }

    var view: View {
        [
            "sentence": choice.when.sentence(texts),
            "moment": choice.when.view(texts, Self.path, keeping: choice.rest),
            "figures": figures, "bars": shown.map { bar($0) }, "key": BudgetBar.key(texts), "cap": cap,
            "sums": table.view, "own": sums.lines.filter { $0.line.mode == .own }.map { own($0) },
            "sources": choice.sources(texts, Self.path + "#sums", rate: sums.terms.rate),
            "xlsxHref": choice.address("\(Self.path).xlsx"), "csvHref": choice.address("\(Self.path).csv"),
            "excelHref": choice.address("\(Self.path).csv?for=excel"), "proposalsHref": links.proposals,
            "forecastHref": links.forecast(),
        ]
    }

    private var figures: [View] {
        let source = links.account(sums.programme.accounts[.source])
        let free = links.account(sums.programme.accounts[.free])
        return [
            figure("appropriated", sums.appropriated, source), figure("assigned", sums.assigned, "#sums"),
            figure("unassigned", sums.unassigned, free),
        ]
    }

    private func figure(_ key: String, _ sum: Euro, _ href: String?) -> View {
        ["label": texts("budget.\(key)"), "sum": texts.money(sum.cents), "href": href]
    }

    private func bar(_ line: LineSums) -> View {
        let whole = line.whole
        let left = line.node[.free]
        let bound = whole.total - whole[.free] - whole[.quota]
        return [
            "name": texts.words(line.line.name), "code": line.line.code, "href": links.line(line.line.code),
            "isPart": line.line.parentLine != nil, "toConfirm": line.line.otherReading != nil,
            "barMarkup": BudgetBar(portions: whole, texts: texts).draw(), "assigned": texts.amount(whole.total.cents),
            "bound": texts.share(bound, of: whole.total), "target": target(line),
            // The published parts of the line do not add up to it.
            "left": line.hasParts && left > .zero ? texts("budget.left", ["sum": texts.money(left.cents)]) : nil,
            "leftHref": links.account(line.node.accounts[.free]) ?? links.line(line.line.code),
        ]
    }

    private func target(_ line: LineSums) -> View? {
        line.line.target.map { target in
            [
                "done": texts.number(line.commitments), "planned": texts.number(target.count),
                "unit": texts("budget.unit.\(target.unit.rawValue)"),
                "href": line.commitments > 0 ? links.line(line.line.code, "#documents") : nil,
            ]
        }
    }

    /// The rule of 40 % from its other side: what may be assigned to everything else.
    private var cap: View? {
        guard let most = sums.mostForRest, let basisPoints = sums.terms.restBasisPoints else { return nil }
        let (used, left) = (sums.assignedToRest, most - sums.assignedToRest)
        return [
            "rule": texts(
                "budget.cap.rule",
                [
                    "least": texts.percent(basisPoints: 10_000 - basisPoints),
                    "most": texts.percent(basisPoints: basisPoints),
                ]
            ),
            "used": texts.money(used.cents), "share": texts.share(used, of: most), "most": texts.money(most.cents),
            "left": texts.money(left.cents), "barMarkup": CapBar(used: used, most: most, texts: texts).draw(),
            "support": texts.money(sums.assignedToSupport.cents),
            "supportShare": texts.share(sums.assignedToSupport, of: sums.appropriated),
            "leastSum": texts.money((sums.appropriated - most).cents),
        ]
    }

    private var table: SumsTable {
        let free = links.account(sums.programme.accounts[.free])
        let programme = Portions(sums.programme)
        let none = Portions()
        let unassigned = SumsTable.Row(
            label: texts("budget.unassigned"),
            portions: programme,
            fund: rate.map { programme.fundParts($0) } ?? none,
            source: { _ in free },
            totalHref: free
        )
        return SumsTable(
            texts: texts,
            caption: texts("budget.table.caption", ["moment": choice.when.sentence(texts)]),
            firstHead: texts("budget.table.line"),
            totalHead: texts("budget.table.total"),
            rows: shown.map { row($0) } + [unassigned],
            total: SumsTable.Row(
                label: texts("budget.table.all"),
                portions: sums.whole,
                fund: rate.map { sums.fundParts($0) } ?? none,
                totalHref: links.account(sums.programme.accounts[.source])
            ),
            rate: rate
        )
    }

    private func row(_ line: LineSums) -> SumsTable.Row {
        let code = line.line.code
        let atNode = links.account(line.node.accounts[.free])
        let isOnlyAtNode = line.whole[.free] == line.node[.free]
        return SumsTable.Row(
            label: texts.words(line.line.name),
            note: line.line.parentLine == nil ? nil : texts("budget.table.part"),
            href: links.line(code),
            isPart: line.line.parentLine != nil,
            portions: line.whole,
            fund: rate.map { line.fundParts($0) } ?? Portions(),
            source: { portion in
                switch portion {
                case .free: isOnlyAtNode ? atNode ?? links.line(code, "#sums") : links.line(code, "#sums")
                case .quota: links.line(code, "#sums")
                default: links.line(code, "?stage=\(portion.stage.rawValue)#documents")
                }
            },
            totalHref: links.line(code, "#sums")
        )
    }

    private func own(_ line: LineSums) -> View {
        [
            "name": texts.words(line.line.name), "point": line.line.point, "href": links.line(line.line.code),
            "result": line.line.result.map(texts.words) ?? texts("budget.own.no_result"),
            "source": line.line.resultSource,
            "sum": line.line.published.map { texts.amount($0.cents) } ?? texts("budget.not_published"),
        ]
    }
}

/// How much of the cap on other lines is used.
struct CapBar {
    let used: Euro
    let most: Euro
    let texts: Texts

    func draw() -> Markup? {
        guard most > .zero else { return nil }
        let width = min(1_000, Int128(used.cents) * 1_000 / Int128(most.cents))
        let said = texts("budget.cap.said", ["share": texts.share(used, of: most)])
        return Markup(
            trusted: """
                <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="\(escapeHTML(said))">\
                <rect class="f6" width="\(width)" height="10"/></svg>
                """
        )
    }
}
