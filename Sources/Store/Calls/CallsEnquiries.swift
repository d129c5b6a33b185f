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

/// Some of the questions about a call, oldest first: the latest of all, or those before a given one.
public struct EnquiryPage: Sendable, Hashable {
    /// The most that are read at once.
    public static let length = 500

    /// The questions.
    public let rows: [Enquiry]
    /// The first of them, if there are older ones.
    public let older: Enquiry.ID?
    /// Where the newer ones are, if there are any.
    public let newer: Newer?

    /// Where newer questions are.
    public enum Newer: Sendable, Hashable {
        /// On the page of those before this one.
        case before(Enquiry.ID)
        /// On the page of the latest.
        case latest
    }
}

/// Some of the questions the office has received, those without an answer first.
public struct InboxPage: Sendable, Hashable {
    /// The most that are read at once.
    public static let length = 100

    /// The questions.
    public let rows: [ReceivedEnquiry]
    /// The place of the last of them, if there are more.
    public let next: InboxPlace?
    /// The place after which the page before this one begins; nothing on the first two pages.
    public let previous: InboxPlace?
}

/// A question's place among those the office has received. It keeps whether the question was answered when its page was shown:
/// an answer given since moves it, and must not make the next page skip others.
public struct InboxPlace: Sendable, Hashable {
    let isAnswered: Bool
    let id: Enquiry.ID

    /// What stands in an address.
    public var text: String { "\(isAnswered ? "answered" : "waiting").\(id)" }

    init(isAnswered: Bool, id: Enquiry.ID) {
        self.isAnswered = isAnswered
        self.id = id
    }

    /// Reads what stands in an address; nothing if it is no such place.
    public init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let isAnswered = ["answered": true, "waiting": false][parts[0]],
            let id = Enquiry.ID(typed: String(parts[1]))
        else { return nil }
        self.init(isAnswered: isAnswered, id: id)
    }
}

/// Questions and answers.
extension Calls {
    /// Answered questions of a call, for everybody; with an organisation, also its own that wait for an answer.
    /// - Parameters:
    ///   - fields: only those asked at these fields.
    ///   - before: only those before this one.
    public func questions(
        _ call: Call.ID,
        for organisation: Organisation.ID? = nil,
        about fields: [String]? = nil,
        before: Enquiry.ID? = nil
    ) async throws -> EnquiryPage {
        try await database.transaction { tx in
            try await EnquiryRow.list(call, for: organisation, about: fields, before: before, in: tx)
        }
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
            guard added.isNew else { return added.id }
            try Enquiry.check(waiting: added.waitingBefore)
            try await Audit.add("question.asked", of: "question", added.id, in: tx)
            return added.id
        }
    }

    /// Questions of a call with who asked, those without an answer first.
    public func inbox(_ call: Call.ID, after place: InboxPlace? = nil) async throws -> InboxPage {
        try await database.transaction { tx in try await EnquiryRow.inbox(call, after: place, in: tx) }
    }

    /// One question with who asked.
    public func received(_ id: Enquiry.ID, of call: Call.ID) async throws -> ReceivedEnquiry? {
        try await database.transaction { tx in try await EnquiryRow.received(id, of: call, in: tx) }
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
            try await JobRow.add(.callPaper, payload: ["call": call.description], in: tx)
            let event = CallNotice.Event.answered(question: publishedText.trimmed, answer: answer.trimmed)
            let notice = CallNotice(call: published.call, title: published.terms.title, event: event)
            try await tell([asker], of: notice, by: letter, in: tx)
        }
    }
}
