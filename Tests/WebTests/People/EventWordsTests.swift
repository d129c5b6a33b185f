import Foundation
import Site
import TestKit
import Testing

@testable import Web

@Suite("The words of the trail")
struct EventWordsTests {
    /// Every verb and kind of thing that the code writes, read from the code itself.
    private func written() throws -> (verbs: Set<String>, subjects: Set<String>) {
        let pattern = /Audit\.add(?:ing)?\(\s*"([a-z]+\.[a-z_]+)",\s*of: "([a-z]+)"/
        var verbs: Set<String> = []
        var subjects: Set<String> = []
        let sources = Project.root + "/Sources"
        for case let path as String in FileManager.default.enumerator(atPath: sources) ?? .init()
        where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(sources)/\(path)", encoding: .utf8)
            for match in text.matches(of: pattern) {
                verbs.insert(String(match.1))
                subjects.insert(String(match.2))
            }
        }
        return (verbs, subjects)
    }

    @Test("cover everything that is ever written, in both languages", arguments: Language.allCases)
    func complete(language: Language) throws {
        let texts = try Templates(folder: Project.root + "/Templates").texts(language)
        let (verbs, subjects) = try written()
        #expect(verbs.count > 20)
        #expect(verbs.filter { texts.find("events.verbs.\($0)") == nil } == [])
        #expect(subjects.filter { texts.find("events.subjects.\($0)") == nil } == [])
        #expect(subjects.subtracting(EventWords.subjects) == [])
    }
}
