public import HTTPTypes

/// What can be off with a request, as told to the person who sent it. Handlers throw it; the problem pages show it.
public enum Problem: Error, Sendable, Equatable {
    /// No such page, or nothing this visitor may know of.
    case notFound
    /// The page is there but does not take this method.
    case methodNotAllowed([String])
    /// The visitor is known and may not do this.
    case forbidden
    /// Only for people signed in.
    case signInNeeded
    /// The form did not come from a page of ours, or from one too old to tell.
    case formNotOurs
    /// Somebody else has changed the same thing in the meantime.
    case changedMeanwhile
    /// The request cannot be read.
    case unreadable(Unreadable)
    /// Too many requests; how many seconds to wait.
    case tooMany(retryAfter: Int)
    /// The request is larger than the given number of bytes.
    case tooLarge(limit: Int)
    /// The content is of a kind this page does not take.
    case unsupportedContent
    /// The database or a part of the service does not answer; how many seconds to wait.
    case unavailable(retryAfter: Int)
    /// The request took longer than it may.
    case timedOut

    /// Why a request cannot be read.
    public enum Unreadable: String, Sendable, Equatable {
        /// A byte sequence that is no UTF-8.
        case encoding
        /// A NUL character in a text.
        case nul
        /// The form's syntax is broken.
        case syntax
        /// A field that may come once came twice.
        case doubledField
        /// More fields, parts or longer names than any form of ours has.
        case tooManyFields
        /// The body ended before its end.
        case torn
        /// An address parameter that is no such thing.
        case address
    }

    /// The status of the answer.
    public var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .forbidden, .formNotOurs: .forbidden
        case .signInNeeded: .unauthorized
        case .changedMeanwhile: .conflict
        case .unreadable: .badRequest
        case .tooMany: .tooManyRequests
        case .tooLarge: .contentTooLarge
        case .unsupportedContent: .unsupportedMediaType
        case .unavailable, .timedOut: .serviceUnavailable
        }
    }

    /// A short name, for keys of texts and for logs.
    public var name: String {
        switch self {
        case .notFound: "not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .forbidden: "forbidden"
        case .signInNeeded: "sign_in_needed"
        case .formNotOurs: "form_not_ours"
        case .changedMeanwhile: "changed_meanwhile"
        case .unreadable: "unreadable"
        case .tooMany: "too_many"
        case .tooLarge: "too_large"
        case .unsupportedContent: "unsupported_content"
        case .unavailable: "unavailable"
        case .timedOut: "timed_out"
        }
    }

    /// How many seconds to wait before trying again, where that helps.
    public var retryAfter: Int? {
        switch self {
        case .tooMany(let seconds), .unavailable(let seconds): seconds
        case .timedOut: 5
        default: nil
        }
    }
}
