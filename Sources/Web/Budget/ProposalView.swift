import Budget
import Grants
import Money
import Site
import Store

/// A proposal in words.
struct ProposalView {
    private let named: NamedProposal
    private let page: PageContext

    init(_ named: NamedProposal, _ page: PageContext) {
        self.named = named
        self.page = page
    }

    private var file: ProposalFile { named.file }
    private var texts: Texts { page.texts }
    private var words: BudgetSentences { BudgetSentences(texts: texts) }

    private var title: String {
        let kind = texts("proposals.kind.\(file.kind.rawValue)")
        return file.cause.map { "\(kind) \($0.key)" } ?? kind
    }

    private var state: View {
        guard let decision = file.decision else { return ["word": texts("proposals.state.waiting"), "tone": "wait"] }
        let tone = decision.kind == .approved ? "go" : "stop"
        return ["word": texts("proposals.state.\(decision.kind.rawValue)"), "tone": tone]
    }

    /// A line of the list.
    var card: View {
        [
            "href": "/work/budget/proposals/\(file.id)", "title": title, "reason": file.reason, "state": state,
            "author": named.author, "at": texts.instant(file.proposedAt),
        ]
    }

    private var isMine: Bool { page.visitorIfAny.map { $0.person.id.rawValue == file.proposedBy } ?? false }

    /// Whether the visitor may lay papers beside it.
    var takesPapers: Bool {
        isMine && file.decision == nil && (page.visitorIfAny?.has(.officer, .finance) ?? false)
    }

    /// The documents beside it, and a form for more.
    private func papers(_ error: FormError?) -> View {
        let here = "/work/budget/proposals/\(file.id)/papers"
        let field = Field(
            "files",
            label: texts("applications.files.choose"),
            hint: texts("applications.files.hint"),
            error: error?.field == "files" ? error?.sentence : nil
        )
        let files: [View] = named.papers.map { paper in
            [
                "href": "\(here)/\(paper.id)", "file": paper.name, "size": texts.fileSize(Int(paper.size)),
                "at": texts.instant(paper.addedAt), "removeHref": nil,
            ]
        }
        let upload = field.file(accept: FileArrival.endings, bytes: Int(AttachedFile.largestSize), isMultiple: true)
        return [
            "files": files, "anyFiles": !files.isEmpty, "takes": takesPapers, "uploadHref": here, "upload": upload,
        ]
    }

    /// The page.
    func whole(_ error: FormError? = nil) -> View {
        let mayDecide = file.decision == nil && (page.visitorIfAny?.has(.officer, .finance) ?? false)
        let reason = Field(
            "reason",
            label: texts(isMine ? "proposals.withdraw_reason" : "proposals.decline_reason"),
            error: error?.field == "reason" ? error?.sentence : nil,
            isOptional: isMine
        )
        let obstacles = file.decision == nil ? file.effect.obstacles : []
        let view: View = [
            "title": title, "state": state, "reason": file.reason, "facts": facts,
            "working": named.working.map { DistributionWords(texts: texts, unit: .cents).view($0) },
            "papers": papers(error),
            "steps": file.steps.map(step), "hasSteps": !file.steps.isEmpty,
            "obstacles": obstacles.map { obstacle -> View in ["sentence": words.sentence(obstacle)] },
            "asked": file.decision == nil || file.targets.isEmpty ? nil : changes.view,
            "mayApprove": mayDecide && !isMine, "mayTurnDown": mayDecide, "isMine": mayDecide && isMine,
            "address": "/work/budget/proposals/\(file.id)",
            "reasonField": reason.textArea(page.form.trimmed("reason"), rows: 2),
            "notice": page.notice(file.steps.isEmpty ? "targets" : "proposals"),
        ]
        return view.adding(file.decision == nil ? changes.view : ["hasChanges": false])
    }

    /// What it would do; of one that was decided, what it asked for.
    private var changes: ChangeTable {
        ChangeTable(effect: file.effect, targets: file.targets, partners: named.partners, texts: texts)
    }

    private var facts: [View] {
        var facts: [(String, String)] = []
        if let dated = file.dated { facts.append(("dated", words.day(dated))) }
        facts.append(("effective", words.day(file.effective)))
        facts.append(("author", "\(named.author), \(texts.instant(file.proposedAt))"))
        if let decision = file.decision {
            facts.append(("decider", "\(named.decider ?? ""), \(texts.instant(decision.at))"))
            if !decision.reason.isEmpty { facts.append(("decision_reason", decision.reason)) }
        }
        return facts.map { ["term": texts("proposals.fact.\($0)"), "fact": $1, "href": nil] }
    }

    private func step(_ step: ProposalFile.Step) -> View {
        let sum = step.move.entries.filter { $0.amount > .zero }.map(\.amount).reduce(Euro.zero, +)
        let from = step.move.entries.filter { $0.amount < .zero }
        let to = step.move.entries.filter { $0.amount > .zero }
        return [
            "verb": texts(step.undoes == nil ? "proposals.verb.\(step.move.verb.rawValue)" : "proposals.verb.undo"),
            "undoes": step.undoes.map { "\($0)" }, "from": places(from), "to": places(to),
            "sum": texts.money(sum.cents),
        ]
    }

    private func places(_ entries: [Entry]) -> [View] {
        let codes = Dictionary(file.effect.changes.map { ($0.place, $0.code) }) { first, _ in first }
        return entries.map { entry in
            let code = codes[entry.place].map { changes.place(entry.place.node, $0) }
            let document = entry.place.document.map { texts.document($0) }
            let place = [code, document].compactMap(\.self).joined(separator: ", ")
            return [
                "place": place, "stage": texts("proposals.stage.\(entry.place.stage.rawValue)"),
                "sum": entries.count > 1 ? texts.money(abs(entry.amount.cents)) : nil,
            ]
        }
    }
}
