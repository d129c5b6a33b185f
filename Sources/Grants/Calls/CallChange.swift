public import Foundation
public import Money

/// One fact that differs between two versions of a call: what those with drafts are told.
public enum CallChange: Sendable, Hashable {
    /// The title.
    case title(to: Bilingual)
    /// The purpose.
    case purpose
    /// Acts and points.
    case legalBasis
    /// The money of the call.
    case money(from: Euro, to: Euro)
    /// What one project may get.
    case amount(from: CallAmount, to: CallAmount)
    /// Who may apply.
    case applicants
    /// The opening.
    case opening(from: Date, to: Date)
    /// The end.
    case closing(from: Date, to: Date)
    /// First and last project day.
    case project(first: Day, last: Day)
    /// The longest duration.
    case duration(from: Int, to: Int)
    /// A part of the form: its heading or help.
    case section(Difference, Bilingual)
    /// A question.
    case question(Difference, key: String, Bilingual)
    /// A required document.
    case document(Difference, key: String, Bilingual)
    /// A cost category.
    case category(Difference, Bilingual)
    /// A conformity criterion.
    case conformity(Difference, Bilingual)
    /// A quality criterion.
    case quality(Difference, Bilingual)
    /// The lowest sum of scores.
    case qualityThreshold(from: Int?, to: Int?)
    /// What was there before stands in another order, or a question in another part.
    case order(Listing)

    /// What happened to an item of a list.
    public enum Difference: String, Sendable, Hashable, CaseIterable {
        /// It is new.
        case added
        /// It is other than it was.
        case changed
        /// It is gone.
        case removed
    }
}

extension CallTerms {
    /// What this version changes against an earlier one, in the order of the pages.
    public func changes(since earlier: CallTerms) -> [CallChange] {
        var found: [CallChange] = []
        if title != earlier.title { found.append(.title(to: title)) }
        if purpose != earlier.purpose { found.append(.purpose) }
        if legalBasis != earlier.legalBasis { found.append(.legalBasis) }
        if moneyAvailable != earlier.moneyAvailable || fundingLine != earlier.fundingLine {
            found.append(.money(from: earlier.moneyAvailable, to: moneyAvailable))
        }
        if amount != earlier.amount { found.append(.amount(from: earlier.amount, to: amount)) }
        if applicants != earlier.applicants { found.append(.applicants) }
        if opensAt != earlier.opensAt { found.append(.opening(from: earlier.opensAt, to: opensAt)) }
        if closesBefore != earlier.closesBefore {
            found.append(.closing(from: earlier.closesBefore, to: closesBefore))
        }
        if projectEarliestStart != earlier.projectEarliestStart || projectLatestEnd != earlier.projectLatestEnd {
            found.append(.project(first: projectEarliestStart, last: projectLatestEnd))
        }
        if longestMonths != earlier.longestMonths {
            found.append(.duration(from: earlier.longestMonths, to: longestMonths))
        }
        found += documents.differences(since: earlier.documents, by: \.key).map {
            .document($0, key: $1.key, $1.title)
        }
        found += formChanges(since: earlier)
        found += costCategories.differences(since: earlier.costCategories, by: \.key).map { .category($0, $1.title) }
        found += conformity.differences(since: earlier.conformity, by: \.key).map { .conformity($0, $1.title) }
        found += quality.differences(since: earlier.quality, by: \.key).map { .quality($0, $1.title) }
        if qualityThreshold != earlier.qualityThreshold {
            found.append(.qualityThreshold(from: earlier.qualityThreshold, to: qualityThreshold))
        }
        return found + reordered(since: earlier).map { .order($0) }
    }

    private func formChanges(since earlier: CallTerms) -> [CallChange] {
        let outlines = sections.map(\.outline)
        let parts = outlines.differences(since: earlier.sections.map(\.outline), by: \.key)
        let questions = questions.differences(since: earlier.questions, by: \.key)
        return parts.map { .section($0, $1.title) } + questions.map { .question($0, key: $1.key, $1.title) }
    }
}

extension FormSection {
    /// The part without the content of its questions, so that a changed question is told once.
    fileprivate var outline: FormSection {
        FormSection(key: key, title: title, help: help, questions: [])
    }
}

extension Array where Element: Hashable {
    /// Items added, changed and removed, told apart by their key; their order is told by itself.
    fileprivate func differences(
        since earlier: [Element],
        by key: KeyPath<Element, String>
    ) -> [(CallChange.Difference, Element)] {
        var found: [(CallChange.Difference, Element)] = []
        for item in self {
            guard let before = earlier.first(where: { $0[keyPath: key] == item[keyPath: key] }) else {
                found.append((.added, item))
                continue
            }
            if before != item { found.append((.changed, item)) }
        }
        for item in earlier where !contains(where: { $0[keyPath: key] == item[keyPath: key] }) {
            found.append((.removed, item))
        }
        return found
    }
}
