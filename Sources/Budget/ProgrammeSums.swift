public import Money

/// A line with all of its money, that of its calls and quotas included.
public struct LineSums: Sendable, Hashable {
    /// What is known of the line.
    public let line: Line
    /// Its node and what stands there alone: not yet given to parts, calls or quotas.
    public let node: NodeSums
    /// Without the lines that are its parts, and then these.
    let shares: [Portions]
    /// What the fund pays of each share by its bookings; nothing where nobody asks who pays.
    var booked: [Portions]?
    /// How many documents hold bound money, parts included.
    public let commitments: Int

    /// Whether other lines are parts of it.
    public var hasParts: Bool { shares.count > 1 }

    /// All its money by what it is doing, that of its parts included.
    public var whole: Portions { shares.reduce(Portions(), +) }

    /// The fund's parts, line by line, so that lines and their sums say the same: what is planned reckoned, the rest as booked.
    public func fundParts(_ rate: SourceRate) -> Portions {
        shares.indices.map { fundParts(rate, ofShare: $0) }.reduce(Portions(), +)
    }

    /// The fund's parts at the line's own nodes, which add up to those of the line without its parts.
    /// - Parameter own: all of them: the line itself, its calls and quotas.
    public func fundParts(_ rate: SourceRate, at own: [NodeSums]) -> [Portions] {
        let holders = own.map { (held: Portions($0), booked: $0.booked ?? Portions()) }
        guard booked != nil else { return holders.map { $0.held.fundParts(rate) } }
        return Portions.divide(fundParts(rate, ofShare: 0), among: holders)
    }

    private func fundParts(_ rate: SourceRate, ofShare index: Int) -> Portions {
        shares[index].fundParts(rate, booked: booked?[index])
    }
}

/// The whole programme's money at a moment.
public struct ProgrammeSums: Sendable, Hashable {
    /// The programme and what stands there: not assigned to any line.
    public let programme: NodeSums
    /// The lines in the order of the law, each before its parts.
    public let lines: [LineSums]
    /// What holds for the whole.
    public let terms: ProgrammeTerms

    /// What was given to the programme.
    public var appropriated: Euro { .zero - programme[.source] }

    /// What no line was assigned.
    public var unassigned: Euro { programme[.free] }

    /// What lines were assigned.
    public var assigned: Euro { topLines.map(\.whole.total).sum }

    /// What lines other than individual support were assigned.
    public var assignedToRest: Euro { topLines.filter { !$0.line.isSupport }.map(\.whole.total).sum }

    /// What individual support was assigned.
    public var assignedToSupport: Euro { assigned - assignedToRest }

    /// The most that lines other than individual support may be assigned, where there is such a rule.
    public var mostForRest: Euro? {
        terms.restBasisPoints.map { SourceRate(basisPoints: $0, point: "20").fundPart(of: appropriated) }
    }

    /// All money of the programme by what it is doing.
    public var whole: Portions {
        topLines.map(\.whole).reduce(Portions(programme), +)
    }

    /// The fund's parts of all money, as the lines and what is not assigned say them.
    public func fundParts(_ rate: SourceRate) -> Portions {
        topLines.map { $0.fundParts(rate) }.reduce(Portions(programme).fundParts(rate), +)
    }

    /// The lines that are no part of another.
    public var topLines: [LineSums] { lines.filter { $0.line.parentLine == nil } }
}

extension ProgrammeSums {
    /// Puts what is known of the lines beside what stands at the nodes.
    ///
    /// Nothing if the programme is not among the nodes.
    public init?(_ nodes: [NodeSums], _ lines: [Line], _ terms: ProgrammeTerms) {
        guard let programme = nodes.first(where: { $0.node.kind == .programme }) else { return nil }
        self.programme = programme
        self.terms = terms
        self.lines = LineSums.all(nodes, lines)
    }
}

extension LineSums {
    /// The lines whose nodes are among these.
    public static func all(_ nodes: [NodeSums], _ lines: [Line]) -> [LineSums] {
        var under: [Node.ID: [NodeSums]] = [:]
        for node in nodes {
            if let parent = node.node.parent, node.node.kind != .line { under[parent, default: []].append(node) }
        }
        let byID = Dictionary(nodes.map { ($0.node.id, $0) }) { first, _ in first }
        var own: [String: (portions: Portions, commitments: Int, booked: Portions)] = [:]
        for line in lines {
            guard let node = byID[line.node] else { continue }
            let all = [node] + under[line.node, default: []]
            let portions = all.map { Portions($0) }.reduce(Portions(), +)
            let booked = all.compactMap(\.booked).reduce(Portions(), +)
            own[line.code] = (portions, all.map(\.commitments).reduce(0, +), booked)
        }
        return lines.compactMap { line in
            guard let node = byID[line.node], let alone = own[line.code] else { return nil }
            let all = [alone] + parts(of: line, lines).compactMap { own[$0.code] }
            return LineSums(
                line: line,
                node: node,
                shares: all.map(\.portions),
                booked: node.booked == nil ? nil : all.map(\.booked),
                commitments: all.map(\.commitments).reduce(0, +)
            )
        }
    }

    /// The fund's parts at the lines' own nodes, each as its line's page says it.
    public static func fundParts(_ rate: SourceRate, of lines: [LineSums], at nodes: [NodeSums]) -> [Node.ID: Portions]
    {
        var parts: [Node.ID: Portions] = [:]
        for line in lines {
            let own = [line.node] + nodes.filter { $0.node.parent == line.line.node && $0.node.kind != .line }
            for (node, fund) in zip(own, line.fundParts(rate, at: own)) { parts[node.node.id] = fund }
        }
        return parts
    }

    /// The lines that are parts of a line, and the parts of these.
    private static func parts(of line: Line, _ lines: [Line]) -> [Line] {
        let parts = lines.filter { $0.parentLine == line.code }
        return parts + parts.flatMap { Self.parts(of: $0, lines) }
    }
}
