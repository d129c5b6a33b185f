import Budget
import Money
import Site

/// What a proposal would change, place by place and count by count, `budget/changes`.
struct ChangeTable {
    let effect: Effect
    let targets: [TargetChange]
    /// Whose quotas are among the places: names by the codes of their nodes.
    var partners: [String: String] = [:]
    let texts: Texts

    var view: View {
        [
            "changes": effect.changes.map { change($0) }, "hasChanges": !effect.changes.isEmpty || !targets.isEmpty,
            "anyMoney": !effect.changes.isEmpty, "targets": targets.map { target($0) }, "anyTargets": !targets.isEmpty,
        ]
    }

    /// A partner by its name, a line by its name and its code, a call by its code.
    func place(_ node: Node.ID, _ code: String) -> String {
        if let partner = partners[code] { return partner }
        return effect.names[node].map { "\(texts.words($0)), \(code)" } ?? code
    }

    private func change(_ change: Effect.Change) -> View {
        [
            "place": place(change.place.node, change.code),
            "stage": texts("proposals.stage.\(change.place.stage.rawValue)"),
            "before": texts.amount(change.before.cents), "after": texts.amount(change.after.cents),
            "isShort": change.after < .zero && change.place.stage != .source,
        ]
    }

    private func target(_ change: TargetChange) -> View {
        [
            "place": place(change.line, change.code), "before": texts.number(change.before),
            "after": texts.number(change.count),
        ]
    }
}
