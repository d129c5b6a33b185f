import Grants
import Money
import Site

/// Reads a question's answer out of a form, as typed.
struct FieldReading {
    let form: Form

    /// What was typed for a question; nothing if the form does not have it at all.
    func answer(to question: Question) -> Answer? {
        let key = question.key
        switch question.shape {
        case .text:
            if question.kind == .date { return date(key).map(Answer.text) }
            if let text = form.find(key) { return .text(text) }
            // Unticked radios post nothing; the hidden version says that the question was on the page.
            return isOnPage(key) ? .text("") : nil
        case .list:
            let chosen = form.all(key).filter { !$0.isEmpty }
            return chosen.isEmpty && !isOnPage(key) ? nil : .list(chosen)
        case .fields:
            let fields = parts(of: question, under: key)
            return fields.isEmpty && !isOnPage(key) ? nil : .fields(fields)
        case .rows:
            let rows = rows(of: question)
            return rows.isEmpty && !isOnPage(key) ? nil : .rows(rows.map(\.parts))
        case .files:
            return nil
        }
    }

    /// The version of the answer the page was made from: 0 for one not given before; nothing if the field is unknown.
    func version(of field: String) -> Int64? {
        guard let text = form.find("version.\(field)") else { return nil }
        if text.isEmpty || text == "0" { return 0 }
        return Identifier<Answer>(typed: text)?.rawValue
    }

    /// The numbers that rows of a question have on the page, in order, with what was typed in them.
    func rows(of question: Question) -> [(number: Int, parts: [String: String])] {
        let start = "\(question.key)."
        var numbers: Set<Int> = []
        for (name, _) in form.fields where name.hasPrefix(start) {
            let rest = name.dropFirst(start.count).split(separator: ".", maxSplits: 1)
            guard rest.count == 2, let number = Int(rest[0]), (0...100_000).contains(number) else { continue }
            numbers.insert(number)
        }
        return numbers.sorted().map { ($0, parts(of: question, under: "\(question.key).\($0)")) }
    }

    private func isOnPage(_ key: String) -> Bool {
        form.contains("version.\(key)")
    }

    private func parts(of question: Question, under name: String) -> [String: String] {
        var found: [String: String] = [:]
        for part in question.parts {
            let place = "\(name).\(part.key)"
            if let text = form.find(place) {
                found[part.key] = text
            } else if part.kind == .date, let day = date(place) {
                found[part.key] = day
            }
        }
        return found
    }

    /// A day in three boxes, joined the way people write it, or in one box.
    private func date(_ name: String) -> String? {
        if let whole = form.find(name) { return whole }
        guard let day = form.find("\(name).day"), let month = form.find("\(name).month"),
            let year = form.find("\(name).year")
        else {
            return nil
        }
        let parts = [day, month, year].map { $0.filter { !$0.isWhitespace } }
        return parts.allSatisfy(\.isEmpty) ? "" : DateBoxes.joined(parts)
    }
}

/// A day in three boxes: what cannot be understood comes back as it was typed.
enum DateBoxes {
    /// `30.11.2026`, `30..2026` where the month is missing, and what stands in the first box where it alone has something.
    static func joined(_ parts: [String]) -> String {
        let bare = parts.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
        return bare.dropFirst().allSatisfy(\.isEmpty) ? bare.first ?? "" : bare.joined(separator: ".")
    }

    /// Day, month and year of a stored answer. With other dots in it nobody knows which box each piece was typed in: then the
    /// whole stands in the first.
    static func parts(of text: String) -> (day: String, month: String, year: String) {
        if let day = Day(iso: text) { return (String(day.day), String(day.month), String(day.year)) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return (text, "", "") }
        return (parts[0], parts[1], parts[2])
    }
}
