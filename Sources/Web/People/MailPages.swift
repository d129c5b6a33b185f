import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// Mail that this machine has sent or will send: on a machine without a mail server this is where it can be read.
struct MailPages {
    let office: Office
    private let size = 50

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/mail", access: .staff(.officer, .administrator, .auditor), list)
        routes.get("/work/mail/:id", access: .staff(.officer, .administrator, .auditor), show)
    }

    @Sendable private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let before = Int64(try page.query["before"])
        let mails = try await office.stores.mails.list(before: before, limit: size)
        let shown = mails.prefix(size)
        let view: View = [
            "mails": shown.map { mail in
                [
                    "href": "/work/mail/\(mail.id)", "recipient": mail.recipient, "subject": mail.subject,
                    "created": page.texts.instant(mail.createdAt),
                    "state": state(of: mail, page),
                ] as View
            },
            "hasMails": !shown.isEmpty,
            "newer": before == nil ? nil : "/work/mail",
            "older": mails.count > size ? shown.last.map { "/work/mail?before=\($0.id)" } : nil,
        ]
        return try page.render("people/mails", view)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let mail = try await office.stores.mails.find(page.id(of: Mail.self).rawValue) else {
            throw Problem.notFound
        }
        let view: View = [
            "subject": mail.subject,
            "body": mail.body,
            "facts": [
                fact("people.mail.recipient", mail.recipient, page),
                fact("people.mail.created", page.texts.instant(mail.createdAt), page),
                fact(
                    "people.mail.sent",
                    mail.sentAt.map { page.texts.instant($0) } ?? page.texts("people.mail.waiting"),
                    page
                ),
            ],
        ]
        return try page.render("people/mail", view)
    }

    private func state(of mail: Mail, _ page: PageContext) -> View {
        mail.sentAt == nil
            ? ["word": page.texts("people.mail.waiting"), "tone": "wait"]
            : ["word": page.texts("people.mail.left"), "tone": "go"]
    }

    private func fact(_ key: String, _ fact: String, _ page: PageContext) -> View {
        ["term": page.texts(key), "fact": fact, "href": nil]
    }
}
