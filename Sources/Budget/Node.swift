public import Money

/// A place where money stands: the programme, a funding line, and under a line a call or a partner's quota.
public struct Node: Sendable, Hashable {
    /// The key of a node.
    public typealias ID = Identifier<Node>

    /// What kind of place it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// The whole programme (projekts).
        case programme
        /// A funding line (atbalstāmā darbība).
        case line
        /// A call of a competitive line (konkurss).
        case call
        /// A partner's share of a line that is not competitive (kvota).
        case quota
    }

    /// The key.
    public let id: ID
    /// What kind of place it is.
    public let kind: Kind
    /// The node it lies under; the programme lies under none.
    public let parent: ID?
    /// The name by which people and files know it, `INIC`, `SK-INIC-1`; unique.
    public let code: String
    /// Whether it is individual support, to which at least 40 % of the programme goes (MK 483 p.20).
    public let isSupport: Bool
    /// Whose quota it is, `partner:17`; nothing for other kinds.
    public let holder: DocumentReference?
}
