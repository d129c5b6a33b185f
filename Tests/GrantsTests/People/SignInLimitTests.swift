import Foundation
import Grants
import Money
import Testing

@Suite("Signing in too often")
struct SignInLimitTests {
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        "costs nothing at first, then twice as long each time",
        arguments: [(0, nil), (4, nil), (5, 15), (6, 30), (8, 120), (11, 900), (400, 900)] as [(Int, Int?)]
    )
    func doubles(mistakes: Int, wait: Int?) {
        let history = SignInLimit.History(accountMistakes: mistakes, lastMistake: now, addressBlockedBy: nil)
        #expect(SignInLimit.wait(after: history, at: now) == wait)
    }

    @Test("is over when the wait is over")
    func ends() {
        let history = SignInLimit.History(accountMistakes: 5, lastMistake: now, addressBlockedBy: nil)
        #expect(SignInLimit.wait(after: history, at: now.addingTimeInterval(14.2)) == 1)
        #expect(SignInLimit.wait(after: history, at: now.addingTimeInterval(15)) == nil)
    }

    @Test("from one address holds the address back until its mistake has grown old")
    func address() {
        let history = SignInLimit.History(accountMistakes: 0, lastMistake: nil, addressBlockedBy: now)
        #expect(SignInLimit.wait(after: history, at: now.addingTimeInterval(60)) == 840)
        #expect(SignInLimit.wait(after: history, at: now.addingTimeInterval(900)) == nil)
    }
}

@Suite("A password")
struct PasswordRuleTests {
    @Test(
        "is refused when short, endless or easily guessed",
        arguments: [
            ("vasarasvējiņš", PasswordRule.Refusal.tooShort(least: 15)),
            (String(repeating: "garš ", count: 41), .tooLong(most: 200)),
            ("parauga.persona@example.lv", .guessable),
            ("aaaaaaaaaaaaaaaaaaaa", .guessable),
        ]
    )
    func refused(password: String, refusal: PasswordRule.Refusal) {
        #expect(throws: refusal) {
            try PasswordRule.check(password, name: "Parauga Persona", email: "parauga.persona@example.lv")
        }
    }

    @Test("may be any long sentence")
    func taken() throws {
        try PasswordRule.check("zaļi pārtrauc rīti", name: "Parauga Persona", email: "parauga.persona@example.lv")
    }
}

@Suite("An agreement")
struct AgreementTests {
    @Test("is in force on its first and last day and on no other side of them")
    func edges() throws {
        let first = try #require(Day(2025, 3, 1))
        let last = try #require(Day(2029, 8, 31))
        let agreement = Agreement(organisation: .init(1), number: "1", from: first, until: last)
        #expect(agreement.isInForce(on: first))
        #expect(agreement.isInForce(on: last))
        #expect(!agreement.isInForce(on: try #require(first.adding(days: -1))))
        #expect(!agreement.isInForce(on: try #require(last.adding(days: 1))))
    }
}

@Suite("A role")
struct RoleTests {
    @Test("of an applicant exists nowhere at the agency, and the agency's nowhere else")
    func fits() {
        for kind in Organisation.Kind.allCases {
            #expect(Role.editor.fits(kind) == (kind != .agency))
            #expect(Role.signatory.fits(kind) == (kind != .agency))
            #expect(Role.officer.fits(kind) == (kind == .agency))
            #expect(Role.finance.fits(kind) == (kind == .agency))
            #expect(Role.auditor.fits(kind) == (kind == .agency))
        }
    }
}
