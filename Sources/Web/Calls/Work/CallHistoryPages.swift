import Grants
import Hummingbird
import Money
import Site
import Store

/// What became of a call: its versions and everything the trail knows of it.
struct CallHistoryPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/history", access: .staff(), show)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let history = try await office.stores.calls.history(draft.call.id)
        let before = Int64(try page.query["before"])
        let filter = Trail.Filter(subject: "call", key: draft.call.id.rawValue, before: before)
        let entries = try await office.stores.trail.entries(filter, limit: 50)
        let shown = entries.prefix(50)
        let texts = page.texts
        return try page.render(
            "calls/work/history",
            page.callFrame(draft).adding([
                "versions": history.versions.map { version in
                    // The first version has no note: nothing was there to be changed.
                    let note = version.number == 1 ? texts("publiccalls.history.first") : version.note
                    return [
                        "number": version.number, "note": note, "by": version.by, "at": texts.instant(version.at),
                        "sha256": version.sha256,
                    ] as View
                },
                "hasVersions": !history.versions.isEmpty,
                "events": shown.map { entry in
                    [
                        "at": texts.instant(entry.at), "verb": verb(entry, texts), "who": entry.person,
                        "reason": entry.reason,
                    ] as View
                },
                "hasEvents": !shown.isEmpty,
                "newer": before == nil ? nil : "\(draft.address)/history",
                "older": entries.count > 50 ? shown.last.map { "\(draft.address)/history?before=\($0.id)" } : nil,
            ])
        )
    }

    private func verb(_ entry: TrailEntry, _ texts: Texts) -> String {
        let verb = EventWords(texts: texts).what(entry)
        guard entry.verb == "call.draft_saved", let part = entry.detail["part"] else { return verb }
        return "\(verb): \(texts.find("calls.parts.\(part).title") ?? part)"
    }
}
