import Foundation
import Grants
import TestKit
import Testing

@testable import Store

@Suite("An answer read from the database")
struct AnswerTextTests {
    @Test("is what a decoder would read, whatever it holds", arguments: [UInt64](1...8))
    func same(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        for _ in 0..<200 {
            let answer = made(&chance)
            let text = try #require(String(bytes: try encoded(answer), encoding: .utf8))
            #expect(AnswerText(sqlText: text)?.answer == answer, "\(text)")
        }
    }

    @Test(
        "is nothing where the column holds anything else",
        arguments: [
            "7", "null", "{\"a\": 1}", "{\"a\": [\"b\"]}", "[1]", "[[\"a\"]]", "{\"a\": {\"b\": \"c\"}}",
            "[{\"a\": null}]",
        ]
    )
    func foreign(text: String) {
        #expect(AnswerText(sqlText: text) == nil)
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

    private func encoded(_ answer: Answer) throws -> Data {
        switch answer {
        case .text(let text): try JSONEncoder().encode(text)
        case .list(let list): try JSONEncoder().encode(list)
        case .fields(let fields): try JSONEncoder().encode(fields)
        case .rows(let rows): try JSONEncoder().encode(rows)
        }
    }
}
