import Foundation
import Grants
import Money
import Site
import Store

/// What the public pages say about a call, in one language.
struct CallWords {
    let texts: Texts

    /// A text of the call with the mark of its language, where it is not the page's.
    func view(_ text: Bilingual) -> View {
        let isForeign = texts.language == .en && text.en.isEmpty
        return ["words": text.text(in: texts.language.rawValue), "foreign": isForeign]
    }

    func text(_ text: Bilingual) -> String {
        text.text(in: texts.language.rawValue)
    }

    func kind(_ kind: Call.Kind) -> String {
        texts("publiccalls.kind.\(kind.rawValue)")
    }

    func day(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }

    /// The last second before an exclusive end.
    func end(_ closesBefore: Date) -> String {
        texts.lastSecond(before: closesBefore)
    }

    /// `word` and `tone` of the tag.
    func tag(_ call: PublishedCall, at now: Date) -> View {
        if call.cancelledReason != nil { return ["word": texts("publiccalls.phase.cancelled"), "tone": "stop"] }
        let tone: String?
        let phase = call.phase(at: now)
        switch phase {
        case .open: tone = "go"
        case .coming: tone = "wait"
        case .closed: tone = nil
        }
        return ["word": texts("publiccalls.phase.\(phase.rawValue)"), "tone": tone]
    }

    /// When applications are taken, in one line of a list.
    func window(_ call: PublishedCall, at now: Date) -> String {
        switch call.phase(at: now) {
        case .coming: texts("publiccalls.deadline.from", ["instant": texts.instant(call.terms.opensAt)])
        case .open: texts("publiccalls.deadline.until", ["instant": end(call.closesBefore)])
        case .closed: texts("publiccalls.deadline.ended", ["instant": end(call.closesBefore)])
        }
    }

    /// How long until the end or the beginning; nothing once closed.
    func timeLeft(_ call: PublishedCall, at now: Date) -> String? {
        switch call.phase(at: now) {
        case .open: span("publiccalls.deadline.left", call.closesBefore.timeIntervalSince(now))
        case .coming: span("publiccalls.deadline.opens_in", call.terms.opensAt.timeIntervalSince(now))
        case .closed: nil
        }
    }

    /// Whole days from two days on, hours from two hours on, then minutes; always rounded down, so that nobody is told
    /// of time that is not there.
    private func span(_ key: String, _ seconds: TimeInterval) -> String {
        let minutes = Int(seconds / 60)
        if minutes >= 2 * 1_440 { return texts.plural("\(key).days", minutes / 1_440) }
        if minutes >= 120 { return texts.plural("\(key).hours", minutes / 60) }
        if minutes >= 1 { return texts.plural("\(key).minutes", minutes) }
        return texts("\(key).moments")
    }

    func amount(_ amount: CallAmount) -> String {
        texts("publiccalls.facts.amount_\(amount.mode.rawValue)", ["sum": texts.money(amount.sum.cents)])
    }

    func applicants(_ applicants: ApplicantTerms) -> String {
        let listed = applicants.kinds.map { texts("publiccalls.organisations.\($0.rawValue)") }.joined(separator: ", ")
        let kinds = listed.prefix(1).uppercased() + listed.dropFirst()
        return applicants.agreementRequired ? "\(kinds). \(texts("publiccalls.facts.agreement"))" : kinds
    }

    /// Each act with its points, named as Latvian law names them: `21. punkts, 23.5.1., 25.6. apakšpunkts`.
    func acts(_ list: [LegalBasis]) -> String {
        let acts = LegalBasis.byAct(list).map { act in
            texts("publiccalls.facts.basis_points", ["document": act.document, "points": points(act.points)])
        }
        return acts.joined(separator: "; ")
    }

    private func points(_ points: [String]) -> String {
        var groups: [(key: String?, points: [String])] = []
        for point in points {
            let numbers = point.split(separator: ".")
            let isNumber = !numbers.isEmpty && numbers.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
            // An article or an annex has its own word with it.
            let key = isNumber ? (numbers.count == 1 ? "basis_point" : "basis_subpoint") : nil
            let shown = isNumber ? numbers.joined(separator: ".") + (texts.language == .lv ? "." : "") : point
            if let last = groups.indices.last, groups[last].key == key {
                groups[last].points.append(shown)
            } else {
                groups.append((key, [shown]))
            }
        }
        let named = groups.map { group in
            let points = group.points.joined(separator: ", ")
            return group.key.map { texts("publiccalls.facts.\($0)", ["points": points]) } ?? points
        }
        return named.joined(separator: ", ")
    }

    func quota(_ applicants: ApplicantTerms) -> String {
        applicants.defaultQuota.map { texts.plural("publiccalls.facts.quota_n", $0) }
            ?? texts("publiccalls.facts.quota_none")
    }
}
