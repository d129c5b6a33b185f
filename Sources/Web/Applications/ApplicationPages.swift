import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

import struct Grants.Application

/// Where an applicant's work begins: the list of applications, the page of one, and the start of a new one.
struct ApplicationPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    /// All routes of the applicant's pages.
    func add(to routes: Routes) {
        routes.get("/applications", access: .applicant, mine)
        routes.get("/applications/:id", access: .applicant, show)
        StartPages(office: office).add(to: routes)
        SectionPages(office: office).add(to: routes)
        AutosavePages(office: office).add(to: routes)
        FilePages(office: office).add(to: routes)
        ReadingPages(office: office).add(to: routes)
        SigningPages(office: office).add(to: routes)
        SubmissionPages(office: office).add(to: routes)
        ReceiptPages(office: office).add(to: routes)
        WithdrawalPages(office: office).add(to: routes)
        VersionPages(office: office).add(to: routes)
        AskingPages(office: office).add(to: routes)
        CallAskingPages(office: office).add(to: routes)
    }

    private func mine(_ request: Request, _ page: PageContext) async throws -> Response {
        let visitor = try page.visitor
        let after = PageCursor(text: try page.query["after"])
        let mine = try await desk.applications.mine(visitor, after: after)
        let calls = try await desk.calls.published()
        let rows = mine.rows.map { MineView(texts: page.texts, now: page.now).row($0, calls) }
        let view: View = [
            "organisationName": visitor.organisation.name, "anyRows": !rows.isEmpty, "rows": rows,
            "newer": after == nil ? nil : "/applications",
            "older": mine.next.map { "/applications?after=\($0.text.urlEncoded)" },
            "notice": page.notice("applications"),
        ]
        return try page.render("applications/mine", view)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let view = TaskListView(frame: frame, checks: desk.checks(frame), visitor: try page.visitor)
        return try page.render("applications/show", view.view.adding(["notice": page.notice("applications")]))
    }
}

/// One line of the applicant's list.
struct MineView {
    let texts: Texts
    let now: Date

    func row(_ own: OwnApplication, _ calls: [PublishedCall]) -> View {
        let summary = own.summary
        let application = summary.application
        let call = calls.first { $0.call.id == application.call }
        let isOver = call.map { $0.version.phase(at: now, closesBefore: own.closesBefore) == .closed } ?? false
        return [
            "href": ApplicationFrame.base(application.id),
            "name": summary.title.isEmpty ? texts("applications.untitled") : summary.title,
            "callTitle": call?.terms.title.text(in: texts.language.rawValue) ?? summary.callNumber,
            "number": application.number,
            "word": ApplicationFrame.word(application.state, isOver: isOver, texts),
            "tone": tone(application.state, isOver: isOver),
            "deadline": deadline(own),
            "changed": texts("applications.mine.changed", ["instant": texts.instant(summary.updatedAt)]),
        ]
    }

    private func tone(_ state: Application.State, isOver: Bool) -> String? {
        switch state {
        case .submitted: "go"
        case .draft: isOver ? "stop" : nil
        case .signing: isOver ? "stop" : "wait"
        case .withdrawn: nil
        }
    }

    private func deadline(_ own: OwnApplication) -> String {
        let application = own.summary.application
        if application.state == .submitted, let at = application.submittedAt {
            return texts("applications.mine.submitted", ["instant": texts.instant(at)])
        }
        return texts("applications.mine.until", ["instant": texts.lastSecond(before: own.closesBefore)])
    }
}
