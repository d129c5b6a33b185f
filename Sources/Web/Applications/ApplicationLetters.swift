import Documents
import Foundation
import Grants
import Money
import Site
public import Store

import struct Grants.Application

/// What follows an application's steps a moment later, by jobs: the receipt on paper and by mail, and the mail to those who
/// may sign. Every verb may run twice for the same job.
public struct ApplicationLetters: Sendable {
    private let office: Office

    /// Letters of an office.
    public init(_ office: Office) {
        self.office = office
    }

    /// Does a job of the kind `receiptPaper`. While the press is busy it throws, so that the job comes back later.
    public func printReceipt(_ job: Job) async throws {
        let receipts = office.stores.applications.receipts
        guard let submission = job.payload["submission"].flatMap({ Int64($0) }),
            let checked = try await receipts.paperwork(for: submission)?.checked, !checked.hasPaper
        else { return }
        let paper = ReceiptPaper(templates: office.templates, site: office.settings.origin)
        let pdf = try await office.papers.press.print(try paper.html(checked.receipt))
        try await receipts.attachPaper(pdf, to: submission)
    }

    /// Does a job of the kind `receiptMail`.
    public func sendReceipt(_ job: Job) async throws {
        guard let submission = job.payload["submission"].flatMap({ Int64($0) }) else { return }
        try await office.stores.applications.receipts.post(submission, letter: received)
    }

    /// Does a job of the kind `signatureWanted`.
    public func callSignatories(_ job: Job) async throws {
        guard let id = job.payload["application"].flatMap({ Application.ID(typed: $0) }) else { return }
        try await office.stores.applications.callSignatories(
            to: id,
            request: job.id,
            now: office.now(),
            letter: waiting
        )
    }

    /// Does a job of the kind `refusalMail`.
    public func sendRefusal(_ job: Job) async throws {
        guard let arrival = job.payload["arrival"].flatMap({ Int64($0) }) else { return }
        try await office.stores.applications.tellRefusal(of: arrival, letter: refused)
    }

    @Sendable private func received(_ checked: CheckedReceipt, to person: Person) -> Letter {
        let texts = texts(for: person)
        let receipt = checked.receipt
        let values = [
            "number": receipt.number,
            "instant": InstantWords.exact(receipt.arrivedAt, texts),
            "call": receipt.callTitle,
            "call_number": receipt.callNumber,
            "applicant": receipt.applicant,
            "hash": receipt.contentSHA256,
            "address": address("\(ApplicationFrame.base(checked.application))/receipts/\(receipt.code)"),
        ]
        return letter(
            to: person,
            texts,
            subject: texts("applications.letters.received_subject", values),
            [texts("applications.letters.received", values), texts("applications.letters.received_link", values)]
        )
    }

    @Sendable private func waiting(_ request: SignatureRequest, for person: Person) -> Letter {
        let texts = texts(for: person)
        let values = [
            "title": request.title.isEmpty ? texts("applications.untitled") : request.title,
            "applicant": request.applicant,
            "call": request.callTitle.text(in: texts.language.rawValue),
            "call_number": request.call.number,
            "deadline": texts.lastSecond(before: request.closesBefore),
            "address": address("\(ApplicationFrame.base(request.application))/submission"),
        ]
        return letter(
            to: person,
            texts,
            subject: texts("applications.letters.signature_subject", values),
            [texts("applications.letters.signature", values), texts("applications.letters.signature_link", values)]
        )
    }

    @Sendable private func refused(_ refused: RefusedHandingIn, to person: Person) -> Letter {
        let texts = texts(for: person)
        let values = [
            "title": refused.title.isEmpty ? texts("applications.untitled") : refused.title,
            "applicant": refused.applicant,
            "call": refused.callTitle.text(in: texts.language.rawValue),
            "call_number": refused.call.number,
            "arrived": InstantWords.exact(refused.arrivedAt, texts),
            "decided": InstantWords.exact(refused.refusedAt, texts),
            "deadline": texts.lastSecond(before: refused.closesBefore),
            "reason": RefusalSentences(texts: texts).sentence(refused.refusal),
            "address": address(ApplicationFrame.base(refused.application)),
        ]
        return letter(
            to: person,
            texts,
            subject: texts("applications.letters.refused_subject", values),
            [texts("applications.letters.refused", values), texts("applications.letters.refused_link", values)]
        )
    }

    private func letter(to person: Person, _ texts: Texts, subject: String, _ paragraphs: [String]) -> Letter {
        let greeting = texts("applications.letters.greeting", ["name": person.name])
        let closing = texts("applications.letters.closing")
        return Letter(
            subject: subject,
            body: ([greeting] + paragraphs + [closing]).joined(separator: "\n\n") + "\n"
        )
    }

    private func texts(for person: Person) -> Texts {
        office.templates.texts(Language(rawValue: person.language) ?? .lv)
    }

    private func address(_ path: String) -> String {
        office.settings.origin + path
    }
}
