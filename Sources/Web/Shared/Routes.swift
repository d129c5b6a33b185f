import Grants
public import HTTPTypes
public import Hummingbird
import Site
import Synchronization

/// Takes the routes of all stages, each with who may call it, and keeps a table of them.
public final class Routes: Sendable {
    /// Answers a request that may be answered.
    public typealias Handler = @Sendable (Request, PageContext) async throws -> Response

    /// One line of the table.
    public struct Entry: Sendable, Hashable {
        /// `GET` or `POST`.
        public let method: HTTPRequest.Method
        /// The pattern, `/calls/:number`.
        public let path: String
        /// Who may call it.
        public let access: Access
    }

    private struct Added: Sendable {
        let entry: Entry
        let handle: @Sendable (Request, PlainContext) async throws -> Response
    }

    private let office: Office
    private struct Table: Sendable {
        var added: [Added] = []
        /// Who may open each page, by its pattern: every page asks for the links in its menu.
        var pages: [String: Access] = [:]
    }

    private let table = Mutex(Table())

    /// No routes yet.
    public init(office: Office) {
        self.office = office
    }

    /// The table, in the order of adding.
    public var entries: [Entry] {
        table.withLock { $0.added.map(\.entry) }
    }

    /// Adds a page. It must change no row.
    public func get(_ path: String, access: Access, _ handler: @escaping Handler) {
        add(.get, path, access, office.settings.patience, handler)
    }

    /// Adds something to do. Its form carries a form token, checked before.
    /// - Parameter patience: how long it may take, if not the usual time: uploads.
    public func post(_ path: String, access: Access, patience: Duration? = nil, _ handler: @escaping Handler) {
        add(.post, path, access, patience ?? office.settings.patience, handler)
    }

    /// Whether a page has this pattern, so that a link to it leads somewhere.
    func hasPage(_ path: String) -> Bool {
        table.withLock { $0.pages[path] != nil }
    }

    /// Whether somebody may open the page with this pattern, so that nobody is led to a refusal.
    func mayOpen(_ path: String, _ signedIn: SignedIn?) -> Bool {
        table.withLock { $0.pages[path] }?.verdict(on: signedIn) == .welcome
    }

    /// Puts all routes on the router.
    func register(on router: Router<PlainContext>) {
        for route in table.withLock({ $0.added }) {
            router.on(RouterPath(route.entry.path), method: route.entry.method) { request, context in
                try await route.handle(request, context)
            }
        }
    }

    private func add(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ access: Access,
        _ patience: Duration,
        _ handler: @escaping Handler
    ) {
        let office = office
        let handle: @Sendable (Request, PlainContext) async throws -> Response = { [weak self] request, context in
            let page = PageContext(office: office, routes: self, request: request, context: context)
            if access != .anyone { try page.checkDatabaseAnswered() }
            switch access.verdict(on: page.signedIn) {
            case .welcome:
                do {
                    return try await within(patience) { try await handler(request, page) }
                } catch let error where (error as? Problem ?? Problems.translate(error)) == .notFound {
                    guard let choice = try await OrganisationPages(office).chooseAgain(on: page) else { throw error }
                    return choice
                }
            case .stranger:
                throw Problem.signInNeeded
            case .undecided:
                return try await OrganisationPages(office).choose(on: page)
            case .forbidden, .nothingHere:
                if let choice = try await OrganisationPages(office).chooseAgain(on: page) { return choice }
                throw access.verdict(on: page.signedIn) == .forbidden ? Problem.forbidden : .notFound
            }
        }
        let entry = Entry(method: method, path: path, access: access)
        table.withLock { table in
            table.added.append(Added(entry: entry, handle: handle))
            if method == .get { table.pages[path] = access }
        }
    }
}
