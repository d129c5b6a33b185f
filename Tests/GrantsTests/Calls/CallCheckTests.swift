import Foundation
import Grants
import Money
import Testing

@Suite("Publishing a call")
struct CallCheckTests {
    @Test("needs both languages")
    func languages() {
        #expect(CallFixture.faults(at: .title) { $0.title.lv = " " } == [.latvianMissing])
        #expect(CallFixture.faults(at: .title) { $0.title.en = "" } == [.englishMissing])
        #expect(CallFixture.faults(at: .purpose) { $0.purpose.en = "\n" } == [.englishMissing])
        #expect(CallFixture.faults(at: .title) { $0.title.lv = String(repeating: "ā", count: 200) } == [])
        #expect(
            CallFixture.faults(at: .title) { $0.title.lv = String(repeating: "ā", count: 201) } == [.textTooLong(200)]
        )
    }

    @Test("needs acts with their points")
    func legalBasis() {
        #expect(CallFixture.faults(at: .legalBasis) { $0.legalBasis = [] } == [.noneGiven])
        #expect(CallFixture.faults(at: .legalBasis) { $0.legalBasis[0].point = "" } == [.actIncomplete])
    }

    @Test("needs money for one project and no more than its line has")
    func money() {
        #expect(CallFixture.faults(at: .money) { $0.moneyAvailable = Euro(cents: 700_000) } == [])
        let short = CallFixture.faults(at: .money) { $0.moneyAvailable = Euro(cents: 699_999) }
        #expect(short == [.lessThanOneProject(Euro(cents: 700_000))])
        #expect(CallFixture.faults(at: .money) { $0.moneyAvailable = Euro(euros: 2_100_000) } == [])
        let much = CallFixture.faults(at: .money) { $0.moneyAvailable = Euro(cents: 210_000_001) }
        #expect(much == [.moreThanLine(Euro(euros: 2_100_000))])
        #expect(CallFixture.faults(at: .money) { $0.fundingLine = "XXX" } == [.fundingLineUnknown("XXX")])
        #expect(CallFixture.faults(at: .amount) { $0.amount.sum = .zero } == [.sumNotPositive])
    }

    @Test("needs somebody who may apply, and a quota that can be met")
    func applicants() {
        #expect(CallFixture.faults(at: .applicants) { $0.applicants.kinds = [] } == [.noneGiven])
        #expect(CallFixture.faults(at: .applicants) { $0.applicants.defaultQuota = nil } == [])
        #expect(
            CallFixture.faults(at: .applicants) { $0.applicants.defaultQuota = 0 } == [.quotaOutOfRange(largest: 300)]
        )
        #expect(
            CallFixture.faults(at: .applicants) { $0.applicants.defaultQuota = 301 } == [.quotaOutOfRange(largest: 300)]
        )
    }

    @Test("leaves 30 days by the clock on the wall, to the second, also over the nights when the clock changes")
    func thirtyDays() {
        // Summer time ends on 25 October 2026 and begins on 28 March 2027.
        for (opens, least) in [
            (CallFixture.instant(2026, 10, 1, 9), CallFixture.instant(2026, 10, 31, 9)),
            (CallFixture.instant(2027, 3, 10, 9), CallFixture.instant(2027, 4, 9, 9)),
            (CallFixture.instant(2026, 12, 1, 9), CallFixture.instant(2026, 12, 31, 9)),
        ] {
            let now = opens.addingTimeInterval(-86_400)
            let enough = CallFixture.faults(at: .window, now: now) {
                $0.opensAt = opens
                $0.closesBefore = least
            }
            #expect(enough == [])
            let short = CallFixture.faults(at: .window, now: now) {
                $0.opensAt = opens
                $0.closesBefore = least.addingTimeInterval(-1)
            }
            #expect(short == [.windowShort(earliest: least)])
            let explained = CallFixture.faults(at: .window, now: now) {
                $0.opensAt = opens
                $0.closesBefore = least.addingTimeInterval(-1)
                $0.shortWindowReason = "Atkārtots konkurss par atlikušo naudu."
            }
            #expect(explained == [])
        }
    }

    @Test("counts the 30 days from publication if the opening is past")
    func openingPast() {
        let opened = CallFixture.now.addingTimeInterval(-10 * 86_400)
        let faults = CallFixture.faults(at: .window) {
            $0.opensAt = opened
            $0.closesBefore = CallTerms.earliestClosing(opening: opened)
        }
        #expect(faults == [.windowShort(earliest: CallTerms.earliestClosing(opening: CallFixture.now))])
    }

    @Test("is refused at its end and after it")
    func past() {
        let end = CallFixture.terms().closesBefore
        let change: (inout CallTerms) -> Void = { $0.shortWindowReason = "Steidzami." }
        #expect(CallFixture.faults(at: .window, now: end, change) == [.closesInPast])
        #expect(CallFixture.faults(at: .window, now: end.addingTimeInterval(-0.001), change) == [])
        #expect(CallFixture.faults(at: .window) { $0.closesBefore = $0.opensAt } == [.closesBeforeOpening])
    }

    @Test("keeps projects within their line and after applications")
    func project() {
        let outside: [CallProblem.Fault] = [
            .outsideLine(first: CallFixture.day(2025, 9, 1), last: CallFixture.day(2028, 12, 31))
        ]
        #expect(CallFixture.faults(at: .project) { $0.projectEarliestStart = CallFixture.day(2025, 8, 31) } == outside)
        #expect(CallFixture.faults(at: .project) { $0.projectLatestEnd = CallFixture.day(2029, 1, 1) } == outside)
        #expect(CallFixture.faults(at: .project) { $0.projectEarliestStart = CallFixture.day(2025, 9, 1) } == [])
        let reversed = CallFixture.faults(at: .project) { $0.projectLatestEnd = CallFixture.day(2027, 1, 15) }
        #expect(reversed == [.endsBeforeStart])
        let early = CallFixture.faults(at: .project) {
            $0.projectEarliestStart = CallFixture.day(2026, 1, 1)
            $0.projectLatestEnd = CallFixture.day(2027, 1, 15)
        }
        #expect(early == [.endsBeforeClosing])
    }

    @Test("keeps the duration between a month and the time there is")
    func duration() {
        let window: (inout CallTerms) -> Void = {
            $0.projectEarliestStart = CallFixture.day(2027, 2, 1)
            $0.projectLatestEnd = CallFixture.day(2027, 7, 31)
        }
        for (months, fits) in [(0, false), (1, true), (6, true), (7, false), (-1, false)] {
            let faults = CallFixture.faults(at: .project) {
                window(&$0)
                $0.longestMonths = months
            }
            #expect(faults == (fits ? [] : [.durationOutOfRange(largest: 6)]))
        }
    }

    @Test("needs criteria on a scale that can be met")
    func criteria() {
        #expect(CallFixture.faults(at: .quality) { $0.quality = [] }.contains(.noneGiven))
        #expect(CallFixture.faults(at: .conformity) { $0.conformity = [] } == [.noneGiven])
        let place = CallProblem.Place.qualityCriterion("need")
        #expect(CallFixture.faults(at: place) { $0.quality[0].threshold = 6 } == [.thresholdTooHigh(largest: 5)])
        #expect(CallFixture.faults(at: place) { $0.quality[0].threshold = 5 } == [])
        #expect(CallFixture.faults(at: place) { $0.quality[0].maximum = 101 } == [.scaleOutOfRange])
        #expect(CallFixture.faults(at: place) { $0.quality[0].weight = 0 } == [.weightOutOfRange])
        #expect(CallFixture.faults(at: .quality) { $0.qualityThreshold = 50 } == [])
        #expect(CallFixture.faults(at: .quality) { $0.qualityThreshold = 51 } == [.thresholdTooHigh(largest: 50)])
        #expect(CallFixture.faults(at: .qualityCriterion("aim")) { $0.quality[0].key = "aim" } == [.keyRepeated])
    }

    @Test("keeps ceilings of categories sane")
    func ceilings() {
        let place = CallProblem.Place.category("travel")
        func travel(_ share: Int64?, _ sum: Euro?) -> [CallProblem.Fault] {
            CallFixture.faults(at: place, mode: .ceiling) {
                $0.costCategories[2].ceilingShare = share
                $0.costCategories[2].ceiling = sum
            }
        }
        #expect(travel(1, nil) == [])
        #expect(travel(0, nil) == [.ceilingOutOfRange])
        #expect(travel(10_001, nil) == [.ceilingOutOfRange])
        #expect(travel(nil, Euro(cents: 700_000)) == [])
        #expect(travel(nil, Euro(cents: 700_001)) == [.ceilingOutOfRange])
        #expect(travel(nil, .zero) == [.ceilingOutOfRange])
        let low = CallFixture.faults(at: .costs, mode: .ceiling) { $0.costCategories.removeFirst(3) }
        #expect(low == [.ceilingsTooLow])
        #expect(CallFixture.faults(at: .costs, mode: .ceiling) { $0.costCategories = [] } == [.noneGiven])
        let lump = CallFixture.faults(at: .costs) {
            $0.costCategories = CallFixture.terms(mode: .ceiling).costCategories
        }
        #expect(lump == [.budgetNotAsked])
    }
}
