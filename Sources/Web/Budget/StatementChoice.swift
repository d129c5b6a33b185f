import Budget
import Foundation
import Money
import Site

/// Which postings of an account are shown and in which order, as the address says it: typed text included, right or wrong.
struct StatementChoice {
    /// The fields of the address, in the order in which addresses are written.
    static let names = ["verb", "from", "until", "least", "most"]

    /// What was typed, by field.
    let typed: [String: String]
    let budget: BudgetChoice
    let newestFirst: Bool
    let position: StatementPosition

    init(_ query: Form) {
        var typed: [String: String] = [:]
        for name in Self.names {
            let text = query.trimmed(name)
            if !text.isEmpty { typed[name] = String(text.prefix(100)) }
        }
        self.typed = typed
        budget = BudgetChoice(query)
        newestFirst = query["order"] != "up"
        if let version = Self.version(query["after"]) {
            position = .after(version)
        } else if let version = Self.version(query["before"]) {
            position = .before(version)
        } else {
            position = .first
        }
    }

    var when: MomentChoice { budget.when }

    subscript(name: String) -> String {
        typed[name] ?? ""
    }

    var isNarrow: Bool { !typed.isEmpty }

    /// The selection; what cannot be understood does not narrow it, and the page says so beside the field.
    func filter(of account: LedgerAccount.ID) -> StatementFilter {
        StatementFilter(
            account: account,
            moment: when.moment,
            verb: Verb(rawValue: self["verb"]),
            from: day("from"),
            through: day("until"),
            atLeast: Euro(typed: self["least"]),
            atMost: Euro(typed: self["most"]),
            newestFirst: newestFirst
        )
    }

    /// Fields whose text is neither empty nor understood.
    var misread: Set<String> {
        var misread: Set<String> = []
        for name in ["least", "most"] where typed[name] != nil && Euro(typed: self[name]) == nil {
            misread.insert(name)
        }
        for name in ["from", "until"] where typed[name] != nil && day(name) == nil { misread.insert(name) }
        return misread
    }

    /// What narrows the selection and how it is ordered, for addresses and forms.
    var fields: [(name: String, value: String)] {
        Self.names.compactMap { name in typed[name].map { (name, $0) } } + order
    }

    /// How the page is looked at, for addresses and forms.
    var looks: [(name: String, value: String)] { when.fields + budget.rest }

    var order: [(name: String, value: String)] {
        newestFirst ? [] : [("order", "up")]
    }

    /// The address of all postings, looked at in the same way.
    func all(_ path: String) -> String {
        budget.address(path)
    }

    /// The address of the same selection looked at in the same way, with another page or file where given.
    func address(_ path: String, _ extra: [(name: String, value: String)] = []) -> String {
        Self.address(path, fields + looks + extra)
    }

    /// The address of the same selection in the other order.
    func reversed(_ path: String) -> String {
        let narrow = Self.names.compactMap { name in typed[name].map { (name: name, value: $0) } }
        return Self.address(path, narrow + (newestFirst ? [("order", "up")] : []) + looks)
    }

    /// The address of the same selection without how it is looked at.
    func narrowed(_ path: String) -> String {
        Self.address(path, fields)
    }

    private static func address(_ path: String, _ fields: [(name: String, value: String)]) -> String {
        let query = fields.map { "\($0.name)=\($0.value.urlEncoded)" }.joined(separator: "&")
        return query.isEmpty ? path : "\(path)?\(query)"
    }

    /// Nothing counts outside this century.
    private func day(_ name: String) -> Day? {
        Day(typed: self[name]).flatMap { (2000...2099).contains($0.year) ? $0 : nil }
    }

    private static func version(_ text: String) -> Int64? {
        Int64(text).flatMap { $0 > 0 ? $0 : nil }
    }
}
