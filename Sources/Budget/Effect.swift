public import Money

/// What stands at the places that moves touch, and the rules that look at more than one place.
public struct Standing: Sendable, Hashable {
    /// What the rule of individual support counts at a programme (MK 483 p.20).
    public struct Cap: Sendable, Hashable {
        /// What was appropriated.
        public var appropriated: Euro
        /// What lines other than individual support were assigned.
        public var rest: Euro
        /// How much of what was appropriated they may get, in hundredths of a percent.
        public let basisPoints: Int

        /// A cap with what was counted.
        public init(appropriated: Euro, rest: Euro, basisPoints: Int) {
            self.appropriated = appropriated
            self.rest = rest
            self.basisPoints = basisPoints
        }

        mutating func add(appropriated more: Euro = .zero, rest other: Euro = .zero) {
            appropriated = appropriated + more
            rest = rest + other
        }

        /// Whether they have more.
        public var isBroken: Bool {
            Int128(rest.cents) * 10_000 > Int128(appropriated.cents) * Int128(basisPoints)
        }
    }

    /// What stands at each place; nothing where money never stood.
    public var balances: [Place: Euro]
    /// The nodes by their keys.
    public var nodes: [Node.ID: Node]
    /// The rule at programmes that have one.
    public var caps: [Node.ID: Cap]

    /// What stands where.
    public init(balances: [Place: Euro], nodes: [Node.ID: Node], caps: [Node.ID: Cap]) {
        self.balances = balances
        self.nodes = nodes
        self.caps = caps
    }

    static let nothing = Standing(balances: [:], nodes: [:], caps: [:])

    subscript(place: Place) -> Euro { balances[place] ?? .zero }
}

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
    /// The first reason for which it would be refused; nothing if it would happen.
    public let refusal: BudgetRefusal?

    /// What moves would do, one after the other.
    public init(of moves: [Move], on standing: Standing) {
        var now = standing
        var order: [Place] = []
        var touched: Set<Place> = []
        var refusal: BudgetRefusal?
        for move in moves {
            for entry in move.entries {
                if touched.insert(entry.place).inserted { order.append(entry.place) }
                let (there, after) = (now[entry.place], now[entry.place] + entry.amount)
                if after < .zero, entry.amount < .zero, entry.place.stage != .source, refusal == nil {
                    refusal = .short(
                        needed: .zero - entry.amount,
                        there: there,
                        stage: entry.place.stage,
                        node: standing.nodes[entry.place.node]?.code ?? ""
                    )
                }
                now.balances[entry.place] = after
            }
            now.count(move)
            if refusal == nil, now.caps.values.contains(where: \.isBroken) { refusal = .broken(.capOnTheRest) }
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
        self.refusal = refusal
    }
}

extension Standing {
    /// Counts a move for the rule of individual support, as the database does.
    fileprivate mutating func count(_ move: Move) {
        for entry in move.entries {
            let place = entry.place
            switch move.verb {
            case .appropriate, .withdraw:
                guard place.stage == .source else { continue }
                caps[place.node]?.add(appropriated: .zero - entry.amount)
            case .assign, .unassign:
                guard let line = nodes[place.node], line.kind == .line, !line.isSupport, let parent = line.parent,
                    move.entries.contains(where: { $0.place.node == parent })
                else { continue }
                caps[parent]?.add(rest: entry.amount)
            default:
                continue
            }
        }
    }
}
