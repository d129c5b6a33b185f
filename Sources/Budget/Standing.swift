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

    /// What the funding lines among them are called.
    public var names: [Node.ID: Line.Words] = [:]
    /// What the funding lines among them have to bring about.
    public var targets: [Node.ID: Int] = [:]
    /// What is in the way besides sums, in the order in which the database looks.
    public var obstacles: [BudgetRule] = []

    /// What stands where.
    public init(balances: [Place: Euro], nodes: [Node.ID: Node], caps: [Node.ID: Cap]) {
        self.balances = balances
        self.nodes = nodes
        self.caps = caps
    }

    static let nothing = Standing(balances: [:], nodes: [:], caps: [:])

    subscript(place: Place) -> Euro { balances[place] ?? .zero }
}

extension Standing {
    /// Counts a move for the rule of individual support, as the database does.
    mutating func count(_ move: Move) {
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
