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
        let text = try JSON(answer).sqlText
        let read = try #require(AnswerText(sqlText: text)?.answer)
        // Strings count as equal when they only look equal: the bytes must be the same.
        #expect(try JSON(read).sqlText.utf8.elementsEqual(text.utf8))
    }

    @Test("are unreadable when they are neither", arguments: ["1", "null", "[1]", "{\"a\": 1}", "\"\\ud800\""])
    func unreadable(text: String) {
        #expect(AnswerText(sqlText: text) == nil)
    }
}
