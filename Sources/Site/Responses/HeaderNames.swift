public import HTTPTypes

extension HTTPField.Name {
    /// Tells the browser to forget what it has kept of the site.
    public static let clearSiteData = Self.known("Clear-Site-Data")
    static let forwardedFor = Self.known("X-Forwarded-For")
    static let forwardedProto = Self.known("X-Forwarded-Proto")
    static let secFetchSite = Self.known("Sec-Fetch-Site")
    static let formToken = Self.known("X-Form-Token")
    static let referrerPolicy = Self.known("Referrer-Policy")
    static let permissionsPolicy = Self.known("Permissions-Policy")
    static let openerPolicy = Self.known("Cross-Origin-Opener-Policy")
    static let resourcePolicy = Self.known("Cross-Origin-Resource-Policy")
    static let frameOptions = Self.known("X-Frame-Options")

    private static func known(_ name: String) -> Self {
        guard let field = Self(name) else { preconditionFailure("\(name) is no header name") }
        return field
    }
}
