public import Foundation
public import Grants

/// Something about a call that those concerned are told by mail.
public struct CallNotice: Sendable, Hashable {
    /// The call.
    public let call: Call
    /// Its title.
    public let title: Bilingual
    /// What happened.
    public let event: Event

    /// What happened to a call.
    public enum Event: Sendable, Hashable {
        /// A new version is in force.
        case changed(version: Int, note: String, [CallChange])
        /// The agency ended it before its time.
        case cancelled(reason: String)
        /// The end is later, for everybody or for the reader's organisation alone.
        case extended(to: Date, forOne: Bool, reason: String)
        /// The reader's question was answered.
        case answered(question: String, answer: String)
    }
}

/// A mail in words.
public struct Letter: Sendable, Hashable {
    /// The subject line.
    public let subject: String
    /// Plain text.
    public let body: String

    /// A mail in words.
    public init(subject: String, body: String) {
        self.subject = subject
        self.body = body
    }
}

/// An organisation with applications to a call that are not handed in.
public struct ConcernedApplicant: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// How many such applications it has.
    public let drafts: Int
    /// How many of its people get the mail.
    public let people: Int
}
