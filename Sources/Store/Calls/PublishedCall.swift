public import Foundation
public import Grants

/// A published call as it stands now: its present version and the end that counts for everybody.
public struct PublishedCall: Sendable, Hashable {
    /// The present version, with the call's present state.
    public let version: CallVersion
    /// The exclusive end for everybody, extensions included.
    public let closesBefore: Date
    /// Why the agency ended it before its time, if it did.
    public let cancelledReason: String?

    /// A published call as it stands.
    public init(version: CallVersion, closesBefore: Date, cancelledReason: String?) {
        self.version = version
        self.closesBefore = closesBefore
        self.cancelledReason = cancelledReason
    }

    /// The call.
    public var call: Call { version.call }

    /// What it says.
    public var terms: CallTerms { version.terms }

    /// What the public sees of it at an instant.
    public func phase(at now: Date) -> Call.Phase {
        version.phase(at: now, closesBefore: closesBefore)
    }

    /// Whether the end was moved for everybody.
    public var isExtended: Bool {
        closesBefore > version.terms.closesBefore
    }
}

/// Which published calls to show.
public struct CallFilter: Sendable, Hashable {
    /// Only of this kind.
    public var kind: Call.Kind?
    /// Only in this phase.
    public var phase: Call.Phase?
    /// Only those this kind of organisation may apply to.
    public var applicant: Organisation.Kind?
    /// Only those whose number or title has these letters, whatever their case and diacritics.
    public var words: String

    /// Which published calls to show; all, if nothing is given.
    public init(
        kind: Call.Kind? = nil,
        phase: Call.Phase? = nil,
        applicant: Organisation.Kind? = nil,
        words: String = ""
    ) {
        self.kind = kind
        self.phase = phase
        self.applicant = applicant
        self.words = words
    }

    /// Whether a call is wanted. There are a few dozen calls in the whole programme, so they are sifted in memory.
    public func wants(_ call: PublishedCall, at now: Date) -> Bool {
        if let kind, call.call.kind != kind { return false }
        if let phase, call.phase(at: now) != phase { return false }
        if let applicant, !call.terms.applicants.kinds.contains(applicant) { return false }
        guard !words.isBlank else { return true }
        let title = call.terms.title
        return [call.call.number, title.lv, title.en].contains { text in
            text.range(of: words.trimmed, options: [.caseInsensitive, .diacriticInsensitive]) != nil
        }
    }
}
