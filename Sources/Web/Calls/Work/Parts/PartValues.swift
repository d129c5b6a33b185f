import Crypto
import Foundation
import Grants
import Money
import Site

/// What stands in the fields of a part: stored, or typed and not yet understood.
struct PartValues: Sendable, Hashable {
    /// Values by the name of the form's field; fields of rows are called `options.2.lv`.
    private(set) var fields: [String: [String]] = [:]

    init() {}

    /// What was typed into the fields.
    init(_ form: Form, _ wanted: [PartField]) {
        for field in wanted { read(field, from: form) }
    }

    private mutating func read(_ field: PartField, from form: Form) {
        switch field.control {
        case .checkboxes: fields[field.name] = form.all(field.name)
        case .date:
            for box in ["day", "month", "year"] { self["\(field.name).\(box)"] = form["\(field.name).\(box)"] }
        case .rows(let columns):
            let numbers = Self.rowNumbers(form.fields.map(\.name), of: field.name)
            for (index, number) in numbers.enumerated() {
                for column in columns {
                    self["\(field.name).\(index).\(column.name)"] = form["\(field.name).\(number).\(column.name)"]
                }
            }
        default: self[field.name] = form[field.name]
        }
    }

    /// One value; an absent one is empty.
    subscript(name: String) -> String {
        get { fields[name]?.first ?? "" }
        set { fields[name] = [newValue] }
    }

    /// All values of a group of boxes.
    func all(_ name: String) -> [String] {
        fields[name] ?? []
    }

    mutating func set(_ name: String, all values: [String]) {
        fields[name] = values
    }

    mutating func set(_ name: String, _ text: Bilingual) {
        self["\(name).lv"] = text.lv
        self["\(name).en"] = text.en
    }

    mutating func set(_ name: String, _ day: Day?) {
        self["\(name).day"] = day.map { String($0.day) } ?? ""
        self["\(name).month"] = day.map { String($0.month) } ?? ""
        self["\(name).year"] = day.map { String($0.year) } ?? ""
    }

    mutating func set(_ name: String, row index: Int, _ values: [String: String]) {
        for (column, value) in values { self["\(name).\(index).\(column)"] = value }
    }

    /// How many rows a field has.
    func rows(of name: String) -> Int {
        Self.rowNumbers(Array(fields.keys), of: name).count
    }

    /// The values without one row; the later ones move up.
    func removing(row: Int, of field: PartField) -> PartValues {
        guard case .rows(let columns) = field.control else { return self }
        var kept = self
        let count = rows(of: field.name)
        guard (0..<count).contains(row) else { return self }
        for column in columns {
            for index in row..<(count - 1) {
                kept["\(field.name).\(index).\(column.name)"] = self["\(field.name).\(index + 1).\(column.name)"]
            }
            kept.fields["\(field.name).\(count - 1).\(column.name)"] = nil
        }
        return kept
    }

    /// The values with one more empty row.
    func adding(rowOf field: PartField) -> PartValues {
        guard case .rows(let columns) = field.control else { return self }
        var grown = self
        let index = rows(of: field.name)
        for column in columns { grown["\(field.name).\(index).\(column.name)"] = "" }
        return grown
    }

    /// Tells whether a colleague changed the same part: carried by the form, compared when it comes back.
    var digest: String {
        var text = ""
        for name in fields.keys.sorted() {
            let values = (fields[name] ?? []).joined(separator: "\u{1F}")
            text += "\(name)\u{1E}\(values)\u{1D}"
        }
        return hex(SHA256.hash(data: Data(text.utf8)).prefix(12))
    }

    private static func rowNumbers(_ names: [String], of field: String) -> [Int] {
        var numbers: Set<Int> = []
        for name in names where name.hasPrefix("\(field).") {
            let parts = name.dropFirst(field.count + 1).split(separator: ".", maxSplits: 1)
            guard parts.count == 2, parts[0].utf8.count <= 4, let number = Int(parts[0]), number >= 0 else { continue }
            numbers.insert(number)
        }
        return numbers.sorted().prefix(100).map { $0 }
    }
}
