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

    private static func expired(_ name: String) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: true, httpOnly: true, sameSite: .lax)
    }
}
