public import Money

/// Money that is to move by one verb: between two accounts, or as a batch that happens whole or not at all.
public struct Move: Sendable, Hashable {
    /// How.
    public let verb: Verb
    /// From where and to where; adds up to nothing, every account once.
    public let entries: [Entry]

    /// A move of one sum.
    public init(_ verb: Verb, _ amount: Euro, from: Place, to: Place) {
        self.verb = verb
        entries = [Entry(from, .zero - amount), Entry(to, amount)]
    }

    /// Many moves of one verb as one. What they do to the same account is added up; nothing if they are none, of several verbs, or if
    /// one goes backwards.
    public init?(batch moves: [Move]) {
        guard let verb = moves.first?.verb, moves.allSatisfy({ $0.verb == verb && $0.goesForward }) else { return nil }
        var order: [Place] = []
        var sums: [Place: Euro] = [:]
        for entry in moves.flatMap(\.entries) {
            if sums[entry.place] == nil { order.append(entry.place) }
            sums[entry.place, default: .zero] = sums[entry.place, default: .zero] + entry.amount
        }
        self.verb = verb
        entries = order.map { Entry($0, sums[$0] ?? .zero) }
    }

    init(verb: Verb, entries: [Entry]) {
        self.verb = verb
        self.entries = entries
    }

    private var goesForward: Bool { entries.first.map { $0.amount < .zero } ?? false }

    /// The opposite, for a correction.
    var undone: Move {
        Move(verb: verb, entries: entries.map { Entry($0.place, .zero - $0.amount) })
    }
}

extension Move {
    /// The programme gets money.
    public static func appropriate(_ amount: Euro, to programme: Node.ID) -> Move {
        Move(.appropriate, amount, from: .source(programme), to: .free(programme))
    }

    /// The programme loses money; refused where it is bound or assigned already.
    public static func withdraw(_ amount: Euro, from programme: Node.ID) -> Move {
        Move(.withdraw, amount, from: .free(programme), to: .source(programme))
    }

    /// A node gives free money to one under it.
    public static func assign(_ amount: Euro, from parent: Node.ID, to child: Node.ID) -> Move {
        Move(.assign, amount, from: .free(parent), to: .free(child))
    }

    /// A node gives free money back.
    public static func unassign(_ amount: Euro, from child: Node.ID, to parent: Node.ID) -> Move {
        Move(.unassign, amount, from: .free(child), to: .free(parent))
    }

    /// A decision is approved.
    public static func reserve(_ amount: Euro, for document: DocumentReference, at node: Node.ID) -> Move {
        Move(.reserve, amount, from: .free(node), to: Place(.reserved, document, at: node))
    }

    /// A decision lapses.
    public static func cancel(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(.cancel, amount, from: Place(.reserved, document, at: node), to: .free(node))
    }

    /// A contract is signed on what was reserved.
    public static func commit(_ amount: Euro, reservedFor document: DocumentReference, at node: Node.ID) -> Move {
        Move(.commit, amount, from: Place(.reserved, document, at: node), to: Place(.committed, document, at: node))
    }

    /// A plan is confirmed on free money of a quota.
    public static func commit(_ amount: Euro, for document: DocumentReference, at node: Node.ID) -> Move {
        Move(.commit, amount, from: .free(node), to: Place(.committed, document, at: node))
    }

    /// A contract ends below its sum.
    public static func release(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(.release, amount, from: Place(.committed, document, at: node), to: .free(node))
    }

    /// A payment is approved.
    public static func order(_ amount: Euro, for document: DocumentReference, at node: Node.ID) -> Move {
        Move(.order, amount, from: Place(.committed, document, at: node), to: Place(.payable, document, at: node))
    }

    /// A payment did not happen.
    public static func refuse(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(.refuse, amount, from: Place(.payable, document, at: node), to: Place(.committed, document, at: node))
    }

    /// The bank has paid in advance.
    public static func book(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(.book, amount, from: Place(.payable, document, at: node), to: Place(.advanced, document, at: node))
    }

    /// The bank has paid what was accepted before.
    public static func settle(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(.settle, amount, from: Place(.payable, document, at: node), to: Place(.accepted, document, at: node))
    }

    /// A report is approved.
    public static func accept(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(.accept, amount, from: Place(.advanced, document, at: node), to: Place(.accepted, document, at: node))
    }

    /// Money is demanded back.
    /// - Parameter stage: where it stands, `.advanced` or `.accepted`.
    public static func demand(_ amount: Euro, from stage: Stage, of document: DocumentReference, at node: Node.ID)
        -> Move
    {
        Move(.demand, amount, from: Place(stage, document, at: node), to: Place(.recoverable, document, at: node))
    }

    /// A demand is lowered or dropped.
    /// - Parameter stage: where the money stood before, `.advanced` or `.accepted`: no more goes back there than was demanded of it.
    public static func cancelDemand(_ amount: Euro, to stage: Stage, of document: DocumentReference, at node: Node.ID)
        -> Move
    {
        Move(.cancelDemand, amount, from: Place(.recoverable, document, at: node), to: Place(stage, document, at: node))
    }

    /// Money has come back.
    public static func collect(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(.collect, amount, from: Place(.recoverable, document, at: node), to: .free(node))
    }

    /// Money will not come back.
    public static func writeOff(_ amount: Euro, of document: DocumentReference, at node: Node.ID) -> Move {
        Move(
            .writeOff,
            amount,
            from: Place(.recoverable, document, at: node),
            to: Place(.writtenOff, document, at: node)
        )
    }
}
