import Foundation
import Grants
import Money
import Testing

@Suite("Handing in and taking back")
struct SubmissionRuleTests {
    private let terms = Fixture.terms()
    private let good = SubmissionCircumstances(roles: [.signatory], applicant: .municipality, revisionRead: 5)

    private func refusal(
        _ application: Application = Fixture.application(.signing),
        arrived: Date = Fixture.now,
        _ change: (inout SubmissionCircumstances) -> Void = { _ in }
    ) -> SubmissionRefusal? {
        var circumstances = good
        change(&circumstances)
        var application = application
        do {
            try application.submit(to: terms, arrived: arrived, closesBefore: Fixture.closes, given: circumstances)
            return nil
        } catch {
            return error
        }
    }

    @Test("counts to the last millisecond before the end, and not at the end itself")
    func deadline() {
        let last = Fixture.closes.addingTimeInterval(-0.001)
        #expect(refusal(arrived: last) == nil)
        let late = SubmissionRefusal.deadlinePassed(closesBefore: Fixture.closes, arrived: Fixture.closes)
        #expect(refusal(arrived: Fixture.closes) == late)
        #expect(refusal(arrived: Fixture.closes.addingTimeInterval(-0.2)) == nil)
        #expect(refusal(arrived: terms.opensAt) == nil)
        #expect(refusal(arrived: terms.opensAt.addingTimeInterval(-0.001)) == .notOpenYet(opensAt: terms.opensAt))
    }

    @Test("the end of a November day is the start of the next in Riga")
    func wallClock() {
        #expect(InstantText.of(Fixture.closes) == "2026-12-01T00:00:00.000+02:00")
        #expect(InstantText.of(Fixture.closes.addingTimeInterval(-0.2)) == "2026-11-30T23:59:59.800+02:00")
        #expect(InstantText.read("2026-11-30T23:59:59.800+02:00") == Fixture.closes.addingTimeInterval(-0.2))
    }

    @Test("refuses for each reason, in the order a clerk would ask")
    func reasons() {
        let finding = Checks.errors(
            of: [:],
            files: [],
            terms: Fixture.terms(Fixture.question("q", .shortText)),
            organisation: Fixture.organisation
        )
        #expect(refusal { $0.roles = [.editor] } == .notSignatory)
        let submitted = Fixture.application(.submitted, number: "N-1", submittedAt: Fixture.now)
        #expect(refusal(submitted) == .alreadySubmitted(number: "N-1", at: Fixture.now))
        #expect(refusal { $0.callState = .cancelled } == .callCancelled)
        #expect(refusal { $0.newerVersion = 2 } == .newerTerms(version: 2))
        #expect(refusal { $0.revisionRead = 4 } == .changedSince(read: 4, now: 5))
        #expect(refusal { $0.applicant = .school } == .kindNotAllowed(.school, allowed: [.municipality]))
        #expect(refusal { ($0.applicant, $0.agreementInForce) = (.school, false) }?.isFinal == true)
        #expect(refusal { $0.agreementInForce = false } == .agreementNotInForce(on: OfficeTime.day(of: Fixture.now)))
        #expect(refusal { $0.declarations.remove(.truthful) } == .notDeclared([.truthful]))
        #expect(refusal { $0.errors = finding } == .incomplete(finding))
        for state in [Application.State.draft, .signing, .withdrawn] {
            #expect(refusal(Fixture.application(state)) == nil)
        }
    }

    @Test("sets state and instant, and keeps its number for good")
    func deeds() throws {
        var application = Fixture.application(.signing)
        try application.submit(to: terms, arrived: Fixture.now, closesBefore: Fixture.closes, given: good)
        application.numberIfNew("N-1")
        application.numberIfNew("N-2")
        #expect(application.state == .submitted)
        #expect(application.submittedAt == Fixture.now)
        #expect(application.number == "N-1")
        try application.withdraw(by: [.signatory], at: Fixture.now, closesBefore: Fixture.closes)
        #expect(application.state == .withdrawn)
        #expect(application.number == "N-1")
        #expect(application.isEditable)
    }

    @Test("is taken back only by the signatory, only while handed in, only before the end")
    func withdrawal() {
        func refusal(_ state: Application.State, _ roles: Set<Role>, _ at: Date) -> WithdrawalRefusal? {
            var application = Fixture.application(state, number: "N-1", submittedAt: Fixture.now)
            do throws(WithdrawalRefusal) {
                try application.withdraw(by: roles, at: at, closesBefore: Fixture.closes)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal(.submitted, [.signatory], Fixture.closes.addingTimeInterval(-0.001)) == nil)
        #expect(
            refusal(.submitted, [.signatory], Fixture.closes)
                == .deadlinePassed(closesBefore: Fixture.closes, at: Fixture.closes)
        )
        #expect(refusal(.submitted, [.editor], Fixture.now) == .notSignatory)
        #expect(refusal(.draft, [.signatory], Fixture.now) == .notSubmitted(.draft))
    }

    @Test("goes to the signatory whole and comes back where it was")
    func signing() throws {
        var application = Fixture.application()
        try application.sendToSignatory(for: terms, by: [.editor], of: .municipality, newerVersion: nil, errors: [])
        #expect(application.state == .signing)
        #expect(!application.isEditable)
        #expect(throws: ChangeRefusal.locked(.signing)) { try application.change(by: [.editor]) }
        #expect(throws: SigningRefusal.wrongState(.signing)) {
            try application.sendToSignatory(for: terms, by: [.editor], of: .municipality, newerVersion: nil, errors: [])
        }
        try application.returnToEditors(by: [.signatory])
        #expect(application.state == .draft)
        #expect(throws: SigningRefusal.newerTerms(version: 2)) {
            try application.sendToSignatory(for: terms, by: [.editor], of: .municipality, newerVersion: 2, errors: [])
        }
        #expect(throws: SigningRefusal.notEditor) {
            try application.sendToSignatory(
                for: terms,
                by: [.administrator],
                of: .municipality,
                newerVersion: nil,
                errors: []
            )
        }
        #expect(throws: SigningRefusal.kindNotAllowed(.school, allowed: [.municipality])) {
            try application.sendToSignatory(for: terms, by: [.editor], of: .school, newerVersion: nil, errors: [])
        }
        var again = Fixture.application(.signing, number: "N-1")
        try again.returnToEditors(by: [.editor])
        #expect(again.state == .withdrawn)
    }

    @Test("numbers are readable and have room")
    func numbers() {
        #expect(Application.number(call: "SK-INIC-2", arrived: Fixture.now, sequence: 1) == "SK-INIC-2-2026-0001")
        let newYear = OfficeTime.start(of: Fixture.day("2027-01-01"))
        #expect(
            Application.number(call: "X", arrived: newYear.addingTimeInterval(-1), sequence: 12_345) == "X-2026-12345"
        )
        #expect(Application.number(call: "X", arrived: newYear, sequence: 9_999) == "X-2027-9999")
    }
}
