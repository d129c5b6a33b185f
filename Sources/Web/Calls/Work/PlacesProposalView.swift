import Budget
import Grants
import Site
import Store

/// A proposal of places in words.
struct PlacesProposalView {
    private let file: PlacesProposalFile
    private let draft: CallDraft
    private let page: PageContext

    init(_ file: PlacesProposalFile, _ draft: CallDraft, _ page: PageContext) {
        (self.file, self.draft, self.page) = (file, draft, page)
    }

    private var texts: Texts { page.texts }
    private var proposal: PlacesProposal { file.proposal }
    private var isMine: Bool { page.visitorIfAny?.person.id == proposal.author }

    /// A line of the list of a call's proposals.
    static func card(_ proposal: PlacesProposal, _ texts: Texts) -> View {
        [
            "href": "/work/calls/\(proposal.call)/quotas/proposals/\(proposal.id)", "reason": proposal.reason,
            "author": proposal.authorName, "at": texts.instant(proposal.proposedAt), "state": state(proposal, texts),
        ]
    }

    private static func state(_ proposal: PlacesProposal, _ texts: Texts) -> View {
        guard let kind = proposal.decision?.kind else {
            return ["word": texts("proposals.state.waiting"), "tone": "wait"]
        }
        return ["word": texts("proposals.state.\(kind.rawValue)"), "tone": kind == .approved ? "go" : "stop"]
    }

    /// The page.
    func whole(_ error: FormError?) -> View {
        let isOpen = proposal.decision == nil
        let mayDecide = isOpen && (page.visitorIfAny?.has(.officer, .finance) ?? false)
        let isCancelled = draft.call.state == .cancelled
        let reason = Field(
            "reason",
            label: texts(isMine ? "proposals.withdraw_reason" : "proposals.decline_reason"),
            error: error?.field == "reason" ? error?.sentence : nil,
            isOptional: isMine
        )
        let changes: [View] = isOpen ? file.changes.filter { $0.places != $0.quota.places }.map(change) : []
        return [
            "state": Self.state(proposal, texts), "reason": proposal.reason, "facts": facts,
            "working": DistributionWords(texts: texts, unit: .projects).view(file.working),
            "isOpen": isOpen, "changes": changes, "hasChanges": !changes.isEmpty, "obstacle": isOpen ? obstacle : nil,
            "againHref": mayDecide && !isCancelled && obstacle != nil ? "\(draft.address)/quotas/distribution" : nil,
            "mayApprove": mayDecide && !isMine && !isCancelled && !proposal.isOutdated,
            "mayTurnDown": mayDecide, "isMine": mayDecide && isMine,
            "address": "\(draft.address)/quotas/proposals/\(proposal.id)",
            "reasonField": reason.textArea(page.form.trimmed("reason"), rows: 2),
            "notice": page.notice("places"),
        ]
    }

    /// What keeps it from being approved as things stand now.
    private var obstacle: String? {
        let words = PlacesSentences(texts: texts)
        if draft.call.state == .cancelled { return words.sentence(.broken(.notCancelled)) }
        if proposal.isOutdated { return texts("places.refusal.outdated") }
        return file.shortfalls.isEmpty ? nil : words.sentence(.belowTaken(file.shortfalls))
    }

    private var facts: [View] {
        var facts = [("author", "\(proposal.authorName), \(texts.instant(proposal.proposedAt))")]
        if let decision = proposal.decision {
            facts.append(("decider", "\(decision.by), \(texts.instant(decision.at))"))
            if !decision.reason.isEmpty { facts.append(("decision_reason", decision.reason)) }
        }
        return facts.map { ["term": texts("proposals.fact.\($0)"), "fact": $1, "href": nil] }
    }

    private func change(_ change: PlacesProposal.Change) -> View {
        [
            "partner": change.partner,
            "before": change.quota.places.map { texts.number($0) } ?? texts("calls.quotas.unlimited"),
            "taken": texts.number(change.quota.taken), "after": texts.number(change.places),
            "isShort": change.places < change.quota.taken,
        ]
    }
}
