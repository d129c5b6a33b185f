import Foundation
import Grants
import Money
import Testing

@Suite("The end of a call")
struct CallEndTests {
    private let terms = CallFixture.terms()
    private let mine: Organisation.ID = Identifier(7)

    private func later(_ days: Double, for organisation: Organisation.ID? = nil) -> CallExtension {
        CallExtension(
            organisation: organisation,
            closesBefore: terms.closesBefore.addingTimeInterval(days * 86_400),
            reason: "Traucējumi.",
            madeAt: CallFixture.now
        )
    }

    @Test("is the latest of the terms, of extensions for everybody and of one's own")
    func latest() {
        let given = [later(1), later(3, for: mine), later(9, for: Identifier(8))]
        #expect(terms.closesBefore(extended: []) == terms.closesBefore)
        #expect(terms.closesBefore(extended: given) == later(1).closesBefore)
        #expect(terms.closesBefore(extended: given, for: mine) == later(3).closesBefore)
        #expect(terms.closesBefore(extended: given, for: Identifier(9)) == later(1).closesBefore)
    }

    @Test("is exclusive to the millisecond")
    func phase() {
        let version = CallFixture.version(terms)
        #expect(version.phase(at: terms.opensAt.addingTimeInterval(-0.001)) == .coming)
        #expect(version.phase(at: terms.opensAt) == .open)
        #expect(version.phase(at: terms.closesBefore.addingTimeInterval(-0.001)) == .open)
        #expect(version.phase(at: terms.closesBefore) == .closed)
        #expect(version.phase(at: terms.closesBefore, closesBefore: later(1).closesBefore) == .open)
        #expect(CallFixture.version(terms, state: .cancelled).phase(at: terms.opensAt) == .closed)
    }

    private func refusal(
        of state: Call.State = .published,
        to end: Date,
        reason: String = "Traucējumi.",
        now: Date = CallFixture.now
    ) -> ExtensionRefusal? {
        do throws(ExtensionRefusal) {
            let call = CallFixture.version(terms, state: state).call
            try terms.checkExtension(of: call, from: terms.closesBefore, to: end, reason: reason, now: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("only moves later, with a reason, while it helps somebody")
    func refusals() {
        let end = terms.closesBefore
        #expect(refusal(to: end.addingTimeInterval(0.001)) == nil)
        #expect(refusal(to: end) == .notLater(than: end))
        #expect(refusal(of: .draft, to: end.addingTimeInterval(1)) == .notPublished(.draft))
        #expect(refusal(of: .cancelled, to: end.addingTimeInterval(1)) == .notPublished(.cancelled))
        #expect(refusal(to: end.addingTimeInterval(1), reason: " \n") == .reasonMissing(longest: 2_000))
        let long = String(repeating: "ā", count: 2_001)
        #expect(refusal(to: end.addingTimeInterval(1), reason: long) == .reasonMissing(longest: 2_000))
        #expect(refusal(to: end.addingTimeInterval(1), now: end.addingTimeInterval(1)) == .past)
        let last = OfficeTime.start(of: terms.projectLatestEnd)
        #expect(refusal(to: last) == nil)
        #expect(refusal(to: last.addingTimeInterval(1)) == .afterProjectEnd(terms.projectLatestEnd))
    }
}

@Suite("The self-check of eligibility")
struct EligibilityTests {
    private let terms = CallFixture.terms()

    private func check(
        _ kind: Organisation.Kind = .municipality,
        agreement: Agreement? = agreement(until: CallFixture.day(2029, 8, 31)),
        quota: Quota = Quota(places: 2, taken: 0),
        now: Date? = nil
    ) -> [EligibilityFinding] {
        Eligibility.check(
            CallFixture.organisation(kind),
            agreement: agreement,
            quota: quota,
            version: CallFixture.version(terms),
            closesBefore: terms.closesBefore,
            now: now ?? terms.opensAt
        )
    }

    private static func agreement(until: Day) -> Agreement {
        Agreement(
            organisation: Identifier(7),
            number: "P-1",
            from: CallFixture.day(2025, 1, 1),
            until: until
        )
    }

    private func failed(_ findings: [EligibilityFinding]) -> Int {
        findings.filter { !$0.holds }.count
    }

    @Test("says yes to a partner in time with a place")
    func yes() {
        #expect(check().count == 4)
        #expect(failed(check()) == 0)
    }

    @Test("says no with the fact")
    func no() {
        let kind = check(.association)
        #expect(failed(kind) == 1)
        #expect(kind.contains(.kind(holds: false, .association, allowed: [.municipality, .school, .vocational])))
        #expect(check(agreement: nil).contains(.agreement(holds: false, nil)))
        let ended = Self.agreement(until: CallFixture.day(2026, 11, 30))
        #expect(check(agreement: ended).contains(.agreement(holds: false, ended)))
        let today = Self.agreement(until: CallFixture.day(2026, 12, 1))
        #expect(failed(check(agreement: today)) == 0)
        let full = Quota(places: 2, taken: 2)
        #expect(check(quota: full).contains(.quota(holds: false, full)))
        #expect(failed(check(now: terms.closesBefore)) == 1)
        #expect(failed(check(now: terms.opensAt.addingTimeInterval(-1))) == 1)
    }

    @Test("does not ask for what the call does not want")
    func unlimited() {
        #expect(check(quota: Quota(places: nil, taken: 40)).count == 3)
    }
}

@Suite("A partner's places")
struct QuotaTests {
    @Test("are divided for as many projects as the money of the call pays for")
    func paidFor() {
        var terms = CallTemplate.terms(
            of: .initiative,
            from: Day(2026, 12, 1) ?? .epoch,
            until: Day(2027, 1, 15) ?? .epoch
        )
        #expect(terms.projectsPaidFor == 100)
        terms.moneyAvailable = Euro(cents: 1_399_999)
        #expect(terms.projectsPaidFor == 1)
        terms.amount.sum = .zero
        #expect(terms.projectsPaidFor == 0)
    }

    @Test("never go below what is taken")
    func taken() throws {
        let quota = Quota(places: 3, taken: 2)
        let full = try quota.changed(places: 2)
        #expect(full.left == 0)
        #expect(throws: QuotaRefusal.belowTaken(2)) { try quota.changed(places: 1) }
        let unlimited = try quota.changed(places: nil)
        #expect(unlimited.left == nil)
        #expect(throws: QuotaRefusal.outOfRange(largest: 300)) { try quota.changed(places: 301) }
        #expect(throws: QuotaRefusal.outOfRange(largest: 300)) { try quota.changed(places: -1) }
    }
}

@Suite("A question about a call")
struct EnquiryTests {
    private let version = CallFixture.version(CallFixture.terms())

    private func refusal(_ text: String, at field: String? = nil, now: Date = CallFixture.now) -> EnquiryRefusal? {
        do throws(EnquiryRefusal) {
            let end = version.terms.closesBefore
            try Enquiry.check(text, at: field, of: version, closesBefore: end, now: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("is taken until the call closes, at a field there is")
    func asked() {
        let end = version.terms.closesBefore
        #expect(refusal("Vai drīkst?") == nil)
        #expect(refusal("Vai drīkst?", at: "need") == nil)
        #expect(refusal("Vai drīkst?", at: "document.authorisation") == nil)
        #expect(refusal("Vai drīkst?", at: "nav") == .unknownField("nav"))
        #expect(refusal("  ") == .textLength(longest: 2_000))
        #expect(refusal(String(repeating: "ā", count: 2_001)) == .textLength(longest: 2_000))
        #expect(refusal("Vai drīkst?", now: end.addingTimeInterval(-0.001)) == nil)
        #expect(refusal("Vai drīkst?", now: end) == .notOpen(.closed))
    }

    @Test("is answered in words")
    func answered() throws {
        try Enquiry.check(publishedText: "Vai drīkst?", answer: "Jā.")
        #expect(throws: EnquiryRefusal.answerLength(longest: 5_000)) {
            try Enquiry.check(publishedText: "Vai drīkst?", answer: "")
        }
        #expect(throws: EnquiryRefusal.textLength(longest: 2_000)) {
            try Enquiry.check(publishedText: "", answer: "Jā.")
        }
    }
}
