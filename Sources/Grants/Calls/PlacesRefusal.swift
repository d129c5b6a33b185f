/// Why places of partners were not proposed or agreed on. Nothing of it happened.
public enum PlacesRefusal: Error, Sendable, Hashable {
    /// These partners have handed in more than they were to have.
    case belowTaken([Shortfall])
    /// A rule forbids it.
    case broken(PlacesRule)

    /// A partner with fewer places than projects.
    public struct Shortfall: Sendable, Hashable {
        /// Its name.
        public let partner: String
        /// The places it was to have.
        public let places: Int
        /// The projects it has handed in.
        public let taken: Int

        /// A partner with fewer places than projects.
        public init(partner: String, places: Int, taken: Int) {
            (self.partner, self.places, self.taken) = (partner, places, taken)
        }
    }
}

/// The rules of places, by the names of the database's constraints.
public enum PlacesRule: String, Sendable, Hashable, CaseIterable {
    /// A partner keeps at least what it has handed in.
    case notExceeded = "quota_not_exceeded"
    /// Places that two people agreed on are changed by two people.
    case byTwo = "quota_places_by_two"
    /// A proposal has a key, a call, a reason and 1 to 500 partners.
    case whole = "places_proposal_is_whole"
    /// A reason of 1 to 2 000 characters.
    case reasonLength = "places_proposal_reason_length"
    /// A partner has 0 to 300 places.
    case possible = "proposed_places_possible"
    /// A proposal names every partner once.
    case partnerOnce = "proposed_places_once"
    /// There is no such partner.
    case knownPartner = "proposed_places_partner_known"
    /// There is no such call.
    case knownCall = "places_call_is_known"
    /// The call was cancelled.
    case notCancelled = "places_call_not_cancelled"
    /// The places were changed since it was worked out.
    case isCurrent = "places_proposal_is_current"
    /// The key belongs to another proposal.
    case keyUsedOtherwise = "places_key_used_otherwise"
    /// There is no such proposal.
    case knownProposal = "places_proposal_is_known"
    /// Its author may not agree to a proposal.
    case decidedByAnother = "places_decided_by_another"
    /// The proposal was decided before.
    case decidedOnce = "places_decided_once"
    /// Who declines says why.
    case declinedWithReason = "places_declined_with_reason"
    /// Why it was declined, in at most 2 000 characters.
    case declinedReasonLength = "places_decision_reason_length"
}
