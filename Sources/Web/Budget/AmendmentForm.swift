import Budget
import Foundation
import Money
import Site

/// An amendment as it was filled in: what the programme and its lines shall have and bring about.
struct AmendmentForm {
    private let allotment: Allotment
    private let lines: [Node.ID: Line]
    private let values: Form?

    /// - Parameter values: what was sent; nothing for an empty form.
    init(_ allotment: Allotment, _ lines: [Line], _ values: Form?) {
        self.allotment = allotment
        self.lines = Dictionary(lines.map { ($0.node, $0) }) { first, _ in first }
        self.values = values
    }

    /// Calls and quotas get money by their own pages.
    var nodes: [Node] { allotment.nodes.filter { $0.kind == .programme || $0.kind == .line } }

    func typed(_ name: String) -> String { values?.trimmed(name) ?? "" }

    func line(_ node: Node) -> Line? { lines[node.id] }

    func given(_ node: Node) -> Euro { allotment.given[node.id] ?? .zero }

    static func sumField(_ node: Node) -> String { "sum.\(node.id)" }

    static func countField(_ node: Node) -> String { "count.\(node.id)" }

    private func day(_ name: String) -> Day? {
        Day(typed: "\(typed("\(name).day")).\(typed("\(name).month")).\(typed("\(name).year"))")
    }

    /// The proposal, or what keeps it from being one.
    func proposal(key: UUID, _ texts: Texts) -> (Proposal?, [FormError]) {
        var errors: [FormError] = []
        func wrong(_ field: String, _ key: String) {
            let anchor = field.replacing(".", with: "-")
            errors.append(FormError(field: anchor, sentence: texts(key)))
        }
        let cause = DocumentReference(kind: "amendment", key: typed("number"))
        let (dated, effective) = (day("dated"), day("effective"))
        let reason = typed("reason")
        if cause == nil {
            wrong("number", "proposals.wrong.\(typed("number").isEmpty ? "number_missing" : "number")")
        }
        if dated == nil { wrong("dated", "proposals.wrong.day") }
        if effective == nil { wrong("effective", "proposals.wrong.day") }
        if reason.isEmpty { wrong("reason", "proposals.wrong.reason_missing") }
        if reason.unicodeScalars.count > 2_000 { wrong("reason", "proposals.wrong.reason_long") }
        var wanted: [Node.ID: Euro] = [:]
        var targets: [Node.ID: Int] = [:]
        for node in nodes {
            switch sum(node) {
            case .wrong: wrong(Self.sumField(node), "proposals.wrong.sum")
            case .read(let sum): wanted[node.id] = sum
            case .empty: break
            }
            switch count(node) {
            case .wrong: wrong(Self.countField(node), "targets.wrong")
            case .read(let count): targets[node.id] = count
            case .empty: break
            }
        }
        let moves = errors.isEmpty ? allotment.moves(to: wanted) : []
        if errors.isEmpty, moves.isEmpty, targets.isEmpty {
            wrong(nodes.first.map(Self.sumField) ?? "number", "targets.nothing")
        }
        guard errors.isEmpty, let effective else { return (nil, errors) }
        return (
            Proposal(
                .amendment,
                moves.map { .move($0) },
                key: key,
                effective: effective,
                reason: reason,
                cause: cause,
                dated: dated,
                targets: targets
            ), []
        )
    }

    /// What a field says.
    private enum Reading<Value> {
        case empty
        case read(Value)
        case wrong
    }

    private func sum(_ node: Node) -> Reading<Euro> {
        let text = typed(Self.sumField(node))
        guard !text.isEmpty else { return .empty }
        guard let sum = Euro(typed: text), sum >= .zero, sum.cents <= 1_000_000_000_000_000 else { return .wrong }
        return .read(sum)
    }

    /// A count that the line has already changes nothing.
    private func count(_ node: Node) -> Reading<Int> {
        let text = typed(Self.countField(node)).filter { !$0.isWhitespace }
        guard let target = line(node)?.target, !text.isEmpty else { return .empty }
        guard text.utf8.count <= 7, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let count = Int(text), (1...1_000_000).contains(count)
        else { return .wrong }
        return count == target.count ? .empty : .read(count)
    }
}
