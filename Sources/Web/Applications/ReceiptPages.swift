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
    }

    private func newest(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let all = try await receipts(of: frame, page)
        guard let newest = all.first else { return page.redirect(frame.base) }
        let view = ReceiptView(frame: frame, receipt: newest, all: all).view
        return try page.render("applications/receipt", view.adding(["notice": page.notice("applications")]))
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

/// One receipt as a page.
struct ReceiptView {
    let frame: ApplicationFrame
    let receipt: CheckedReceipt
    let all: [CheckedReceipt]

    private var texts: Texts { frame.texts }

    var view: View {
        let place = "\(frame.base)/receipts/\(receipt.receipt.code)"
        let others = all.filter { $0.submission != receipt.submission }
        let (heading, sentence, kind) = words
        return frame.view.adding([
            "number": receipt.receipt.number, "heading": heading, "sentence": sentence, "kind": kind,
            "facts": facts, "pdfHref": receipt.hasPaper ? "\(place)/pdf" : nil, "jsonHref": "\(place)/json",
            "earlier": !others.isEmpty,
            "receipts": others.map { other -> View in
                [
                    "href": "\(frame.base)/receipts/\(other.receipt.code)",
                    "at": InstantWords.exact(other.receipt.arrivedAt, texts),
                ]
            },
        ])
    }

    private var words: (heading: String, sentence: String, kind: String) {
        let number = ["number": receipt.receipt.number]
        let arrived = InstantWords.exact(receipt.receipt.arrivedAt, texts)
        switch receipt.standing {
        case .counts:
            let sentence = texts("applications.receipt.sentence", ["instant": arrived])
            return (texts("applications.receipt.heading", number), sentence, "go")
        case .replaced(let at):
            let sentence = texts("applications.receipt.sentence_older", ["instant": InstantWords.exact(at, texts)])
            return (texts("applications.receipt.heading", number), sentence, "wait")
        case .withdrawn(let at):
            let sentence = texts("applications.receipt.sentence_withdrawn", ["instant": InstantWords.exact(at, texts)])
            return (texts("applications.receipt.heading_withdrawn", number), sentence, "wait")
        }
    }

    private var facts: [View] {
        let proof = receipt.receipt
        var facts = [
            fact("number", proof.number), fact("arrived", InstantWords.exact(proof.arrivedAt, texts)),
            fact("applicant", proof.applicant), fact("call", "\(proof.callNumber). \(frame.callTitle)"),
            fact("version", String(proof.callVersion)), fact("requested", texts.money(proof.requested.cents)),
            fact("code", proof.code.description), fact("content_hash", proof.contentSHA256),
        ]
        for file in proof.files {
            facts.append(["term": file.name, "fact": file.sha256, "href": nil])
        }
        return facts
    }

    private func fact(_ key: String, _ value: String) -> View {
        ["term": texts("applications.receipt.\(key)"), "fact": value, "href": nil]
    }
}
