import Grants
import Site

/// The lists of a call whose items are added, moved and taken out.
enum CallList: String, CaseIterable {
    case sections, questions, documents, categories, conformity, quality

    /// Where the list is shown, under the call's address.
    var place: String {
        switch self {
        case .sections, .questions: "/form"
        case .documents, .categories, .conformity, .quality: ""
        }
    }
}

/// Where an item of a list can be moved to: the first one no higher, the last one no lower.
struct CallMove {
    let item: String
    let up: Bool
    let down: Bool

    init(item: String, up: Bool, down: Bool) {
        self.item = item
        self.up = up
        self.down = down
    }

    init(_ item: String, among items: [String]) {
        self.init(item: item, up: items.first != item, down: items.last != item)
    }

    /// For `calls/work/item`.
    func view(in list: String) -> View {
        ["item": "\(list).\(item)", "up": up, "down": down]
    }
}

extension CallTerms {
    /// The words of an item.
    func title(of key: String, in list: CallList) -> Bilingual? {
        switch list {
        case .sections: sections.first { $0.key == key }?.title
        case .questions: question(key)?.title
        case .documents: documents.first { $0.key == key }?.title
        case .categories: costCategories.first { $0.key == key }?.title
        case .conformity: conformity.first { $0.key == key }?.title
        case .quality: quality.first { $0.key == key }?.title
        }
    }

    /// Moves an item one place up or down; a question at the edge of its part goes to the next part. False if there is none.
    mutating func move(_ key: String, in list: CallList, by step: Int) -> Bool {
        switch list {
        case .sections: sections.move(key, \.key, by: step)
        case .questions: moveQuestion(key, by: step)
        case .documents: documents.move(key, \.key, by: step)
        case .categories: costCategories.move(key, \.key, by: step)
        case .conformity: conformity.move(key, \.key, by: step)
        case .quality: quality.move(key, \.key, by: step)
        }
    }

    /// Takes an item out; false if there is none.
    mutating func remove(_ key: String, from list: CallList) -> Bool {
        switch list {
        case .sections: return sections.remove(key, \.key)
        case .questions:
            for index in sections.indices where sections[index].questions.remove(key, \.key) { return true }
            return false
        case .documents: return documents.remove(key, \.key)
        case .categories: return costCategories.remove(key, \.key)
        case .conformity: return conformity.remove(key, \.key)
        case .quality: return quality.remove(key, \.key)
        }
    }

    private mutating func moveQuestion(_ key: String, by step: Int) -> Bool {
        guard let section = sections.firstIndex(where: { $0.questions.contains { $0.key == key } }),
            let place = sections[section].questions.firstIndex(where: { $0.key == key })
        else {
            return false
        }
        if sections[section].questions.indices.contains(place + step) {
            sections[section].questions.swapAt(place, place + step)
            return true
        }
        guard sections.indices.contains(section + step) else { return true }
        let question = sections[section].questions.remove(at: place)
        let target = step < 0 ? sections[section + step].questions.endIndex : 0
        sections[section + step].questions.insert(question, at: target)
        return true
    }
}

extension Array {
    fileprivate mutating func move(_ key: String, _ path: KeyPath<Element, String>, by step: Int) -> Bool {
        guard let place = firstIndex(where: { $0[keyPath: path] == key }) else { return false }
        if indices.contains(place + step) { swapAt(place, place + step) }
        return true
    }

    fileprivate mutating func remove(_ key: String, _ path: KeyPath<Element, String>) -> Bool {
        guard let place = firstIndex(where: { $0[keyPath: path] == key }) else { return false }
        remove(at: place)
        return true
    }
}
