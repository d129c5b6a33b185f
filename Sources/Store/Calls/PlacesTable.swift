public import Grants

/// The places of a call as they stand, and what the partners need: what a distribution is worked out from.
public struct PlacesTable: Sendable, Hashable {
    /// One partner.
    public struct Row: Sendable, Hashable {
        /// The partner and its needs.
        public let partner: PartnerNeed
        /// Its places, by the call's default where it has none of its own, and how many are taken.
        public let quota: Quota
        /// Whether two people agreed on its places.
        public let isAgreed: Bool
    }

    /// The call.
    public let call: Call.ID
    /// The approved proposal that counts now; nothing before the first.
    public let inForce: PlacesProposal.ID?
    /// Partners that may apply, by name.
    public let rows: [Row]

    /// The places of a call.
    public init(call: Call.ID, inForce: PlacesProposal.ID?, rows: [Row]) {
        (self.call, self.inForce, self.rows) = (call, inForce, rows)
    }
}
