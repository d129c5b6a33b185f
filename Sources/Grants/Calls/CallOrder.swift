extension CallChange {
    /// What an officer puts in order.
    public enum Listing: String, Sendable, Hashable, CaseIterable {
        /// Parts of the form and their questions.
        case form
        /// Required documents.
        case documents
        /// Cost categories.
        case categories
        /// Conformity criteria.
        case conformity
        /// Quality criteria.
        case quality
    }
}

extension CallTerms {
    /// The lists that both have and that stand in another order.
    func reordered(since earlier: CallTerms) -> [CallChange.Listing] {
        var found: [CallChange.Listing] = []
        if isFormReordered(since: earlier) { found.append(.form) }
        if documents.isReordered(since: earlier.documents, by: \.key) { found.append(.documents) }
        if costCategories.isReordered(since: earlier.costCategories, by: \.key) { found.append(.categories) }
        if conformity.isReordered(since: earlier.conformity, by: \.key) { found.append(.conformity) }
        if quality.isReordered(since: earlier.quality, by: \.key) { found.append(.quality) }
        return found
    }

    private func isFormReordered(since earlier: CallTerms) -> Bool {
        if sections.isReordered(since: earlier.sections, by: \.key) { return true }
        if questions.isReordered(since: earlier.questions, by: \.key) { return true }
        // The last question of one part made the first of the next stands in the same order, but elsewhere.
        let before = earlier.partsOfQuestions
        return partsOfQuestions.contains { before[$0.key] != nil && before[$0.key] != $0.value }
    }

    /// The key of the part in which each question stands.
    private var partsOfQuestions: [String: String] {
        let parts = sections.flatMap { section in section.questions.map { ($0.key, section.key) } }
        return Dictionary(parts) { first, _ in first }
    }
}

extension Array {
    /// Whether items of both stand in another order; those added or removed move nothing.
    fileprivate func isReordered(since earlier: [Element], by key: KeyPath<Element, String>) -> Bool {
        let (now, before) = (map { $0[keyPath: key] }, earlier.map { $0[keyPath: key] })
        let both = Set(now).intersection(before)
        return now.filter(both.contains) != before.filter(both.contains)
    }
}
