import Foundation
import Grants
import Site
import Store

/// The officers' list of calls.
struct CallListView {
    let page: PageContext
    let calls: [CallSummary]
    let kind: Call.Kind?
    let size: Int
    let isFirst: Bool

    var view: View {
        let shown = calls.prefix(size)
        let selection = kind.map { "kind=\($0.rawValue)" } ?? ""
        let older = calls.count > size ? shown.last.map { "/work/calls?before=\($0.call.id)&\(selection)" } : nil
        let kinds =
            [Field.Choice(value: "", label: page.texts("calls.list.all_kinds"))]
            + Call.Kind.allCases.map {
                Field.Choice(value: $0.rawValue, label: page.texts("calls.kind.\($0.rawValue)"))
            }
        return [
            "rows": shown.map(row), "hasRows": !shown.isEmpty,
            "newer": isFirst ? nil : "/work/calls?\(selection)", "older": older,
            "mayCreate": page.visitorIfAny?.has(.officer) ?? false,
            "action": "/work/calls", "filtered": kind != nil,
            "kind": Field("kind", label: page.texts("calls.list.kind")).choices(kinds, chosen: [kind?.rawValue ?? ""]),
            "notice": page.notice("calls"),
        ]
    }

    private func row(_ call: CallSummary) -> View {
        let address = "/work/calls/\(call.call.number)"
        return [
            "href": address, "number": call.call.number, "title": call.title.text(in: page.language),
            "kindWord": page.texts("calls.kind.\(call.call.kind.rawValue)"),
            "tag": CallTag.view(call, page),
            "isAhead": call.version != nil && call.hasUnpublishedChanges && call.call.state != .cancelled,
            "opens": page.texts.instant(call.opensAt), "closes": page.texts.lastSecond(before: call.closesBefore),
            "questions": call.unanswered, "questionsHref": call.unanswered > 0 ? "\(address)/questions" : nil,
        ]
    }
}

/// Where a call stands, in a word.
enum CallTag {
    static func view(_ call: CallSummary, _ page: PageContext) -> View {
        guard call.call.state == .published else { return view(call.call.state, page) }
        let phase: Call.Phase =
            page.now < call.opensAt ? .coming : page.now < call.closesBefore ? .open : .closed
        let tone: String? = phase == .open ? "go" : phase == .coming ? "wait" : nil
        return ["word": page.texts("calls.phase.\(phase.rawValue)"), "tone": tone]
    }

    static func view(_ state: Call.State, _ page: PageContext) -> View {
        let tone: String? = state == .cancelled ? "stop" : state == .published ? "go" : "wait"
        return ["word": page.texts("calls.state.\(state.rawValue)"), "tone": tone]
    }
}
