public import Foundation
public import Grants
public import Money
import Postgres

/// A question as officers see it: with who asked.
public struct ReceivedEnquiry: Sendable, Hashable {
    /// The question as published, or as asked while it has no answer.
    public let enquiry: Enquiry
    /// The question as asked.
    public let asked: String
    /// Who asked.
    public let person: String
    /// For which organisation.
    public let organisation: String
}

/// Questions and answers.
extension Calls {
    /// Answered questions of a call, for everybody; with an organisation, also its own that wait for an answer.
    public func questions(_ call: Call.ID, for organisation: Organisation.ID? = nil) async throws -> [Enquiry] {
        try await database.transaction { tx in try await EnquiryRow.list(call, for: organisation, in: tx) }
    }

    /// Asks about a call or one of its questions. The key makes a double click one question. Throws `EnquiryRefusal`.
    public func ask(
        _ text: String,
        at field: String?,
        of call: Call.ID,
        key: UUID,
        by visitor: Visitor,
        now: Date
    ) async throws -> Enquiry.ID {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let published = try await current(call, in: tx) else { throw Missing() }
            let end = try await PublishedRow.closesBefore(call, for: visitor.organisation.id, in: tx)
            try Enquiry.check(
                text,
                at: field,
                of: published.version,
                closesBefore: end ?? published.closesBefore,
                now: now
            )
            let added = try await EnquiryRow.add(text.trimmed, at: field, of: call, key: key, by: visitor, in: tx)
            if added.isNew { try await Audit.add("question.asked", of: "question", added.id, in: tx) }
            return added.id
        }
    }

    /// All questions of a call with who asked, those without an answer first.
    public func inbox(_ call: Call.ID) async throws -> [ReceivedEnquiry] {
        try await database.transaction { tx in try await EnquiryRow.inbox(call, in: tx) }
    }

    /// Publishes an answer, or a better one, and tells who asked. Throws `EnquiryRefusal`; `ChangedMeanwhile` if a colleague
    /// answered since.
    public func answer(
        _ id: Enquiry.ID,
        of call: Call.ID,
        publishedText: String,
        answer: String,
        basedOn revision: Int64,
        by visitor: Visitor,
        letter: @Sendable (CallNotice, Person) -> Letter?
    ) async throws {
        try Enquiry.check(publishedText: publishedText, answer: answer)
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let published = try await current(call, in: tx) else { throw Missing() }
            let asker = try await EnquiryRow.answer(
                id,
                of: call,
                publishedText: publishedText.trimmed,
                answer: answer.trimmed,
                basedOn: revision,
                by: visitor.person.id,
                in: tx
            )
            guard let asker else {
                guard let now = try await EnquiryRow.revision(id, of: call, in: tx) else { throw Missing() }
                throw ChangedMeanwhile(revision: now)
            }
            try await Audit.add("question.answered", of: "question", id, in: tx)
            let event = CallNotice.Event.answered(question: publishedText.trimmed, answer: answer.trimmed)
            let notice = CallNotice(call: published.call, title: published.terms.title, event: event)
            try await tell([asker], of: notice, by: letter, in: tx)
        }
    }
}
