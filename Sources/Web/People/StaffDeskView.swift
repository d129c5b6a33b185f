import Foundation
import Grants
import Site
import Store

/// The workplace's first page: calls by phase with their counts, what is overdue, what ends this week.
struct StaffDeskView {
    let desk: StaffDesk
    let page: PageContext

    init(_ desk: StaffDesk, _ page: PageContext) {
        self.desk = desk
        self.page = page
    }

    var view: View {
        let waiting = desk.calls.filter { $0.questions > 0 }
        let proposed = desk.calls.filter { $0.proposals > 0 }
        let soon = desk.calls.filter(endsThisWeek)
        return [
            "questions": waiting.map { line in
                [
                    "href": "/work/calls/\(line.number)/questions",
                    "label": page.texts.plural("people.work.questions", line.questions),
                    "call": line.number,
                ] as View
            },
            "proposals": proposed.map { line in
                [
                    "href": "/work/calls/\(line.number)/quotas#proposals",
                    "label": page.texts.plural("people.work.places", line.proposals),
                    "call": line.number,
                ] as View
            },
            "soon": soon.map { line in
                [
                    "href": "/work/calls/\(line.number)",
                    "call": "\(line.number), \(line.title.text(in: page.language))",
                    "deadline": line.closesBefore.map { page.texts.lastSecond(before: $0) },
                    "left": line.closesBefore.map { timeLeft(until: $0, page.texts, now: page.now) },
                ] as View
            },
            "hasNow": !waiting.isEmpty || !proposed.isEmpty || !soon.isEmpty,
            "groups": groups,
            "hasGroups": !desk.calls.isEmpty,
            "mayCreate": page.visitorIfAny?.has(.officer) ?? false,
            "notice": page.notice("people"),
        ]
    }

    private func endsThisWeek(_ line: StaffDesk.Line) -> Bool {
        guard line.phase(at: page.now) == .open, let end = line.closesBefore else { return false }
        return end < page.now.addingTimeInterval(7 * 86_400)
    }

    private var groups: [View] {
        let order: [Call.Phase?] = [.open, .coming, nil, .closed]
        return order.compactMap { phase in
            let lines = desk.calls.filter { $0.phase(at: page.now) == phase }
            guard !lines.isEmpty else { return nil }
            let name = phase?.rawValue ?? "draft"
            return [
                "id": "calls-\(name)", "heading": page.texts("people.work.\(name)"), "rows": lines.map(row),
                "planned": phase == nil,
            ]
        }
    }

    private func row(_ line: StaffDesk.Line) -> View {
        let texts = page.texts
        return [
            "href": "/work/calls/\(line.number)",
            "number": line.number,
            "title": line.title.text(in: page.language),
            "opens": line.opensAt.map { texts.date($0) } ?? texts("people.work.no_date"),
            "deadline": line.closesBefore.map { texts.lastSecond(before: $0) } ?? texts("people.work.no_date"),
            "drafts": texts.number(line.drafts),
            "submitted": texts.number(line.submitted),
            "applications": line.phase(at: page.now) != nil && page.mayOpen("/work/calls/:number/applications")
                ? "/work/calls/\(line.number)/applications" : nil,
            "questions": texts.number(line.questions),
        ]
    }
}
