import Grants

/// Where on the form something is typed: a question, and within it a row and a part. Gives the names of form values and
/// the ids that the error summary leads to.
struct FieldPlace: Hashable, Sendable {
    /// The question's key.
    let field: String
    /// The row, counted from 1, in answers made of rows.
    var row: Int?
    /// The part or column, in answers made of parts.
    var part: String?

    init(_ field: String, row: Int? = nil, part: String? = nil) {
        self.field = field
        self.row = row
        self.part = part
    }

    /// The name under which the form posts it: `activities.2.title`.
    var name: String {
        joined(field, by: ".", row: row.map(String.init))
    }

    /// Its id on the page: `q-activities-2-title`.
    var id: String {
        joined("q-\(field)", by: "-", row: row.map(String.init))
    }

    /// The name in the row that the page's script copies; the script puts the number in.
    var templateName: String {
        joined(field, by: ".", row: "__n__")
    }

    /// The id in the row that the page's script copies.
    var templateID: String {
        joined("q-\(field)", by: "-", row: "__n__")
    }

    private func joined(_ start: String, by separator: String, row: String?) -> String {
        [start, row, part].compactMap { $0 }.joined(separator: separator)
    }
}
