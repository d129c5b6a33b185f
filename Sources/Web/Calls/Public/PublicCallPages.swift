import Documents
import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Money
import NIOCore
import Site
import Store

/// Calls for everybody: the front page, the list, one call, its printed form, the feed and the calendar.
struct PublicCallPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/", access: .anyone, front)
        routes.get("/calls", access: .anyone, list)
        routes.get("/calls.atom", access: .anyone, feed)
        routes.get("/calls.ics", access: .anyone, calendar)
        routes.get("/calls/:number", access: .anyone, show)
        routes.get("/calls/:number/call.pdf", access: .anyone, paper)
        routes.get("/calls/:number/call.ics", access: .anyone, dates)
    }

    private func front(_ request: Request, _ page: PageContext) async throws -> Response {
        let front = try await office.stores.calls.front()
        return try page.render("front/home", views(page).front(front.calls, front.lines))
    }

    private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let filter = CallFilter(try page.query)
        let calls = try await office.stores.calls.published()
        return try page.render("calls/public/list", views(page).list(calls, filter))
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let own = page.visitorIfAny.flatMap { $0.writesApplications ? $0.organisation.id : nil }
        let dossier = try await dossier(page, for: own, before: Enquiry.ID(typed: page.query["before"]))
        var ownEnd: Date?
        if let own { ownEnd = try await office.stores.calls.closesBefore(dossier.call.call.id, for: own) }
        return try page.render(
            "calls/public/show",
            PublicCallView(texts: page.texts, dossier: dossier).page(
                at: page.now,
                mayApply: page.visitorIfAny?.isStaff != true,
                ownEnd: ownEnd
            ).adding(["notice": page.notice("publiccalls")])
        )
    }

    private func paper(_ request: Request, _ page: PageContext) async throws -> Response {
        let dossier = try await dossier(page)
        do {
            let pdf = try await CallPapers(office).pdf(dossier, in: page.visit.language)
            let name = "\(dossier.call.call.number)-v\(dossier.call.version.version).pdf"
            return .download(name, type: "application/pdf", bytes: ByteBuffer(bytes: pdf))
        } catch LetterPressError.busy {
            throw Problem.unavailable(retryAfter: 5)
        }
    }

    private func dates(_ request: Request, _ page: PageContext) async throws -> Response {
        let number = try page.parameter("number")
        let calls = try await office.stores.calls.withNews()
        let wanted = calls.calls.filter { $0.call.number == number }
        guard !wanted.isEmpty else { throw Problem.notFound }
        return ics(news(page).calendar(wanted, calls.news))
    }

    private func calendar(_ request: Request, _ page: PageContext) async throws -> Response {
        let calls = try await office.stores.calls.withNews()
        return ics(news(page).calendar(calls.calls, calls.news))
    }

    private func feed(_ request: Request, _ page: PageContext) async throws -> Response {
        let feed = news(page).feed(try await office.stores.calls.news())
        return .text(feed.written(), type: "application/atom+xml; charset=utf-8")
    }

    private func dossier(
        _ page: PageContext,
        for organisation: Organisation.ID? = nil,
        before: Enquiry.ID? = nil
    ) async throws -> CallDossier {
        let number = try page.parameter("number")
        let found = try await office.stores.calls.dossier(number: number, for: organisation, before: before)
        guard let found else { throw Problem.notFound }
        return found
    }

    private func ics(_ calendar: CalendarFeed) -> Response {
        .text(calendar.written(), type: "text/calendar; charset=utf-8")
    }

    private func views(_ page: PageContext) -> PublicCallViews {
        PublicCallViews(texts: page.texts, now: page.now)
    }

    private func news(_ page: PageContext) -> CallNews {
        CallNews(texts: page.texts, site: office.settings.origin)
    }
}
