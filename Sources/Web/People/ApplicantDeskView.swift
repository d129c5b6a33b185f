import Foundation
import Grants
import Money
import Site
import Store

/// The applicant's first page: what needs doing, then all that is there, then what is open.
struct ApplicantDeskView {
    let desk: ApplicantDesk
    let visitor: Visitor
    let page: PageContext

    init(_ desk: ApplicantDesk, _ visitor: Visitor, _ page: PageContext) {
        self.desk = desk
        self.visitor = visitor
        self.page = page
    }

    var view: View {
        let todo = desk.applications.filter(isToDo).sorted { $0.closesBefore < $1.closesBefore }
        let rest = desk.applications.filter { !isToDo($0) }
        return [
            "organisation": visitor.organisation.name,
            "agreement": desk.agreement.map { agreement in
                page.texts("people.home.agreement", ["number": agreement.number, "until": day(agreement.until)])
            },
            "todo": todo.map(row),
            "hasTodo": !todo.isEmpty,
            "rest": rest.map(row),
            "hasRest": !rest.isEmpty,
            "calls": desk.calls.map(call),
            "hasCalls": !desk.calls.isEmpty,
            "notice": page.notice("people"),
        ]
    }

    /// A draft for the writers, a paper to be signed for the signatory, as long as the call takes it.
    private func isToDo(_ paper: ApplicantDesk.Paper) -> Bool {
        guard !paper.cancelled, page.now < paper.closesBefore else { return false }
        switch paper.state {
        case .draft, .withdrawn: return visitor.has(.editor)
        case .signing: return visitor.has(.signatory)
        case .submitted: return false
        }
    }

    private func row(_ paper: ApplicantDesk.Paper) -> View {
        let texts = page.texts
        let isOver = paper.cancelled || page.now >= paper.closesBefore
        return [
            "href": "/applications/\(paper.id)",
            "title": paper.title.isEmpty ? texts("people.home.untitled") : paper.title,
            "number": paper.number,
            "call": "\(paper.callNumber), \(paper.callTitle.text(in: page.language))",
            "state": [
                "word": ApplicationFrame.word(paper.state, isOver: isOver, texts),
                "tone": tone(paper.state, isOver: isOver),
            ] as View,
            "deadline": isOver ? nil : texts.lastSecond(before: paper.closesBefore),
            "left": isOver ? nil : timeLeft(until: paper.closesBefore, texts, now: page.now),
            "missed": isOver ? missed(paper.state, texts) : nil,
            "submitted": paper.submittedAt.map { texts.instant($0) },
        ]
    }

    private func call(_ chance: ApplicantDesk.Chance) -> View {
        let texts = page.texts
        let isOpen = page.now >= chance.opensAt
        let hasAgreement = !chance.agreementRequired || desk.agreement != nil
        let hasPlace = chance.placesLeft.map { $0 > 0 } ?? true
        return [
            "href": "/calls/\(chance.number)",
            "number": chance.number,
            "title": chance.title.text(in: page.language),
            "state": [
                "word": texts(isOpen ? "people.phases.open" : "people.phases.coming"), "tone": isOpen ? "go" : nil,
            ] as View,
            "opens": isOpen ? nil : texts.instant(chance.opensAt),
            "deadline": texts.lastSecond(before: chance.closesBefore),
            "left": isOpen ? timeLeft(until: chance.closesBefore, texts, now: page.now) : nil,
            "places": chance.placesLeft.map { texts.plural("people.home.places", $0) },
            "hindrance": hasAgreement
                ? (hasPlace ? nil : texts("people.home.no_place")) : texts("people.home.no_agreement"),
        ]
    }

    private func missed(_ state: Application.State, _ texts: Texts) -> String? {
        switch state {
        case .draft, .signing: texts("people.home.missed")
        case .withdrawn: texts("people.home.withdrawn_over")
        case .submitted: nil
        }
    }

    private func tone(_ state: Application.State, isOver: Bool) -> String {
        switch state {
        case .submitted: "go"
        case .draft, .signing, .withdrawn: isOver ? "stop" : "wait"
        }
    }

    private func day(_ day: Day) -> String {
        page.texts.date(year: day.year, month: day.month, day: day.day)
    }
}

/// `3 dienas`, `5 stundas`, `12 minūtes`: the largest whole unit that is left.
func timeLeft(until end: Date, _ texts: Texts, now: Date) -> String {
    let seconds = max(Int(end.timeIntervalSince(now)), 0)
    if seconds >= 2 * 86_400 { return texts.plural("people.left.days", seconds / 86_400) }
    if seconds >= 2 * 3_600 { return texts.plural("people.left.hours", seconds / 3_600) }
    return texts.plural("people.left.minutes", seconds / 60)
}
