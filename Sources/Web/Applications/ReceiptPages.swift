import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Money
import NIOCore
import Site
import Store

import struct Grants.Application

/// Proof of what was handed in: the number, the instant, the digests, and the papers to keep.
struct ReceiptPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/applications/:id/receipt", access: .applicant, newest)
        routes.get("/applications/:id/receipts/:code", access: .applicant, one)
        routes.get("/applications/:id/receipts/:code/json", access: .applicant, json)
        routes.get("/applications/:id/receipts/:code/pdf", access: .applicant, pdf)
        routes.get("/applications/:id/receipts/:code/content", access: .applicant, content)
    }

    private func newest(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let all = try await receipts(of: frame, page)
        guard let newest = all.first else { return page.redirect(frame.base) }
        return try page.render("applications/receipt", ReceiptView(frame: frame, receipt: newest, all: all).view)
    }

    private func one(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let all = try await receipts(of: frame, page)
        let receipt = try find(page, in: all)
        return try page.render("applications/receipt", ReceiptView(frame: frame, receipt: receipt, all: all).view)
    }

    private func json(_ request: Request, _ page: PageContext) async throws -> Response {
        let receipt = try await held(page)
        return .download(
            "\(receipt.receipt.number).json",
            type: "application/json",
            bytes: ByteBuffer(string: receipt.text)
        )
    }

    private func pdf(_ request: Request, _ page: PageContext) async throws -> Response {
        let receipt = try await held(page)
        guard let paper = try await desk.applications.receipts.paper(receipt.receipt.code) else {
            // The paper is made after the answer was given; a moment later it is there.
            throw Problem.unavailable(retryAfter: 5)
        }
        let bytes = ByteBuffer(bytes: try await paper.bytes())
        return .download("\(receipt.receipt.number).pdf", type: "application/pdf", bytes: bytes)
    }

    /// The very bytes whose SHA-256 the receipt holds.
    private func content(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let code = ReceiptCode(typed: try page.parameter("code")) else { throw Problem.notFound }
        let id: Application.ID = try page.id()
        guard let content = try await desk.applications.receipts.content(code, of: id, for: page.visitor) else {
            throw Problem.notFound
        }
        return .download("iesniegums-\(id).json", type: "application/json", bytes: ByteBuffer(string: content))
    }

    /// The receipt in the address, for those who may read its application.
    private func held(_ page: PageContext) async throws -> CheckedReceipt {
        let id: Application.ID = try page.id()
        return try find(page, in: try await desk.applications.receipts.all(of: id, for: page.visitor))
    }

    private func receipts(of frame: ApplicationFrame, _ page: PageContext) async throws -> [CheckedReceipt] {
        try await desk.applications.receipts.all(of: frame.application.id, for: page.visitor)
    }

    private func find(_ page: PageContext, in all: [CheckedReceipt]) throws -> CheckedReceipt {
        let code = ReceiptCode(typed: try page.parameter("code"))
        guard let found = all.first(where: { $0.receipt.code == code }) else { throw Problem.notFound }
        return found
    }
}
