import Money
public import Postgres

/// What a proposal would do if it happened now, looked at before it is written down.
public struct Preview: Sendable, Hashable {
    /// The proposal.
    public let proposal: Proposal
    /// What becomes of the money, and what is in the way.
    public let effect: Effect
    /// The target counts that it changes, by the codes of the lines.
    public let targets: [TargetChange]

    /// All that a person sees, in a form of one line for each fact, so that two looks are the same if these words are.
    public var words: String {
        var words = [
            proposal.kind.rawValue, proposal.effective.iso, proposal.cause?.text ?? "", proposal.dated?.iso ?? "",
        ]
        for move in proposal.moves {
            words.append(move.verb.rawValue)
            words += move.entries.map { "\(Self.word($0.place)) \($0.amount.cents)" }
        }
        words += effect.changes.map { "\(Self.word($0.place)) \($0.before.cents) \($0.after.cents)" }
        words += targets.map { "\($0.line) \($0.before) \($0.count)" }
        return words.joined(separator: "\n")
    }

    private static func word(_ place: Place) -> String {
        "\(place.node) \(place.stage.rawValue) \(place.document?.text ?? "")"
    }
}

extension Ledger {
    /// Looks at what a proposal would do. Two statements.
    public static func preview(of proposal: Proposal, in tx: Postgres.Transaction) async throws -> Preview {
        let standing = try await standing(of: proposal.moves, Circumstances(proposal), in: tx)
        let targets = proposal.targets.compactMap { line, count -> TargetChange? in
            guard let code = standing.nodes[line]?.code, let before = standing.targets[line] else { return nil }
            return TargetChange(line: line, code: code, before: before, count: count)
        }
        return Preview(
            proposal: proposal,
            effect: Effect(of: proposal.moves, on: standing),
            targets: targets.sorted { $0.code < $1.code }
        )
    }
}
