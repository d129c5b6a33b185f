import Foundation
import Grants
import Money
import Testing

@Suite("A model call")
struct CallTemplateTests {
    @Test("may be published as it is", arguments: Call.Kind.allCases, CallAmount.Mode.allCases)
    func publishable(kind: Call.Kind, mode: CallAmount.Mode) {
        let line = kind == .initiative ? CallFixture.initiativeLine : CallFixture.partnershipLine
        let problems = CallFixture.terms(kind, mode: mode).problems(now: CallFixture.now, line: line)
        #expect(problems == [])
    }

    @Test("gives 7 000.00 for an initiative and 5 000.00 for a partnership")
    func amounts() {
        #expect(CallFixture.terms(.initiative).amount == CallAmount(mode: .fixed, sum: Euro(cents: 700_000)))
        #expect(CallFixture.terms(.partnership).amount == CallAmount(mode: .fixed, sum: Euro(cents: 500_000)))
    }

    @Test("opens at 9:00 and closes at the end of its last day")
    func window() {
        let terms = CallFixture.terms()
        #expect(CanonicalJSON.text(of: terms.opensAt) == "2026-12-01T07:00:00.000Z")
        #expect(CanonicalJSON.text(of: terms.closesBefore) == "2027-01-15T22:00:00.000Z")
        #expect(terms.projectEarliestStart == CallFixture.day(2027, 1, 16))
        #expect(terms.projectLatestEnd == CallFixture.day(2028, 12, 31))
    }

    @Test("has ten criteria of 0 to 5 that are marked as assumed")
    func criteria() {
        for kind in Call.Kind.allCases {
            let quality = CallFixture.terms(kind).quality
            #expect(quality.count == 10)
            #expect(quality.allSatisfy { $0.maximum == 5 && $0.threshold == 3 && $0.assumed })
        }
    }

    @Test("asks for a budget only under a ceiling")
    func budget() {
        var terms = CallFixture.terms(mode: .ceiling)
        #expect(terms.sections.map(\.key).suffix(2) == ["budget", "attachments"])
        CallTemplate.removeBudget(from: &terms)
        terms.amount.mode = .fixed
        #expect(terms == CallFixture.terms(mode: .fixed))
    }

    @Test("speaks of a lump sum only where it pays one", arguments: Call.Kind.allCases)
    func support(kind: Call.Kind) {
        let fixed = CallFixture.terms(kind, mode: .fixed)
        #expect(fixed.purpose.lv.contains("vienreizējs maksājums"))
        #expect(fixed.purpose.en.contains("lump sum"))
        var terms = CallFixture.terms(kind, mode: .ceiling)
        #expect(!terms.purpose.lv.contains("vienreizējs maksājums"))
        #expect(!terms.purpose.en.contains("lump sum"))
        #expect(!terms.sections.contains { $0.help.lv.contains("Maksājums ir par rezultātu") })

        terms.purpose.lv = "Savs teksts."
        CallTemplate.removeBudget(from: &terms)
        #expect(terms.purpose.lv == "Savs teksts.")
        #expect(terms.purpose.en == fixed.purpose.en)
    }

    @Test("keeps its meaning through storage")
    func roundTrip() throws {
        for kind in Call.Kind.allCases {
            let terms = CallFixture.terms(kind, mode: .ceiling)
            let text = try CanonicalJSON(encoding: terms).text
            let read = try CanonicalJSON.decode(CallTerms.self, from: text)
            #expect(read == terms)
            let again = try CanonicalJSON(encoding: read).text
            #expect(again == text)
        }
    }
}

@Suite("An instant in canonical JSON")
struct CanonicalInstantTests {
    @Test("keeps every millisecond of a second")
    func milliseconds() throws {
        for millisecond in 0..<1_000 {
            let instant = Date(timeIntervalSince1970: 1_795_000_000 + Double(millisecond) / 1_000)
            let digits = String(millisecond)
            let padded = String(repeating: "0", count: 3 - digits.count) + digits
            let text = CanonicalJSON.text(of: instant)
            #expect(text.hasSuffix(".\(padded)Z"))
            let read = try #require(CanonicalJSON.instant(from: text))
            #expect(read == instant)
        }
    }

    @Test("is nothing else than a text in UTC", arguments: ["", "rīt", "2026-11-30", "2026-11-30T22:00:00"])
    func refused(text: String) {
        #expect(CanonicalJSON.instant(from: text) == nil)
    }
}
