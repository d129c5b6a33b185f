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
    private let added = Mutex<[Added]>([])

    /// No routes yet.
    public init(office: Office) {
        self.office = office
    }

    /// The table, in the order of adding.
    public var entries: [Entry] {
        added.withLock { $0.map(\.entry) }
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
        added.withLock { $0.contains { $0.entry.method == .get && $0.entry.path == path } }
    }

    /// Whether somebody may open the page with this pattern, so that nobody is led to a refusal.
    func mayOpen(_ path: String, _ signedIn: SignedIn?) -> Bool {
        added.withLock {
            $0.contains {
                $0.entry.method == .get && $0.entry.path == path && $0.entry.access.verdict(on: signedIn) == .welcome
            }
        }
    }

    /// Puts all routes on the router.
    func register(on router: Router<PlainContext>) {
        for route in added.withLock({ $0 }) {
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
                return try await within(patience) { try await handler(request, page) }
            case .stranger:
                throw Problem.signInNeeded
            case .undecided:
                return try await OrganisationPages(office).choose(on: page)
            case .forbidden:
                throw Problem.forbidden
            case .nothingHere:
                throw Problem.notFound
            }
        }
        added.withLock { $0.append(Added(entry: Entry(method: method, path: path, access: access), handle: handle)) }
    }
}
