public import Money

/// What moves would do if they happened now: the same arithmetic as the database's, without touching it.
public struct Effect: Sendable, Hashable {
    /// One place, before and after.
    public struct Change: Sendable, Hashable {
        /// Where.
        public let place: Place
        /// The code of its node.
        public let code: String
        /// Whose quota it is.
        public let holder: DocumentReference?
        /// What stands there.
        public let before: Euro
        /// What would stand there.
        public let after: Euro
    }

    /// Every touched place, in the order of touching.
    public let changes: [Change]
    /// Every reason for which it would be refused; none if it would happen.
    public let obstacles: [BudgetRefusal]
    /// What the funding lines among the places are called.
    public let names: [Node.ID: Line.Words]

    /// The reason that the database would give.
    public var refusal: BudgetRefusal? { obstacles.first }

    /// The first place where money is missing.
    var shortage: BudgetRefusal? {
        obstacles.first { if case .short = $0 { true } else { false } }
    }

    /// What moves would do, one after the other.
    public init(of moves: [Move], on standing: Standing) {
        var now = standing
        var order: [Place] = []
        var touched: Set<Place> = []
        var short: Set<Place> = []
        var missing: [BudgetRefusal] = []
        for move in moves {
            for entry in move.entries {
                if touched.insert(entry.place).inserted { order.append(entry.place) }
                let (there, after) = (now[entry.place], now[entry.place] + entry.amount)
                if after < .zero, entry.amount < .zero, entry.place.stage != .source, short.insert(entry.place).inserted
                {
                    missing.append(
                        .short(
                            needed: .zero - entry.amount,
                            there: there,
                            stage: entry.place.stage,
                            node: standing.nodes[entry.place.node]?.code ?? ""
                        )
                    )
                }
                now.balances[entry.place] = after
            }
            now.count(move)
            let isCapBroken = now.caps.values.contains(where: \.isBroken)
            if isCapBroken, !missing.contains(.broken(.capOnTheRest)) { missing.append(.broken(.capOnTheRest)) }
        }
        changes = order.map { place in
            Change(
                place: place,
                code: standing.nodes[place.node]?.code ?? "",
                holder: standing.nodes[place.node]?.holder,
                before: standing[place],
                after: now[place]
            )
        }
        obstacles = standing.obstacles.map { .broken($0) } + missing
        names = standing.names
    }
}
