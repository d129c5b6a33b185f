import Budget
import Money
import Site

/// What the ledger refuses, said to people.
struct BudgetSentences {
    let texts: Texts

    func day(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }

    /// The field that a refusal is about, where it is about one.
    func field(_ refusal: BudgetRefusal) -> String {
        switch refusal {
        case .short: "changes"
        case .broken(let rule):
            switch rule {
            case .declinedWithReason, .declinedReasonLength, .proposalReason, .reasonLength: "reason"
            case .possibleDay, .proposalDay, .openMonth, .openNode: "effective"
            case .amendmentIsDocument: "number"
            case .paperByItsAuthor, .fewPapers: "papers"
            case .planHasReason, .planReasonLength: "reason"
            case .plannedDayOnce, .plannedDay, .plannedWithinPeriod: "due"
            case .planIsWhole, .plannedPositive, .planOfBoundMoney, .planWithinBound: "sum"
            default: "changes"
            }
        }
    }

    func sentence(_ refusal: BudgetRefusal) -> String {
        switch refusal {
        case .short(let needed, let there, let stage, let node):
            texts(
                "proposals.refusal.short",
                [
                    "needed": texts.money(needed.cents), "there": texts.money(there.cents),
                    "stage": texts("proposals.stage.\(stage.rawValue)"), "node": node,
                ]
            )
        case .broken(let rule): texts(target(rule).map { "targets.refusal.\($0)" } ?? "proposals.refusal.\(key(rule))")
        }
    }

    /// What is in the way of something that is not yet proposed: there nothing can have changed since.
    func ahead(_ refusal: BudgetRefusal) -> String {
        refusal == .broken(.isCurrent) ? texts("targets.posted_before") : sentence(refusal)
    }

    /// The rules on target counts.
    private func target(_ rule: BudgetRule) -> String? {
        switch rule {
        case .targetsAreWhole: "whole"
        case .targetOfLine: "line"
        case .targetOfCountedLine: "not_counted"
        case .possibleTarget: "possible"
        case .targetOnce: "once"
        case .targetChanges: "same"
        case .targetByAmendment: "by_amendment"
        default: nil
        }
    }

    /// What nobody can bring about by a form is told in one sentence.
    private func key(_ rule: BudgetRule) -> String {
        switch rule {
        case .notOverspent: "not_overspent"
        case .capOnTheRest: "cap"
        case .possibleSums: "sums"
        case .openNode: "closed_node"
        case .openMonth: "closed_month"
        case .possibleDay, .proposalDay: "day"
        case .monthOver: "month_not_over"
        case .reversedOnce: "reversed_once"
        case .exactReversal: "exact_reversal"
        case .demandCancelledAsMade: "demand_cancelled"
        case .approvedByAnother, .reversalApprovedByAnother, .decidedByAnother: "another_person"
        case .decidedOnce: "decided_once"
        case .isCurrent: "not_current"
        case .knownProposal: "unknown"
        case .reversalHasReason, .proposalReason, .reasonLength: "reason"
        case .declinedWithReason, .declinedReasonLength: "declined_reason"
        case .amendmentIsDocument: "document"
        case .paperByItsAuthor: "paper_author"
        case .fewPapers: "few_papers"
        case .keyUsedOtherwise: "key"
        case .knownNode, .oneQuota, .codeOnce, .codeLength, .fitsItsParent, .holderOfQuota: "node"
        case .bookingHasRate: "no_rate"
        case .dayOver, .sealsInOrder, .afterLastSeal: "sealed"
        case .planIsWhole: "plan_whole"
        case .plannedPositive: "sums"
        case .plannedDayOnce: "planned_day_once"
        case .plannedDay: "day"
        case .plannedWithinPeriod: "planned_period"
        case .planOfBoundMoney: "plan_nothing_bound"
        case .planWithinBound: "plan_too_much"
        case .planFollowsNewest, .planReplacesItsOwn: "plan_not_newest"
        case .planHasReason: "plan_reason"
        case .planReasonLength: "reason"
        case .legalMove, .withinScope, .atItsNodes, .whole, .addsUp, .touchesOnce, .documentOrNode, .readCommitted,
            .targetsAreWhole, .targetOfLine, .targetOfCountedLine, .possibleTarget, .targetOnce, .targetChanges,
            .targetByAmendment:
            "not_legal"
        }
    }
}
