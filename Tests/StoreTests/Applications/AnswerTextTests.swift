import Foundation
import Grants
import TestKit
import Testing

@testable import Store

@Suite("Answers as the database gives them")
struct AnswerTextTests {
    @Test(
        "are what was stored, to the last mark",
        arguments: [
            Answer.text(""), .text("Āčē \"citāts\" \\ un\nrinda"), .text("\u{301}sākumā"), .text("beigās\u{200D}"),
            .list([]), .list(["viens", "\u{301}divi"]), .fields(["start": "2027-01-11", "end": ""]),
            .rows([["a": "1"], [:]]),
        ]
    )
    func roundTrip(answer: Answer) throws {
        try expectSame(answer, readFrom: JSON(answer).sqlText)
    }

    @Test("are what was stored, whatever they hold and however the server spaces them", arguments: [UInt64](1...8))
    func same(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        for _ in 0..<200 {
            let answer = made(&chance)
            try expectSame(answer, readFrom: spaced(answer))
        }
    }

    @Test(
        "are unreadable when they are neither",
        arguments: [
            "1", "null", "[1]", "{\"a\": 1}", "\"\\ud800\"", "{\"a\": [\"b\"]}", "[[\"a\"]]", "{\"a\": {\"b\": \"c\"}}",
            "[{\"a\": null}]", "[\"x\", \"y\", {\"b\": \"c\"}]", "[{\"a\": \"b\"}, \"c\"]",
        ]
    )
    func unreadable(text: String) {
        #expect(AnswerText(sqlText: text) == nil)
    }

    /// Strings count as equal when they only look equal: the bytes must be the same.
    private func expectSame(_ answer: Answer, readFrom text: String) throws {
        let read = try #require(AnswerText(sqlText: text)?.answer, "\(text)")
        #expect(try JSON(read).sqlText.utf8.elementsEqual(JSON(answer).sqlText.utf8), "\(text)")
    }

    private func made(_ chance: inout Chance) -> Answer {
        switch Int.random(in: 0..<4, using: &chance) {
        case 0: return .text(word(&chance))
        case 1: return .list(some(&chance) { word(&$0) })
        case 2: return .fields(row(&chance))
        default:
            let rows = some(&chance) { row(&$0) }
            return rows.isEmpty ? .list([]) : .rows(rows)
        }
    }

    private func row(_ chance: inout Chance) -> [String: String] {
        Dictionary(some(&chance) { (word(&$0), word(&$0)) }) { first, _ in first }
    }

    private func some<Element>(_ chance: inout Chance, _ make: (inout Chance) -> Element) -> [Element] {
        (0..<Int.random(in: 0...3, using: &chance)).map { _ in make(&chance) }
    }

    private func word(_ chance: inout Chance) -> String {
        let pieces = ["", "a", "ā\u{301}", "\u{301}", " ", ",", ":", "{", "}", "[", "]", "\"", "\\", "\n", "null", "🙂"]
        return some(&chance) { pieces.randomElement(using: &$0) ?? "" }.joined()
    }

    /// As PostgreSQL prints a `jsonb`: a space after each comma and colon.
    private func spaced(_ answer: Answer) throws -> String {
        switch answer {
        case .text(let text): try quoted(text)
        case .list(let list): try "[\(list.map(quoted).joined(separator: ", "))]"
        case .fields(let fields): try object(fields)
        case .rows(let rows): try "[\(rows.map(object).joined(separator: ", "))]"
        }
    }

    private func object(_ fields: [String: String]) throws -> String {
        try "{\(fields.map { "\(try quoted($0)): \(try quoted($1))" }.joined(separator: ", "))}"
    }

    private func quoted(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }
}
