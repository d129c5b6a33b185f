public import Foundation
import Money

extension CallTerms {
    /// Everything that stops publication at an instant, once and in the order of the pages; nothing means it may be
    /// published.
    ///
    /// - Parameters:
    ///   - line: the funding line with the code the terms name; nothing if the programme has none.
    ///   - published: the terms in force, with the end that extensions gave it, if this is a new version.
    public func problems(
        now: Date,
        line: FundingLine?,
        published: (terms: CallTerms, closesBefore: Date)? = nil
    ) -> [CallProblem] {
        var found: [CallProblem] = []
        found += textProblems
        found += moneyProblems(line: line)
        found += applicantProblems
        found += windowProblems(now: now, published: published)
        found += projectProblems(line: line)
        found += documentProblems
        found += formProblems(published: published?.terms)
        found += costProblems
        found += criteriaProblems
        // A title and its help, wrong in the same way, are one thing to mend in one place.
        var seen: Set<CallProblem> = []
        return found.filter { seen.insert($0).inserted }
    }

    /// The earliest end of a call that opens then, without a reason for a shorter one: 30 days later by the clock on the wall.
    public static func earliestClosing(opening: Date) -> Date {
        OfficeTime.calendar.date(byAdding: .day, value: 30, to: opening) ?? opening.addingTimeInterval(30 * 86_400)
    }

    private var textProblems: [CallProblem] {
        var found = title.problems(at: .title, longest: 200)
        found += purpose.problems(at: .purpose, longest: 5_000)
        if legalBasis.isEmpty { found.append(CallProblem(.legalBasis, .noneGiven)) }
        if legalBasis.contains(where: { $0.document.isBlank || $0.point.isBlank }) {
            found.append(CallProblem(.legalBasis, .actIncomplete))
        }
        return found
    }

    private func moneyProblems(line: FundingLine?) -> [CallProblem] {
        guard amount.sum > .zero else { return [CallProblem(.amount, .sumNotPositive)] }
        var found: [CallProblem] = []
        if moneyAvailable < amount.sum { found.append(CallProblem(.money, .lessThanOneProject(amount.sum))) }
        if let line, line.code == fundingLine {
            if moneyAvailable > line.money { found.append(CallProblem(.money, .moreThanLine(line.money))) }
        } else {
            found.append(CallProblem(.money, .fundingLineUnknown(fundingLine)))
        }
        return found
    }

    private var applicantProblems: [CallProblem] {
        var found: [CallProblem] = []
        if applicants.kinds.isEmpty { found.append(CallProblem(.applicants, .noneGiven)) }
        if let quota = applicants.defaultQuota, !(1...QuotaRefusal.largest).contains(quota) {
            found.append(CallProblem(.applicants, .quotaOutOfRange(largest: QuotaRefusal.largest)))
        }
        return found
    }

    private func windowProblems(
        now: Date,
        published: (terms: CallTerms, closesBefore: Date)?
    ) -> [CallProblem] {
        guard closesBefore > opensAt else { return [CallProblem(.window, .closesBeforeOpening)] }
        var found: [CallProblem] = []
        if let published {
            if opensAt != published.terms.opensAt, published.terms.opensAt <= now {
                found.append(CallProblem(.window, .alreadyOpened(published.terms.opensAt)))
            }
            if closesBefore < published.terms.closesBefore {
                found.append(CallProblem(.window, .shortened(from: published.terms.closesBefore)))
            }
        }
        if max(closesBefore, published?.closesBefore ?? closesBefore) <= now {
            found.append(CallProblem(.window, .closesInPast))
        }
        // Days before the first publication are no use to anybody.
        let start = published == nil ? max(opensAt, now) : opensAt
        let earliest = Self.earliestClosing(opening: start)
        if closesBefore < earliest, shortWindowReason.isBlank {
            found.append(CallProblem(.window, .windowShort(earliest: earliest)))
        }
        if shortWindowReason.unicodeScalars.count > 2_000 { found.append(CallProblem(.window, .textTooLong(2_000))) }
        return found
    }

    private func projectProblems(line: FundingLine?) -> [CallProblem] {
        guard projectLatestEnd >= projectEarliestStart else { return [CallProblem(.project, .endsBeforeStart)] }
        var found: [CallProblem] = []
        if let line, projectEarliestStart < line.starts || projectLatestEnd > line.ends {
            found.append(CallProblem(.project, .outsideLine(first: line.starts, last: line.ends)))
        }
        if OfficeTime.start(of: projectLatestEnd) < closesBefore {
            found.append(CallProblem(.project, .endsBeforeClosing))
        }
        let largest = Self.months(from: projectEarliestStart, to: projectLatestEnd)
        if !(1...largest).contains(longestMonths) {
            found.append(CallProblem(.project, .durationOutOfRange(largest: largest)))
        }
        return found
    }

    /// How many months, counting a begun one, lie between two days.
    private static func months(from first: Day, to last: Day) -> Int {
        let whole = (last.year - first.year) * 12 + last.month - first.month
        return max(1, last.day >= first.day ? whole + 1 : whole)
    }
}

extension Bilingual {
    /// What is missing or too long in a text that must be there in both languages.
    func problems(at place: CallProblem.Place, longest: Int, required: Bool = true) -> [CallProblem] {
        if lv.isBlank {
            return required || !en.isBlank ? [CallProblem(place, .latvianMissing)] : []
        }
        var found: [CallProblem] = []
        if en.isBlank { found.append(CallProblem(place, .englishMissing)) }
        if max(lv.unicodeScalars.count, en.unicodeScalars.count) > longest {
            found.append(CallProblem(place, .textTooLong(longest)))
        }
        return found
    }
}
