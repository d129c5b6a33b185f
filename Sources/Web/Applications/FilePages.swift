import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Money
import NIOCore
import Site
import Store

import struct Grants.Application

/// Files of an application: brought in while they come over the wire, given back as downloads only, taken out after a question.
struct FilePages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }
    /// A slow line needs its time for 25 MB.
    private static let patience = Duration.seconds(15 * 60)

    func add(to routes: Routes) {
        routes.get("/applications/:id/papers/:field", access: .applicant, papers)
        routes.post("/applications/:id/papers/:field", access: .applicant, patience: Self.patience, bring)
        routes.get("/applications/:id/files/:file", access: .applicant, download)
        routes.get("/applications/:id/files/:file/removal", access: .applicant, askRemoval)
        routes.post("/applications/:id/files/:file/removal", access: .applicant, remove)
    }

    private func papers(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let field = try page.parameter("field")
        if frame.terms.documents.contains(where: { $0.field == field }) {
            return page.redirect(frame.section(CallTerms.documentsSection))
        }
        return try PapersView(frame: frame, question: question(field, frame)).page(on: page)
    }

    private func bring(_ request: Request, _ page: PageContext) async throws -> Response {
        let field = try page.parameter("field")
        let frame = try await desk.open(page)
        let isPaper = frame.terms.documents.contains { $0.field == field }
        let question = isPaper ? nil : try question(field, frame)
        let upload = FileArrival(page: page) { name in
            try await desk.applications.files.begin(
                in: frame.file.application.id,
                field: field,
                name: name,
                by: page.visitor
            )
        }
        let errors = try await upload.receive()
        guard !errors.isEmpty else {
            return page.redirect(PapersView.place(of: field, in: frame), done: "file_added")
        }
        // What did come in is shown with what did not.
        let now = try await desk.open(page)
        let papers =
            isPaper
            ? try await desk.requiredPapers(now, for: page.visitor, errors: [field: errors])
            : PapersView(frame: now, question: question, errors: [field: errors])
        return try papers.page(on: page)
    }

    private func question(_ field: String, _ frame: ApplicationFrame) throws -> Question {
        guard let question = frame.terms.question(field), question.kind == .file else { throw Problem.notFound }
        return question
    }

    private func download(_ request: Request, _ page: PageContext) async throws -> Response {
        let (application, id) = try ids(page)
        let files = desk.applications.files
        guard let stored = try await files.open(id, of: application, for: page.visitor) else { throw Problem.notFound }
        return .download(stored.file.name, type: stored.file.mediaType, body: Self.body(of: stored))
    }

    static func body(of stored: StoredFile) -> ResponseBody {
        ResponseBody(contentLength: Int(stored.file.size)) { writer in
            for try await chunk in stored {
                try await writer.write(ByteBuffer(bytes: chunk))
            }
            try await writer.finish(nil)
        }
    }

    private func askRemoval(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let (_, id) = try ids(page)
        guard let attached = frame.file.files.first(where: { $0.id == id }) else { throw Problem.notFound }
        let back = PapersView.place(of: attached.field, in: frame)
        guard frame.isEditable else { return page.redirect(back) }
        let sentence = page.texts(
            "applications.files.removal_sentence",
            ["name": attached.name, "size": page.texts.fileSize(Int(attached.size))]
        )
        return try page.render(
            "applications/file-removal",
            frame.view.adding([
                "backHref": back, "sentence": sentence, "action": "\(frame.download(attached))/removal",
            ])
        )
    }

    private func remove(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let (application, id) = try ids(page)
        // Sent twice, it is gone already: that is what was wanted.
        guard let attached = frame.file.files.first(where: { $0.id == id }) else { return page.redirect(frame.base) }
        let back = PapersView.place(of: attached.field, in: frame)
        do {
            try await desk.applications.files.remove(id, from: application, by: page.visitor)
            return page.redirect(back, done: "file_removed")
        } catch AttachmentRefusal.locked {
            throw Problem.changedMeanwhile
        }
    }

    private func ids(_ page: PageContext) throws -> (Application.ID, AttachedFile.ID) {
        (try page.id(), try page.id("file"))
    }
}
