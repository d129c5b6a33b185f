import Foundation
import Money

extension Question {
    /// What is stored of what was typed: one plain form where it can be understood, the same letters where it cannot.
    ///
    /// Gives nothing if the answer is not built as this question's answers are: no form of ours posts that.
    public func stored(_ typed: Answer) -> Answer? {
        switch (shape, typed) {
        case (.text, .text(let text)): .text(Self.tidied(text, as: kind))
        case (.list, .list(let list)): .list(inOrder(list.map(Self.line)))
        // An empty list and no rows look the same in storage.
        case (.rows, .list(let list)) where list.isEmpty: .list([])
        case (.fields, .fields(let fields)): .fields(tidied(fields))
        case (.rows, .rows(let rows)): Self.joined(rows.map(tidied).filter { !$0.values.allSatisfy(\.isEmpty) })
        default: nil
        }
    }

    private static func joined(_ rows: [[String: String]]) -> Answer {
        rows.isEmpty ? .list([]) : .rows(rows)
    }

    /// The options' own order, each once; unknown ones follow, for the checks to find.
    private func inOrder(_ chosen: [String]) -> [String] {
        let known = options.map(\.key).filter(chosen.contains)
        var unknown: [String] = []
        for key in chosen where !known.contains(key) && !unknown.contains(key) { unknown.append(key) }
        return known + unknown
    }

    /// The question's own parts only, tidied, all of them there.
    private func tidied(_ fields: [String: String]) -> [String: String] {
        var kept: [String: String] = [:]
        for part in parts {
            kept[part.key] = tidied(fields[part.key] ?? "", part: part)
        }
        return kept
    }

    private func tidied(_ text: String, part: Part) -> String {
        switch (kind, part.key) {
        case (.partners, "number"), (.school, "number"): Self.digits(text) ?? Self.line(text)
        case (.budget, "quantity"): Quantity(typed: text)?.plain ?? Self.line(text)
        case (.person, "email"): Self.line(text).lowercased()
        default: Self.tidied(text, as: part.kind)
        }
    }

    private static func tidied(_ text: String, as kind: Kind) -> String {
        switch kind {
        case .longText: paragraph(text)
        case .number: WholeNumber.typed(text).map(String.init) ?? line(text)
        case .money: Euro(typed: text)?.plain ?? line(text)
        case .date: Day(typed: text.trimmingCharacters(in: .whitespacesAndNewlines))?.iso ?? line(text)
        default: line(text)
        }
    }

    /// A number of a register without what only parts its digits; nothing if more than digits is there.
    private static func digits(_ text: String) -> String? {
        let kept = RegistrationNumber.tidied(text)
        return kept.utf8.allSatisfy { (48...57).contains($0) } ? kept : nil
    }

    /// Accents composed, and without characters that no keyboard types and no database keeps: NUL and its kin.
    private static func composed(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar.value >= 32 || "\n\r\t".unicodeScalars.contains(scalar) {
            kept.append(scalar)
        }
        return String(kept).precomposedStringWithCanonicalMapping
    }

    /// One line: spaces at the ends cut, line ends turned into spaces.
    private static func line(_ text: String) -> String {
        let words = composed(text).split(whereSeparator: \.isNewline).joined(separator: " ")
        return words.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Several lines: line ends as `\n`, blank ends cut.
    private static func paragraph(_ text: String) -> String {
        let lines = composed(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Whole numbers as people type them.
enum WholeNumber {
    /// Reads `1200`, `1 200`, `+5`, `-3`; nothing past 15 digits, so that no sum of them overflows.
    static func typed(_ text: String) -> Int64? {
        let kept = text.filter { !$0.isWhitespace }
        let digits = kept.drop { $0 == "-" || $0 == "+" }
        guard kept.utf8.count - digits.utf8.count <= 1, (1...15).contains(digits.utf8.count) else { return nil }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(kept)
    }
}
