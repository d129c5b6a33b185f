public import Hummingbird
import Logging
import Synchronization

/// One request's facts, filled in by the middleware on the way in and read by pages, problem pages and the access log
/// on the way out. A reference, so that the outer middleware sees what the inner has learnt.
public final class Visit: Sendable {
    /// The address at the other end of the connection, which may be a proxy's.
    public let peer: String?
    /// Names this request in the log, on problem pages and in the audit.
    public let reference: String

    private let facts = Mutex(Facts())

    /// A visit that has just begun.
    public init(peer: String?, reference: String) {
        self.peer = peer
        self.reference = reference
    }

    /// The visit of a request as the server hands it over.
    public convenience init(_ source: ApplicationRequestContextSource) {
        let id = source.logger[metadataKey: "hb.request.id"]?.description ?? ""
        self.init(peer: source.channel.remoteAddress?.ipAddress, reference: id.isEmpty ? Token().text : id)
    }

    /// The language of the answer.
    public internal(set) var language: Language {
        get { facts.withLock { $0.language } }
        set { facts.withLock { $0.language = newValue } }
    }

    /// Whether the browser asked for this language, now or before.
    var hasChosenLanguage: Bool {
        get { facts.withLock { $0.hasChosenLanguage } }
        set { facts.withLock { $0.hasChosenLanguage = newValue } }
    }

    /// The visitor's address, as told by a proxy we trust or as seen. Empty in tests without a connection.
    public internal(set) var address: String {
        get { facts.withLock { $0.address } }
        set { facts.withLock { $0.address = newValue } }
    }

    /// Whether the visitor's connection is encrypted.
    public internal(set) var isSecure: Bool {
        get { facts.withLock { $0.isSecure } }
        set { facts.withLock { $0.isSecure = newValue } }
    }

    /// Who is signed in.
    public internal(set) var session: SessionRecord? {
        get { facts.withLock { $0.session } }
        set { facts.withLock { $0.session = newValue } }
    }

    /// The token of the session or, for somebody not signed in, the one in the visitor's cookie.
    public internal(set) var token: Token? {
        get { facts.withLock { $0.token } }
        set { facts.withLock { $0.token = newValue } }
    }

    /// Whether the token is a session's, which may have ended.
    var holdsSession: Bool {
        get { facts.withLock { $0.holdsSession } }
        set { facts.withLock { $0.holdsSession = newValue } }
    }

    /// Whether the browser still holds a session that has ended: the person was signed in a while ago.
    public internal(set) var sessionHasEnded: Bool {
        get { facts.withLock { $0.sessionHasEnded } }
        set { facts.withLock { $0.sessionHasEnded = newValue } }
    }

    /// The fields of the form that was sent, its token already checked. Of an upload, the fields before its first file.
    public internal(set) var form: Form {
        get { facts.withLock { $0.form } }
        set { facts.withLock { $0.form = newValue } }
    }

    /// The rest of an upload, read as it comes.
    public internal(set) var upload: MultipartReader? {
        get { facts.withLock { $0.upload } }
        set { facts.withLock { $0.upload = newValue } }
    }

    /// A session has begun in this very request: forms on its answer belong to the new token.
    public func begin(_ token: Token) {
        facts.withLock { facts in
            facts.token = token
            facts.holdsSession = true
            facts.sessionHasEnded = false
        }
    }

    /// A new form token. A browser without any token is given one together with the page.
    public var formToken: String {
        let token = facts.withLock { facts in
            if let token = facts.token { return token }
            let token = Token()
            facts.token = token
            facts.givesToken = true
            return token
        }
        return FormToken.make(for: token)
    }

    /// The form token as a value for templates, made only where a form shows it, and once for all forms of the page.
    public var lazyFormToken: LazyText {
        LazyText {
            if let made = self.facts.withLock(\.shownFormToken) { return made }
            let token = self.formToken
            self.facts.withLock { $0.shownFormToken = token }
            return token
        }
    }

    /// The visitor's token if it was made during this request and the browser has yet to learn it.
    var tokenToGive: Token? {
        facts.withLock { $0.givesToken ? $0.token : nil }
    }

    private struct Facts {
        var shownFormToken: String?
        var language = Language.lv
        var hasChosenLanguage = false
        var address = ""
        var isSecure = false
        var session: SessionRecord?
        var token: Token?
        var holdsSession = false
        var sessionHasEnded = false
        var givesToken = false
        var form = Form()
        var upload: MultipartReader?
    }
}
