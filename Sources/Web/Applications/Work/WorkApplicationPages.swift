import Foundation
import Grants
import Hummingbird
import Money
import NIOCore
import Site
import Store

import struct Grants.Application

/// One application in the workplace: to read, with its files, receipts and what was done to it. Drafts do not exist here.
struct WorkApplicationPages {
    let office: Office

    private var applications: Applications { office.stores.applications }

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/applications/:id", access: .readers, show)
        routes.get("/work/applications/:id/files/:file", access: .readers, file)
        routes.get("/work/applications/:id/receipts/:code/json", access: .readers, json)
        routes.get("/work/applications/:id/receipts/:code/pdf", access: .readers, pdf)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: Application.ID = try page.id()
        guard let dossier = try await applications.dossier(id, for: page.visitor) else { throw Problem.notFound }
        let mayReadTrail = page.mayOpen("/work/audit")
        let view = WorkApplicationView(texts: page.texts, dossier: dossier, now: page.now, mayReadTrail: mayReadTrail)
            .view
        return try page.render("applications/work/show", view)
    }

    private func file(_ request: Request, _ page: PageContext) async throws -> Response {
        let application: Application.ID = try page.id()
        let file: AttachedFile.ID = try page.id("file")
        guard let stored = try await applications.files.open(file, of: application, for: page.visitor) else {
            throw Problem.notFound
        }
        return .download(stored.file.name, type: stored.file.mediaType, body: FilePages.body(of: stored))
    }

    private func json(_ request: Request, _ page: PageContext) async throws -> Response {
        let held = try await receipt(page)
        let name = "\(held.receipt.number).json"
        return .download(name, type: "application/json", bytes: ByteBuffer(string: held.text))
    }

    private func pdf(_ request: Request, _ page: PageContext) async throws -> Response {
        let held = try await receipt(page)
        guard let paper = try await applications.receipts.paper(held.receipt.code) else {
            // The paper is made after the answer was given; a moment later it is there.
            throw Problem.unavailable(retryAfter: 5)
        }
        return .download("\(held.receipt.number).pdf", type: "application/pdf", body: FilePages.body(of: paper))
    }

    private func receipt(_ page: PageContext) async throws -> CheckedReceipt {
        let id: Application.ID = try page.id()
        let code = ReceiptCode(typed: try page.parameter("code"))
        let all = try await applications.receipts.all(of: id, for: page.visitor)
        guard let found = all.first(where: { $0.receipt.code == code }) else { throw Problem.notFound }
        return found
    }
}

/// One application as the agency's people read it, `applications/work/show`.
struct WorkApplicationView {
    let texts: Texts
    let dossier: ApplicationDossier
    let now: Date
    let mayReadTrail: Bool

    private var frame: ApplicationFrame {
        ApplicationFrame(file: dossier.file, texts: texts, now: now, place: "/work/applications")
    }

    var view: View {
        let frame = frame
        let content = ContentView(frame: frame).view(changeable: false)
        let number = frame.application.number ?? ""
        return content.adding([
            "heading": texts("workapplications.show.title", ["number": number]), "name": frame.name,
            "listHref": "/work/calls/\(dossier.file.version.call.number)/applications",
            "word": texts("applications.state.\(frame.application.state.rawValue)"),
            "tone": ApplicationListView.tone(frame.application.state), "facts": facts(frame),
            "receipts": receipts(frame),
            "anyReceipts": !dossier.receipts.isEmpty, "trail": dossier.trail.map { event($0) },
            "anyTrail": !dossier.trail.isEmpty,
            "trailHref": mayReadTrail ? "/work/audit?subject=application&id=\(frame.application.id)" : nil,
        ])
    }

    private func facts(_ frame: ApplicationFrame) -> [View] {
        let file = dossier.file
        let unknown = texts("workapplications.show.unknown")
        let requested = frame.terms.requested(given: file.answers)
        return [
            fact("applicant", file.organisation.name),
            fact("registration", file.organisation.registrationNumber ?? unknown),
            fact("region", file.organisation.region ?? unknown),
            fact("call", "\(file.version.call.number). \(frame.callTitle)", "/calls/\(file.version.call.number)"),
            fact("version", String(file.version.version)), fact("requested", texts.money(requested.cents)),
            fact("submitted", file.application.submittedAt.map { ReceiptViews(texts: texts).instant($0) } ?? unknown),
        ]
    }

    private func fact(_ key: String, _ fact: String, _ href: String? = nil) -> View {
        ["term": texts("workapplications.show.\(key)"), "fact": fact, "href": href]
    }

    private func receipts(_ frame: ApplicationFrame) -> [View] {
        dossier.receipts.map { checked in
            let place = "\(frame.base)/receipts/\(checked.receipt.code)"
            return [
                "arrived": ReceiptViews(texts: texts).instant(checked.receipt.arrivedAt),
                "standing": standing(checked.standing), "sha256": checked.receipt.contentSHA256,
                "pdfHref": checked.hasPaper ? "\(place)/pdf" : nil, "jsonHref": "\(place)/json",
            ]
        }
    }

    private func standing(_ standing: CheckedReceipt.Standing) -> String {
        switch standing {
        case .counts: texts("workapplications.show.counts")
        case .replaced(let at): texts("workapplications.show.replaced", ["instant": texts.instant(at)])
        case .withdrawn(let at): texts("workapplications.show.withdrawn", ["instant": texts.instant(at)])
        }
    }

    private func event(_ entry: TrailEntry) -> View {
        [
            "at": texts.instant(entry.at), "who": entry.person ?? texts("workapplications.show.trail_service"),
            "organisation": entry.organisation, "what": EventWords(texts: texts).what(entry),
            "reason": entry.reason,
        ]
    }
}
