public import Money

/// One account: a node, a stage, and the document where money at that stage belongs to one.
public struct Place: Sendable, Hashable {
    /// Where.
    public let node: Node.ID
    /// How far.
    public let stage: Stage
    /// For what; nothing at the stages that belong to the node as a whole.
    public let document: DocumentReference?

    /// Free money of a node.
    public static func free(_ node: Node.ID) -> Place {
        Place(node: node, stage: .free, document: nil)
    }

    /// The outside world that gives a programme its money.
    public static func source(_ programme: Node.ID) -> Place {
        Place(node: programme, stage: .source, document: nil)
    }

    /// Money of a document.
    public init(_ stage: Stage, _ document: DocumentReference, at node: Node.ID) {
        self.init(node: node, stage: stage, document: document)
    }

    init(node: Node.ID, stage: Stage, document: DocumentReference?) {
        self.node = node
        self.stage = stage
        self.document = document
    }
}

/// What a move does to one account: positive is what comes, negative what goes.
public struct Entry: Sendable, Hashable {
    /// The account.
    public let place: Place
    /// What comes or goes.
    public let amount: Euro

    /// What a move does to one account.
    public init(_ place: Place, _ amount: Euro) {
        self.place = place
        self.amount = amount
    }
}
