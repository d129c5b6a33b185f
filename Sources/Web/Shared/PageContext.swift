public import Foundation
public import Grants
public import HTTPTypes
import Hummingbird
public import Logging
public import Money
public import Site

/// What a handler knows of the request in front of it, and how it answers.
public struct PageContext: Sendable {
    /// The office.
    public let office: Office
    /// The visit.
    public let visit: Visit
    /// The instant of this request, the same for all that is done in it.
    public let now: Date
    /// Carries the reference of this request.
    public let logger: Logger
    /// The request's head: method, address, headers.
    public let head: HTTPRequest
    /// The pattern of the route.
    let pattern: String
    private let parameters: Parameters
    private let routes: Routes?

    init(office: Office, routes: Routes?, request: Request, context: PlainContext) {
        self.office = office
        self.routes = routes
        visit = context.visit
        now = office.now()
        logger = context.logger
        head = request.head
        pattern = context.endpointPath ?? ""
        parameters = context.parameters
    }

    /// The person with a session, whether or not an organisation is chosen.
    public var signedIn: SignedIn? {
        (visit.session?.visitor as? SessionLookup)?.signedIn
    }

    /// The person acting for an organisation, if there is one.
    public var visitorIfAny: Visitor? {
        signedIn?.visitor
    }

    /// The person acting for an organisation; every route but `.anyone` and `.signedIn` has one.
    public var visitor: Visitor {
        get throws(Problem) {
            guard let visitor = visitorIfAny else { throw .signInNeeded }
            return visitor
        }
    }

    /// The fields that were posted.
    public var form: Form { visit.form }

    /// The fields of the address.
    public var query: Form {
        get throws(Problem) {
            let parts = (head.path ?? "").split(separator: "?", maxSplits: 1)
            return try Form(query: parts.count == 2 ? String(parts[1]) : nil)
        }
    }

    /// The address as asked for, with its query.
    public var address: String {
        LocalAddress.checked(head.path ?? "/")
    }

    /// The address without its query.
    public var path: String {
        String(address.prefix { $0 != "?" })
    }

    /// Whether a script asks and wants JSON.
    public var wantsJSON: Bool {
        let accept = head.headerFields[.accept] ?? ""
        return accept.contains("application/json") && !accept.contains("text/html")
    }

    /// The words of the visitor's language.
    public var texts: Texts {
        office.templates.texts(visit.language)
    }

    /// `lv` or `en`.
    public var language: String {
        visit.language.rawValue
    }

    /// A part of the address: `number` of `/calls/:number`.
    public func parameter(_ name: String) throws(Problem) -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding, !text.isEmpty, text.utf8.count <= 200,
            !text.utf8.contains(0)
        else {
            throw .notFound
        }
        return text
    }

    /// A row's key in the address; what is no key is not there.
    public func id<Entity>(_ name: String = "id", of: Entity.Type = Entity.self) throws(Problem) -> Identifier<Entity> {
        guard let id = Identifier<Entity>(typed: try parameter(name)) else { throw .notFound }
        return id
    }

    /// The form's key, which makes a second sending of the same form harmless.
    public var key: UUID {
        get throws(Problem) {
            guard let key = UUID(uuidString: form["key"]) else { throw .unreadable(.syntax) }
            return key
        }
    }

    /// A key for a form that is about to be shown, or the one it was sent with.
    public var formKey: String {
        (UUID(uuidString: form["key"]) ?? office.newKey()).uuidString.lowercased()
    }

    /// Whether a link to a pattern leads to a page.
    func hasPage(_ path: String) -> Bool {
        routes?.hasPage(path) ?? false
    }

    /// Whether the visitor may open the page with this pattern.
    func mayOpen(_ path: String) -> Bool {
        mayOpen(path, as: signedIn)
    }

    /// Whether somebody else than this request came from, or the same person in another role, may open it.
    func mayOpen(_ path: String, as signedIn: SignedIn?) -> Bool {
        routes?.mayOpen(path, signedIn) ?? false
    }

    /// An outage of the database is told where the form is at hand, so that nothing typed is lost.
    func checkDatabaseAnswered() throws {
        if case .failed(let error) = visit.session?.visitor as? SessionLookup { throw error }
    }
}
