public import Money
public import Postgres

/// Why a move was not posted. Nothing of it was.
public enum BudgetRefusal: Error, Sendable, Hashable {
    /// Money is missing: so much was asked for, so much is there, at this stage of the node with this code.
    case short(needed: Euro, there: Euro, stage: Stage, node: String)
    /// A rule of the ledger forbids it.
    case broken(BudgetRule)

    /// The rule that the database found broken; nothing where its error is about something else.
    public init?(_ error: PostgresError) {
        guard let rule = error.constraint.flatMap(BudgetRule.init(rawValue:)) else { return nil }
        self = .broken(rule)
    }

    /// Does what the database may refuse: what comes of it, or the rule that it broke; another error is thrown as it is.
    public static func reading<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch let error as PostgresError { throw BudgetRefusal(error) ?? error }
    }
}

/// The rules of the ledger, by the names of the database's constraints.
public enum BudgetRule: String, Error, Sendable, Hashable, CaseIterable {
    /// No account but the source may fall below zero.
    case notOverspent = "balance_not_overspent"
    /// Lines other than individual support may get at most 60 % of what is appropriated (MK 483 p.20).
    case capOnTheRest = "cap_on_the_rest"
    /// The verb does not lead from these stages to those.
    case legalMove = "txn_is_legal"
    /// The money would leave its node or its document, or go to a node that is not under the giving one.
    case withinScope = "move_within_its_scope"
    /// Two people must agree, and the second must be another.
    case approvedByAnother = "txn_approved_by_another"
    /// A move has 2 to 5 000 entries.
    case whole = "move_is_whole"
    /// A sum of nothing, or beyond 10^15 cents.
    case possibleSums = "move_of_possible_sums"
    /// What comes must equal what goes.
    case addsUp = "postings_add_up_to_nothing"
    /// An account stands twice in one move: a circle.
    case touchesOnce = "move_touches_account_once"
    /// The key belongs to another move.
    case keyUsedOtherwise = "key_used_otherwise"
    /// There is no such node.
    case knownNode = "node_is_known"
    /// Money does not move so at a node of this kind: a source is the programme's, documents are of calls and quotas.
    case atItsNodes = "move_at_its_nodes"
    /// The day lies outside the period of the node or of one above it.
    case openNode = "node_open_that_day"
    /// The month is closed.
    case openMonth = "month_is_open"
    /// Moves are posted at READ COMMITTED.
    case readCommitted = "move_read_committed"
    /// A month is closed when it is over.
    case monthOver = "month_is_over"
    /// Whatever is undone is undone by two people.
    case reversalApprovedByAnother = "txn_reversal_approved_by_another"
    /// A reversal undoes one whole move, not before it counted, and no reversal.
    case exactReversal = "reversal_is_exact"
    /// The move was undone before.
    case reversedOnce = "txn_reversed_once"
    /// No more of a demand is dropped than was demanded of the stage to which the money goes back.
    case demandCancelledAsMade = "demand_cancelled_as_made"
    /// A reversal needs a reason.
    case reversalHasReason = "txn_reversal_has_reason"
    /// A reason has at most 2 000 characters.
    case reasonLength = "txn_reason_length"
    /// A day from 2020 to 2099.
    case possibleDay = "txn_effective_possible"
    /// A stage belongs to a document, or to the node as a whole.
    case documentOrNode = "account_of_document_or_node"
    /// The code belongs to another node.
    case codeOnce = "node_code_once"
    /// A code has 1 to 80 characters.
    case codeLength = "node_code_length"
    /// Calls and quotas lie under lines.
    case fitsItsParent = "node_fits_its_parent"
    /// A quota of this holder is there under another code.
    case oneQuota = "node_one_quota_of_a_holder"
    /// Only quotas have holders.
    case holderOfQuota = "node_holder_of_quota"
    /// There is no such proposal.
    case knownProposal = "proposal_is_known"
    /// Its author may not agree to a proposal.
    case decidedByAnother = "proposal_decided_by_another"
    /// The proposal was decided before.
    case decidedOnce = "proposal_decided_once"
    /// The amendment was posted before, or what it was worked out from has changed.
    case isCurrent = "proposal_is_current"
    /// A proposal says why, in 1 to 2 000 characters.
    case proposalReason = "proposal_reason_length"
    /// An amendment has a number and a day.
    case amendmentIsDocument = "proposal_amendment_is_a_document"
    /// A day from 2020 to 2099.
    case proposalDay = "proposal_effective_possible"
    /// Who declines says why.
    case declinedWithReason = "decision_declined_with_reason"
    /// Why it was declined, in at most 2 000 characters.
    case declinedReasonLength = "decision_reason_length"
    /// Only the author lays papers beside a proposal.
    case paperByItsAuthor = "paper_by_its_author"
    /// A proposal has at most 10 papers.
    case fewPapers = "papers_few"
    /// An amendment of targets has 1 to 200 of them, each with its line and its count.
    case targetsAreWhole = "targets_are_whole"
    /// Targets are of funding lines, and no others.
    case targetOfLine = "proposed_target_of_a_line"
    /// Nothing is counted at this line.
    case targetOfCountedLine = "target_of_counted_line"
    /// A target is a count from 1 to 1 000 000.
    case possibleTarget = "proposed_target_possible"
    /// An amendment names a line once.
    case targetOnce = "proposed_target_once"
    /// The line has this target already.
    case targetChanges = "proposed_target_changes"
    /// Targets are changed by amendments alone.
    case targetByAmendment = "proposed_target_by_amendment"
    /// Nothing says who pays what is booked on that day, or what it said has changed.
    case bookingHasRate = "booking_has_its_rate"
    /// A day is sealed when it has been over for an hour.
    case dayOver = "day_is_over"
    /// A day is sealed before the days after it.
    case sealsInOrder = "seals_in_order"
    /// The clock stands in a day that is sealed.
    case afterLastSeal = "txn_after_last_seal"
    /// A plan of payments has 1 to 60 of them, each with its day and its sum.
    case planIsWhole = "plan_is_whole"
    /// A planned payment is of 1 to 10^15 cents.
    case plannedPositive = "planned_payment_positive"
    /// A plan names every day once.
    case plannedDayOnce = "planned_payment_day_once"
    /// A day from 2020 to 2099.
    case plannedDay = "planned_payment_due_possible"
    /// Payments are planned within the periods of the node and of those above it.
    case plannedWithinPeriod = "planned_payment_within_period"
    /// Only what is committed or payable can be planned.
    case planOfBoundMoney = "payment_plan_of_bound_money"
    /// A plan is of no more than what is committed or payable when it is made.
    case planWithinBound = "payment_plan_within_bound"
    /// The plan was replaced by another since its author saw it.
    case planFollowsNewest = "payment_plan_follows_newest"
    /// A plan replaces one of the same document.
    case planReplacesItsOwn = "payment_plan_replaces_its_own"
    /// Who replaces a plan says why.
    case planHasReason = "payment_plan_replacement_has_reason"
    /// Why, in at most 2 000 characters.
    case planReasonLength = "payment_plan_reason_length"
}
