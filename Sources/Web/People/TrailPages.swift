import Foundation
import Grants
import Hummingbird
import Site
import Store

/// The audit as a list: of everything, of one kind of thing, or of one thing.
struct TrailPages {
    let office: Office
    private let size = 50

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/audit", access: .staff(.auditor, .administrator, .officer), list)
    }

    @Sendable private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let query = try page.query
        let subject = query.trimmed("subject")
        let key = Int64(query.trimmed("id"))
        let before = Int64(query["before"])
        let filter = Trail.Filter(
            subject: subject.isEmpty ? nil : subject,
            key: key,
            before: before,
            sparesDrafts: true
        )
        let entries = try await office.stores.trail.entries(filter, limit: size)
        let shown = entries.prefix(size)
        let selection = "subject=\(subject.urlEncoded)&id=\(key.map { String($0) } ?? "")"
        let texts = page.texts
        let view: View = [
            "action": "/work/audit",
            "filtered": !subject.isEmpty || key != nil,
            "subject": Field("subject", label: texts("people.trail.subject")).choices(kinds(texts), chosen: [subject]),
            "key": Field("id", label: texts("people.trail.key")).text(
                key.map { String($0) } ?? "",
                width: "w8",
                isCode: true,
                inputmode: "numeric"
            ),
            "entries": shown.map { row($0, texts) },
            "hasEntries": !shown.isEmpty,
            "newer": before == nil ? nil : "/work/audit?\(selection)",
            "older": entries.count > size ? shown.last.map { "/work/audit?\(selection)&before=\($0.id)" } : nil,
        ]
        return try page.render("people/trail", view)
    }

    private func kinds(_ texts: Texts) -> [Field.Choice] {
        let words = EventWords(texts: texts)
        let kinds = EventWords.subjects.map { Field.Choice(value: $0, label: words.subject($0)) }
        return [Field.Choice(value: "", label: texts("events.any"))] + kinds.sorted { $0.label < $1.label }
    }

    private func row(_ entry: TrailEntry, _ texts: Texts) -> View {
        let words = EventWords(texts: texts)
        return [
            "at": texts.instant(entry.at),
            "who": entry.person ?? texts("people.trail.service"),
            "organisation": entry.organisation,
            "verb": words.what(entry),
            "subject": words.subject(entry),
            "href": "/work/audit?subject=\(entry.subject.urlEncoded)&id=\(entry.subjectID.map { String($0) } ?? "")",
            "detail": words.detail(entry),
            "reason": entry.reason,
        ]
    }
}
