public import Money

/// What every node was given in all, wherever it stands today: its free money, what is bound there, and what went on to the nodes
/// under it.
public struct Allotment: Sendable, Hashable {
    /// The nodes, parents before what lies under them.
    public let nodes: [Node]
    /// What each was given.
    public let given: [Node.ID: Euro]

    /// Adds up what stands in every node and under it.
    /// - Parameter overview: all nodes, parents first, with what stands there now.
    public init(_ overview: [NodeSums]) {
        nodes = overview.map(\.node)
        var given: [Node.ID: Euro] = [:]
        for line in overview.reversed() {
            let own = line.sums.filter { $0.key != .source }.values.reduce(Euro.zero, +)
            let whole = own + (given[line.node.id] ?? .zero)
            given[line.node.id] = whole
            if let parent = line.node.parent { given[parent] = (given[parent] ?? .zero) + whole }
        }
        self.given = given
    }

    /// The moves that give every node what it shall have, and no others: first what nodes give back, from the leaves up, then what
    /// the programme gets or loses, then what nodes are given, from the root down.
    ///
    /// - Parameter wanted: nodes that shall have another sum than now; the rest keep theirs.
    public func moves(to wanted: [Node.ID: Euro]) -> [Move] {
        var back: [Move] = []
        var root: [Move] = []
        var out: [Move] = []
        for node in nodes {
            guard let wish = wanted[node.id] else { continue }
            let more = wish - (given[node.id] ?? .zero)
            if let parent = node.parent {
                if more < .zero { back.append(.unassign(.zero - more, from: node.id, to: parent)) }
                if more > .zero { out.append(.assign(more, from: parent, to: node.id)) }
            } else {
                if more < .zero { root.append(.withdraw(.zero - more, from: node.id)) }
                if more > .zero { root.append(.appropriate(more, to: node.id)) }
            }
        }
        return back.reversed() + root + out
    }
}
