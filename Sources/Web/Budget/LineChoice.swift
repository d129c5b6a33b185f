import Budget
import Site
import Store

/// How a line's page is looked at, and which of its documents are listed.
struct LineChoice {
    let budget: BudgetChoice
    let documents: DocumentChoice

    init(_ query: Form) {
        budget = BudgetChoice(query)
        var documents = DocumentChoice()
        documents.stage = Stage(rawValue: query["stage"]).flatMap { $0.isOfDocument ? $0 : nil }
        let node = query.trimmed("node")
        documents.node = node.isEmpty ? nil : String(node.prefix(80))
        if let document = DocumentReference(sqlText: query["after"]) {
            documents.position = .after(document)
        } else if let document = DocumentReference(sqlText: query["before"]) {
            documents.position = .before(document)
        }
        self.documents = documents
    }

    /// Whether documents are left out.
    var isNarrow: Bool { documents.stage != nil || documents.node != nil }

    /// What narrows the list, for addresses.
    var filter: [(name: String, value: String)] {
        [("stage", documents.stage?.rawValue), ("node", documents.node)].compactMap { name, value in
            value.map { (name, $0) }
        }
    }

    /// The address of the list with another page.
    func address(_ path: String, _ extra: [(name: String, value: String)]) -> String {
        budget.address("\(narrowed(path, extra))#documents")
    }

    /// The address of the whole list as a file.
    func file(_ path: String, _ extra: [(name: String, value: String)] = []) -> String {
        budget.address(narrowed(path, extra))
    }

    /// The address of the list without how it is looked at.
    func narrowed(_ path: String, _ extra: [(name: String, value: String)]) -> String {
        let query = (filter + extra).map { "\($0.name)=\($0.value.urlEncoded)" }.joined(separator: "&")
        return query.isEmpty ? path : "\(path)?\(query)"
    }
}
