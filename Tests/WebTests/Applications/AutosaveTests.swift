import Foundation
import HTTPTypes
import TestKit
import Testing

@Suite("Saving while writing", .database)
struct AutosaveTests {
    private struct Answer: Decodable {
        struct Saved: Decodable, Equatable {
            let field: String
            let version: Int
        }
        struct Clash: Decodable {
            let field: String
            let theirs: String
            let values: [[String]]
            let by: String
        }
        struct Wrong: Decodable {
            let field: String
            let sentence: String
        }
        let saved: [Saved]
        let clashes: [Clash]
        let errors: [Wrong]
        let savedAt: String?
    }

    private static let script: HTTPFields = [.accept: "application/json"]

    private func open(
        _ work: @escaping @Sendable (String, TestBrowser, TestBrowser) async throws -> Void
    ) async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let colleague = try await office.visitor("kolegis@example.lv", client)
            let base = try await office.start(editor)
            try await editor.get("\(base)/sections/texts")
            try await colleague.get("\(base)/sections/texts")
            try await work(base, editor, colleague)
        }
    }

    @Test("stores the named fields under a new version, and the same text twice under the same")
    func saves() async throws {
        try await open { base, editor, _ in
            let fields = [
                ("field[]", "title"), ("version.title", "0"), ("title", "Kopā"),
                ("field[]", "news"), ("version.news", "0"), ("news.day", "1"), ("news.month", "3"),
                ("news.year", "2027"),
            ]
            let url = "\(base)/sections/texts/fields"
            let first: Answer = try await editor.post(url, fields, headers: Self.script).json()
            #expect(first.saved.map(\.version) == [1, 1])
            let again: Answer = try await editor.post(url, fields, headers: Self.script).json()
            #expect(again.saved.map(\.version) == [1, 1])
            #expect(again.clashes.isEmpty)
        }
    }

    @Test("says no time of saving where nothing was ever stored")
    func neverStored() async throws {
        try await open { base, editor, _ in
            let url = "\(base)/sections/texts/fields"
            let nothing = [("field[]", "title"), ("version.title", "0"), ("title", "")]
            let emptied: Answer = try await editor.post(url, nothing, headers: Self.script).json()
            #expect(emptied.errors.isEmpty && emptied.savedAt == nil)
            let typed = [("field[]", "title"), ("version.title", "0"), ("title", "Kopā")]
            let stored: Answer = try await editor.post(url, typed, headers: Self.script).json()
            #expect(stored.savedAt != nil)
        }
    }

    @Test("tells a clash with the colleague's text and its values")
    func clashes() async throws {
        try await open { base, editor, colleague in
            let url = "\(base)/sections/texts/fields"
            let mine = [("field[]", "topics"), ("version.topics", "0"), ("topics[]", "art")]
            let theirs = [("field[]", "topics"), ("version.topics", "0"), ("topics[]", "sport")]
            _ = try await colleague.post(url, theirs, headers: Self.script)
            let answer: Answer = try await editor.post(url, mine, headers: Self.script).json()
            #expect(answer.saved.isEmpty)
            #expect(answer.clashes.first?.theirs == "Sports")
            #expect(answer.clashes.first?.values == [["topics[]", "sport"]])
            #expect(answer.clashes.first?.by == "Parauga Kolegis")
        }
    }

    @Test("stores what is wrong and says what to do")
    func errors() async throws {
        try await open { base, editor, _ in
            let fields = [("field[]", "count"), ("version.count", "0"), ("count", "daudz")]
            let answer: Answer = try await editor.post("\(base)/sections/texts/fields", fields, headers: Self.script)
                .json()
            #expect(answer.saved == [Answer.Saved(field: "count", version: 1)])
            #expect(answer.errors.first?.sentence == "Ierakstiet veselu skaitli, piemēram, 25.")
        }
    }

    @Test("refuses an answer that is too large and keeps the others")
    func tooLarge() async throws {
        try await open { base, editor, _ in
            let fields = [
                ("field[]", "goal"), ("version.goal", "0"), ("goal", String(repeating: "a", count: 450_000)),
                ("field[]", "title"), ("version.title", "0"), ("title", "Kopā"),
            ]
            let answer: Answer = try await editor.post("\(base)/sections/texts/fields", fields, headers: Self.script)
                .json()
            #expect(answer.saved.map(\.field) == ["title"])
            #expect(answer.errors.map(\.field) == ["goal"])
        }
    }

    @Test("says who else is here")
    func presence() async throws {
        try await open { base, editor, colleague in
            struct Here: Decodable { let people: [String] }
            _ = try await colleague.post("\(base)/presence", [], headers: Self.script)
            let here: Here = try await editor.post("\(base)/presence", [], headers: Self.script).json()
            #expect(here.people == ["Parauga Kolegis"])
            let page = try await editor.get(base)
            #expect(page.text.contains("Ar šo iesniegumu tagad strādā arī: Parauga Kolegis"))
        }
    }
}
