/// How far money has come.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    /// The outside world that gives the money (finansējuma avots); alone may stand below zero.
    case source
    /// At a node, bound to nothing (brīvs atlikums).
    case free
    /// An approved decision waits for its contract (rezervācija).
    case reserved
    /// A signed obligation: contract, confirmed plan (saistības).
    case committed
    /// A payment approved, not yet booked by the bank (apstiprināts maksājums).
    case payable
    /// Paid, the result not yet accepted (avanss).
    case advanced
    /// Paid and accepted as eligible (apstiprinātās izmaksas).
    case accepted
    /// Demanded back (atgūstamie līdzekļi).
    case recoverable
    /// Lost; never accepted, never claimed (norakstīts).
    case writtenOff = "written_off"

    /// Whether money at this stage belongs to a document; otherwise to its node as a whole.
    public var isOfDocument: Bool {
        switch self {
        case .source, .free: false
        default: true
        }
    }
}
