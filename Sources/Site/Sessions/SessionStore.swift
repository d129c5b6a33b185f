public import Foundation

/// Where sessions are kept; `Web` fills it from the database.
public protocol SessionStore: Sendable {
    /// The session with this token hash if it is neither ended, idle too long nor past its absolute end at `now`.
    /// The store may note the time of use.
    func find(_ tokenHash: [UInt8], now: Date) async throws -> SessionRecord?
}

/// What a session says about the person behind it.
public struct SessionRecord: Sendable {
    /// The office's own value for the person signed in; `Site` only hands it on.
    public let visitor: any Sendable
    /// The language the person has chosen, if any.
    public let language: Language?
    /// Notes the use, where that may not come before what was asked for; nothing if there is nothing to note.
    public let noteAfterwards: (@Sendable () async throws -> Void)?

    /// A record as the store has found it.
    public init(
        visitor: any Sendable,
        language: Language? = nil,
        noteAfterwards: (@Sendable () async throws -> Void)? = nil
    ) {
        self.visitor = visitor
        self.language = language
        self.noteAfterwards = noteAfterwards
    }
}
