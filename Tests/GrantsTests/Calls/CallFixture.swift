import Foundation
import Grants
import Money

/// A call that may be published, and the instants around it.
enum CallFixture {
    /// 22 November 2026, 10:00 in Riga.
    static let now = instant(2026, 11, 22, 10)
    static let initiativeLine = FundingLine(
        code: "INIC",
        name: Bilingual(lv: "Iniciatīvas", en: "Initiatives"),
        starts: day(2025, 9, 1),
        ends: day(2028, 12, 31),
        money: Euro(euros: 2_100_000)
    )
    static let partnershipLine = FundingLine(
        code: "PART",
        name: Bilingual(lv: "Partnerības", en: "Partnerships"),
        starts: day(2025, 9, 1),
        ends: day(2027, 12, 31),
        money: Euro(euros: 1_000_000)
    )

    static func terms(
        _ kind: Call.Kind = .initiative,
        mode: CallAmount.Mode = .fixed,
        _ change: (inout CallTerms) -> Void = { _ in }
    ) -> CallTerms {
        var terms = CallTemplate.terms(of: kind, from: day(2026, 12, 1), until: day(2027, 1, 15), mode: mode)
        change(&terms)
        return terms
    }

    static func faults(
        at place: CallProblem.Place? = nil,
        mode: CallAmount.Mode = .fixed,
        now: Date = now,
        published: (terms: CallTerms, closesBefore: Date)? = nil,
        _ change: (inout CallTerms) -> Void
    ) -> [CallProblem.Fault] {
        let problems = terms(mode: mode, change).problems(now: now, line: initiativeLine, published: published)
        return problems.filter { place == nil || $0.place == place }.map(\.fault)
    }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Day(year, month, day) ?? .epoch
    }

    static func instant(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0) -> Date {
        OfficeTime.instant(of: Self.day(year, month, day), hour: hour, minute: minute)
    }

    static func version(_ terms: CallTerms, state: Call.State = .published) -> CallVersion {
        CallVersion(
            id: Identifier(1),
            call: Call(id: Identifier(1), kind: .initiative, number: "SK-INIC-1", state: state),
            version: 1,
            terms: terms,
            publishedAt: now
        )
    }

    static func organisation(_ kind: Organisation.Kind = .municipality) -> Organisation {
        Organisation(
            id: Identifier(7),
            kind: kind,
            name: "Parauga novads",
            registrationNumber: nil,
            region: nil,
            invented: true
        )
    }
}
