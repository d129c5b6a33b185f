/// The only ways in which money moves.
public enum Verb: String, Sendable, Hashable, CaseIterable {
    /// The programme gets money: an agreement or its amendment. By two people.
    case appropriate
    /// The programme loses money: an amendment. By two people.
    case withdraw
    /// A node gives free money to nodes under it. By two people.
    case assign
    /// Nodes give free money back to the node above. By two people.
    case unassign
    /// A decision is approved.
    case reserve
    /// An approved decision lapses.
    case cancel
    /// A contract is signed, a plan confirmed.
    case commit
    /// What a contract leaves over becomes free again.
    case release
    /// A payment is approved. By two people.
    case order
    /// A payment is rejected, or the bank returns it.
    case refuse
    /// The bank has paid, and the result is yet to be accepted.
    case book
    /// The bank has paid what was accepted before.
    case settle
    /// A report is approved.
    case accept
    /// Money is demanded back.
    case demand
    /// Less is demanded, or nothing: it goes back to where it was.
    case cancelDemand = "cancel_demand"
    /// Money has come back.
    case collect
    /// Money that will not come back. By two people.
    case writeOff = "write_off"

    /// Whether two people must agree: such moves are proposed, never posted by one person.
    public var needsTwo: Bool {
        switch self {
        case .appropriate, .withdraw, .assign, .unassign, .order, .writeOff: true
        default: false
        }
    }
}
