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
        let filter = Trail.Filter(subject: subject.isEmpty ? nil : subject, key: key, before: before)
        let entries = try await office.stores.trail.entries(filter, limit: size)
        let shown = entries.prefix(size)
        let selection = "subject=\(subject.urlEncoded)&id=\(key.map { String($0) } ?? "")"
        let texts = page.texts
        let view: View = [
            "action": "/work/audit",
            "filtered": !subject.isEmpty || key != nil,
            "subject": Field("subject", label: texts("people.trail.subject")).text(subject, width: "w12", isCode: true),
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

    private func row(_ entry: TrailEntry, _ texts: Texts) -> View {
        let facts = entry.detail.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return [
            "at": texts.instant(entry.at),
            "who": entry.person ?? texts("people.trail.service"),
            "organisation": entry.organisation,
            "verb": texts.find("people.verbs.\(entry.verb)") ?? entry.verb,
            "subject": entry.subjectID.map { "\(entry.subject) \($0)" } ?? entry.subject,
            "href": "/work/audit?subject=\(entry.subject.urlEncoded)&id=\(entry.subjectID.map { String($0) } ?? "")",
            "detail": facts.isEmpty ? nil : facts.joined(separator: ", "),
            "reason": entry.reason,
        ]
    }
}
