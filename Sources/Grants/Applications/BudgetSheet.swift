public import Money

/// A budget as computed from what was typed: line totals, category totals and the sum, in this one place only.
public struct BudgetSheet: Sendable, Hashable {
    /// One line with its total.
    public struct Line: Sendable, Hashable {
        /// The key of the cost category as typed.
        public let category: String
        /// How many, if it could be read.
        public let quantity: Quantity?
        /// The price of one, if it could be read.
        public let price: Euro?
        /// Quantity times price; nothing while one of them is missing or the product is out of reach.
        public let total: Euro?
    }

    /// The lines in the order typed.
    public let lines: [Line]
    /// The sum of the lines that have a total.
    public let total: Euro

    /// The budget in rows `category`, `quantity`, `price`.
    public init(rows: [[String: String]]) {
        lines = rows.map { row in
            let quantity = Quantity(typed: row["quantity"] ?? "")
            let price = Euro(typed: row["price"] ?? "")
            var total: Euro?
            if let quantity, let price { total = quantity.priced(at: price) }
            return Line(category: row["category"] ?? "", quantity: quantity, price: price, total: total)
        }
        total = lines.compactMap(\.total).sum
    }

    /// The budget of an application: the lines of every budget question that is asked.
    public init(terms: CallTerms, answers: [String: Answer]) {
        var rows: [[String: String]] = []
        for section in terms.sections {
            for question in section.questions where question.kind == .budget {
                guard terms.isAsked(question, given: answers), case .rows(let typed)? = answers[question.key] else {
                    continue
                }
                rows += typed
            }
        }
        self.init(rows: rows)
    }

    /// What is spent on a category.
    public func total(of category: String) -> Euro {
        lines.filter { $0.category == category }.compactMap(\.total).sum
    }
}

extension CallTerms {
    /// What an application asks for: exactly the lump sum, or what its budget comes to.
    public func requested(given answers: [String: Answer]) -> Euro {
        switch amount.mode {
        case .fixed: amount.sum
        case .ceiling: BudgetSheet(terms: self, answers: answers).total
        }
    }
}
