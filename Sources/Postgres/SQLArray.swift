/// A list is kept as a one-dimensional PostgreSQL array without NULLs; `= ANY(\(ids))` asks for membership.
extension Array: SQLValue where Element: SQLValue {
    /// The element's type with `[]`.
    public static var sqlType: String { Element.sqlType + "[]" }

    /// Every element quoted, so that no text of an element is mistaken for the array's own marks.
    public var sqlText: String {
        var text = "{"
        for (index, element) in enumerated() {
            if index > 0 { text += "," }
            text += "\""
            for scalar in element.sqlText.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
            text += "\""
        }
        return text + "}"
    }

    /// Reads PostgreSQL's array text; nil where an element is NULL, nested or not of the type.
    public init?(sqlText: String) {
        guard let texts = elements(of: sqlText) else { return nil }
        var values: [Element] = []
        values.reserveCapacity(texts.count)
        for text in texts {
            guard let value = Element(sqlText: text) else { return nil }
            values.append(value)
        }
        self = values
    }
}

/// The texts between the braces of `{a,"b c"}`.
private func elements(of array: String) -> [String]? {
    guard array.first == "{", array.last == "}", array.unicodeScalars.count >= 2 else { return nil }
    var found: [String] = []
    var current = String.UnicodeScalarView()
    var isQuoted = false
    var wasQuoted = false
    var isEscaped = false
    for scalar in array.unicodeScalars.dropFirst().dropLast() {
        if isEscaped {
            current.append(scalar)
            isEscaped = false
        } else if scalar == "\\" {
            isEscaped = true
        } else if scalar == "\"" {
            isQuoted.toggle()
            wasQuoted = true
        } else if scalar == "," && !isQuoted {
            guard let text = element(current, wasQuoted) else { return nil }
            found.append(text)
            current = String.UnicodeScalarView()
            wasQuoted = false
        } else if scalar == "{" && !isQuoted {
            return nil
        } else {
            current.append(scalar)
        }
    }
    if found.isEmpty && current.isEmpty && !wasQuoted { return [] }
    guard let text = element(current, wasQuoted) else { return nil }
    return found + [text]
}

private func element(_ scalars: String.UnicodeScalarView, _ wasQuoted: Bool) -> String? {
    let text = String(scalars)
    return !wasQuoted && text == "NULL" ? nil : text
}
