import Grants
import Money
import Site

/// A required document.
struct DocumentItem: CallPart {
    let name = "documents"
    let key: String?

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        return words.bilingual("title") + words.bilingual("help", rows: 3, optional: true)
            + [words.field("required", .radios(words.choices("required", ["yes", "no"])))]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values["required"] = "yes"
        guard let key else { return values }
        guard let item = terms.documents.first(where: { $0.key == key }) else { return nil }
        values.set("title", item.title)
        values.set("help", item.help)
        values["required"] = item.required ? "yes" : "no"
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let title = reader.bilingual("title", longest: 200)
        let item = RequiredDocument(
            key: key ?? CallKey.make(from: title.lv, unlike: Set(terms.documents.map(\.key))),
            title: title,
            help: reader.bilingual("help", longest: 2_000, optional: true),
            required: reader.choice("required", of: ["yes", "no"]) == "yes"
        )
        terms.documents.put(item, by: \.key)
        if terms.documents.count > CallTerms.mostItems { reader.refuse("title.lv", "too_many") }
    }
}

/// A cost category.
struct CategoryItem: CallPart {
    let name = "categories"
    let key: String?

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        return words.bilingual("title") + [
            words.field("share", optional: true, .decimal(unit: "%")), words.field("ceiling", optional: true, .money),
        ]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        guard let key else { return values }
        guard let item = terms.costCategories.first(where: { $0.key == key }) else { return nil }
        values.set("title", item.title)
        values["share"] = item.ceilingShare.map { Euro(cents: $0).plain.replacing(".", with: ",") } ?? ""
        values["ceiling"] = item.ceiling?.plain ?? ""
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let title = reader.bilingual("title", longest: 200)
        let share = reader.basisPoints("share", scale: 100)
        if let share, !(1...10_000).contains(share) { reader.refuse("share", "share") }
        let item = CostCategory(
            key: key ?? CallKey.make(from: title.lv, unlike: Set(terms.costCategories.map(\.key))),
            title: title,
            ceilingShare: share,
            ceiling: reader.money("ceiling", optional: true)
        )
        terms.costCategories.put(item, by: \.key)
        if terms.costCategories.count > CallTerms.mostItems { reader.refuse("title.lv", "too_many") }
    }
}

/// A conformity criterion.
struct ConformityItem: CallPart {
    let name = "conformity"
    let key: String?

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        return words.bilingual("title", rows: 3) + [
            words.field("clarifiable", .radios(words.choices("clarifiable", ["yes", "no"])))
        ]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values["clarifiable"] = "no"
        guard let key else { return values }
        guard let item = terms.conformity.first(where: { $0.key == key }) else { return nil }
        values.set("title", item.title)
        values["clarifiable"] = item.clarifiable ? "yes" : "no"
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let title = reader.bilingual("title", longest: 500)
        let item = ConformityCriterion(
            key: key ?? CallKey.make(from: title.lv, unlike: Set(terms.conformity.map(\.key))),
            title: title,
            clarifiable: reader.choice("clarifiable", of: ["yes", "no"]) == "yes"
        )
        terms.conformity.put(item, by: \.key)
        if terms.conformity.count > CallTerms.mostItems { reader.refuse("title.lv", "too_many") }
    }
}

/// A quality criterion.
struct QualityItem: CallPart {
    let name = "quality"
    let key: String?

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        return words.bilingual("title", rows: 3) + [
            words.field("maximum", .number(unit: nil)), words.field("weight", .decimal(unit: nil)),
            words.field("threshold", optional: true, .number(unit: nil)),
            words.field("assumed", .radios(words.choices("assumed", ["yes", "no"]))),
        ]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values["maximum"] = "5"
        values["weight"] = "1"
        values["threshold"] = "3"
        values["assumed"] = "no"
        guard let key else { return values }
        guard let item = terms.quality.first(where: { $0.key == key }) else { return nil }
        values.set("title", item.title)
        values["maximum"] = String(item.maximum)
        values["weight"] = Euro(cents: item.weight / 100).plain.replacing(".", with: ",")
        values["threshold"] = item.threshold.map(String.init) ?? ""
        values["assumed"] = item.assumed ? "yes" : "no"
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let title = reader.bilingual("title", longest: 500)
        let weight = reader.basisPoints("weight", scale: 1)
        if !(100...100_000).contains(weight ?? 0) { reader.refuse("weight", "weight") }
        let maximum = reader.count("maximum", in: 1...100, optional: false) ?? 5
        let item = QualityCriterion(
            key: key ?? CallKey.make(from: title.lv, unlike: Set(terms.quality.map(\.key))),
            title: title,
            maximum: maximum,
            weight: weight ?? 10_000,
            threshold: reader.count("threshold", in: 0...maximum),
            assumed: reader.choice("assumed", of: ["yes", "no"]) == "yes"
        )
        terms.quality.put(item, by: \.key)
        if terms.quality.count > CallTerms.mostItems { reader.refuse("title.lv", "too_many") }
    }
}

extension Array {
    /// Replaces the item with the same key, or adds it at the end.
    mutating func put(_ item: Element, by key: KeyPath<Element, String>) {
        if let index = firstIndex(where: { $0[keyPath: key] == item[keyPath: key] }) {
            self[index] = item
        } else {
            append(item)
        }
    }
}
