public import Hummingbird

/// The two cookies of the site. `__Host-` binds them to this very host over a secure channel, so no neighbour can
/// plant one; browsers count the loopback address as secure.
public enum SessionCookies {
    /// Holds the token of somebody signed in.
    public static let session = "__Host-session"
    /// Holds the token of somebody who has only seen a form; it is stored nowhere.
    public static let visitor = "__Host-visitor"
    /// Holds the chosen language.
    public static let language = "language"

    /// Gives the browser a session at sign-in: always a new token, so that one planted before is worth nothing.
    public static func start(_ token: Token, on response: inout Response) {
        response.setCookie(cookie(session, token.text))
        response.setCookie(expired(visitor))
    }

    /// Takes the session from the browser at sign-out, with all that the browser has kept of the pages.
    public static func end(on response: inout Response) {
        response.setCookie(expired(session))
        response.setCookie(expired(visitor))
        response.headers[.clearSiteData] = "\"cache\", \"storage\""
    }

    static func cookie(_ name: String, _ value: String) -> Cookie {
        Cookie(name: name, value: value, path: "/", secure: true, httpOnly: true, sameSite: .lax)
    }

    /// Pages need not be private to remember a language, so this one is an ordinary cookie of a year.
    static func languageCookie(_ language: Language, isSecure: Bool) -> Cookie {
        Cookie(
            name: self.language,
            value: language.rawValue,
            maxAge: 31_536_000,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .lax
        )
    }

    /// Whether an answer gives or takes one of the tokens itself.
    static func isSet(on response: Response) -> Bool {
        response.headers[values: .setCookie].contains { $0.hasPrefix("\(session)=") || $0.hasPrefix("\(visitor)=") }
    }

    private static func expired(_ name: String) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: true, httpOnly: true, sameSite: .lax)
    }
}
