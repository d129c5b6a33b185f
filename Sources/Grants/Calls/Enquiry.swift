public import Foundation
public import Money

/// A question an applicant asks about a call, and the office's answer to everybody (jautājums un atbilde).
public struct Enquiry: Sendable, Hashable, Identifiable {
    /// The key of an enquiry.
    public typealias ID = Identifier<Enquiry>

    /// The longest question.
    public static let longestText = 2_000
    /// The longest answer.
    public static let longestAnswer = 5_000
    /// The most questions about a call for whose answers an organisation may wait.
    public static let mostWaiting = 20

    /// The key.
    public let id: ID
    /// The form's question it is about; nothing means the call as a whole.
    public let field: String?
    /// The question as asked; once answered, as published without names.
    public let text: String
    /// When it was asked.
    public let askedAt: Date
    /// The answer, if there is one.
    public let answer: String?
    /// When it was answered.
    public let answeredAt: Date?
    /// Raised by every change.
    public let revision: Int64

    /// An enquiry as stored.
    public init(
        id: ID,
        field: String?,
        text: String,
        askedAt: Date,
        answer: String?,
        answeredAt: Date?,
        revision: Int64
    ) {
        self.id = id
        self.field = field
        self.text = text
        self.askedAt = askedAt
        self.answer = answer
        self.answeredAt = answeredAt
        self.revision = revision
    }
}

/// Why an enquiry or its answer is not taken.
public enum EnquiryRefusal: Error, Sendable, Hashable {
    /// Only a published call that has not closed takes questions.
    case notOpen(Call.Phase)
    /// The text is missing or longer than that.
    case textLength(longest: Int)
    /// The answer is missing or longer than that.
    case answerLength(longest: Int)
    /// The form has no such question.
    case unknownField(String)
    /// The organisation waits for as many answers already.
    case tooManyWaiting(Int)
}

extension Enquiry {
    /// Decides whether a question may be asked.
    public static func check(
        _ text: String,
        at field: String?,
        of version: CallVersion,
        closesBefore: Date,
        now: Date
    ) throws(EnquiryRefusal) {
        let phase = version.phase(at: now, closesBefore: closesBefore)
        guard phase != .closed else { throw .notOpen(phase) }
        guard (1...longestText).contains(text.trimmed.unicodeScalars.count) else {
            throw .textLength(longest: longestText)
        }
        guard let field else { return }
        let isDocument = version.terms.documents.contains { $0.field == field }
        guard isDocument || version.terms.question(field) != nil else { throw .unknownField(field) }
    }

    /// Decides whether an organisation may ask one more while so many of its questions about the call wait for an answer.
    public static func check(waiting: Int) throws(EnquiryRefusal) {
        guard waiting < mostWaiting else { throw .tooManyWaiting(mostWaiting) }
    }

    /// Decides whether an answer may be published.
    public static func check(publishedText: String, answer: String) throws(EnquiryRefusal) {
        guard (1...longestText).contains(publishedText.trimmed.unicodeScalars.count) else {
            throw .textLength(longest: longestText)
        }
        guard (1...longestAnswer).contains(answer.trimmed.unicodeScalars.count) else {
            throw .answerLength(longest: longestAnswer)
        }
    }
}
