import Foundation
import Grants
import Money
import Site

/// Understands what was typed into a part, and collects what cannot be understood.
struct PartReader {
    private(set) var values: PartValues
    let texts: Texts
    private(set) var errors: [FormError] = []

    init(_ values: PartValues, _ texts: Texts) {
        self.values = values
        self.texts = texts
    }

    /// Says what is wrong with a field; a field has one sentence.
    mutating func refuse(_ name: String, _ reason: String, _ details: [String: String] = [:]) {
        let field = name.replacing(".", with: "-")
        guard !errors.contains(where: { $0.field == field }) else { return }
        errors.append(FormError(field: field, sentence: texts("calls.wrong.\(reason)", details)))
    }

    /// Takes a field for empty: what is not shown is not asked.
    mutating func forget(_ name: String) {
        for field in [name, "\(name).day", "\(name).month", "\(name).year"] { values[field] = "" }
    }

    /// A text of at most so many characters, without spaces around it.
    mutating func text(_ name: String, longest: Int) -> String {
        let text = values[name].trimmed
        if text.unicodeScalars.count > longest { refuse(name, "too_long", ["n": texts.number(longest)]) }
        return text
    }

    /// A text in both languages. English may come later: publication asks for it.
    mutating func bilingual(_ name: String, longest: Int, optional: Bool = false) -> Bilingual {
        let text = Bilingual(
            lv: text("\(name).lv", longest: longest),
            en: text("\(name).en", longest: longest)
        )
        if text.lv.isEmpty, !optional { refuse("\(name).lv", "empty") }
        return text
    }

    /// A whole number in a range; nothing if the field is empty.
    mutating func number(_ name: String, in range: ClosedRange<Int64>, optional: Bool = true) -> Int64? {
        let typed = values[name].filter { !$0.isWhitespace }
        guard !typed.isEmpty else {
            if !optional { refuse(name, "number_empty") }
            return nil
        }
        guard typed.utf8.count <= 19, let number = Int64(typed), range.contains(number) else {
            refuse(
                name,
                "number",
                ["least": texts.number(Int(range.lowerBound)), "most": texts.number(Int(range.upperBound))]
            )
            return nil
        }
        return number
    }

    /// A small whole number in a range.
    mutating func count(_ name: String, in range: ClosedRange<Int>, optional: Bool = true) -> Int? {
        number(name, in: Int64(range.lowerBound)...Int64(range.upperBound), optional: optional).map(Int.init)
    }

    /// A percentage or a weight with at most two decimals, in basis points: `12,5` of `scale` 100 is 1 250.
    mutating func basisPoints(_ name: String, scale: Int64) -> Int64? {
        guard !values[name].isBlank else { return nil }
        guard let typed = Euro(typed: values[name].replacing("%", with: "")) else {
            refuse(name, "share")
            return nil
        }
        return typed.cents * 100 / scale
    }

    /// Euros; nothing if the field is empty.
    mutating func money(_ name: String, optional: Bool = false) -> Euro? {
        guard !values[name].isBlank else {
            if !optional { refuse(name, "money_empty") }
            return nil
        }
        guard let sum = Euro(typed: values[name]) else {
            refuse(name, "money")
            return nil
        }
        return sum
    }

    /// A day of three boxes; nothing if all are empty.
    mutating func day(_ name: String, optional: Bool = false) -> Day? {
        let boxes = ["day", "month", "year"].map { values["\(name).\($0)"].trimmed }
        guard boxes.contains(where: { !$0.isEmpty }) else {
            if !optional { refuse(name, "day_empty") }
            return nil
        }
        let numbers = boxes.map { $0.utf8.count <= 4 ? Int($0) : nil }
        guard let day = numbers[0], let month = numbers[1], let year = numbers[2], year >= 1_000,
            let read = Day(year, month, day)
        else {
            refuse(name, "day")
            return nil
        }
        return read
    }

    /// A time of day, `9:00` or `09.00`.
    mutating func time(_ name: String) -> (hour: Int, minute: Int)? {
        let parts = values[name].trimmed.split { $0 == ":" || $0 == "." }
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count <= 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else {
            refuse(name, "time")
            return nil
        }
        return (hour, minute)
    }

    /// One of the given values.
    mutating func choice(_ name: String, of allowed: [String]) -> String? {
        guard allowed.contains(values[name]) else {
            refuse(name, "choose")
            return nil
        }
        return values[name]
    }

    /// The rows of a field, each as its named values; rows with nothing in the given columns are left out.
    func rows(_ name: String, asking columns: [String]) -> [(index: Int, values: [String: String])] {
        var found: [(index: Int, values: [String: String])] = []
        for index in 0..<values.rows(of: name) {
            var row: [String: String] = [:]
            for (field, typed) in values.fields where field.hasPrefix("\(name).\(index).") {
                row[String(field.dropFirst("\(name).\(index).".count))] = typed.first?.trimmed ?? ""
            }
            if columns.contains(where: { row[$0]?.isEmpty == false }) { found.append((index, row)) }
        }
        return found
    }
}
