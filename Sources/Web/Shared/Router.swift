public import Hummingbird
public import Site
import Store

/// The whole site: middleware in its one order, then the routes of every stage.
public struct OfficeSite {
    /// Answers requests.
    public let router: Router<PlainContext>
    /// Every route with who may call it.
    public let routes: Routes

    /// The site of an office.
    /// - Parameter readiness: which parts can do their work, for `/readyz`.
    public init(_ office: Office, readiness: @escaping Readiness) {
        self.init(office, readiness: readiness, routes: Self.routes(office))
    }

    init(_ office: Office, readiness: @escaping Readiness, routes: Routes) {
        self.routes = routes
        router = Router(context: PlainContext.self, options: [.autoGenerateHeadEndpoints])
        let problems = Problems(office: office, routes: routes)
        router.addMiddleware {
            RequestMetrics(traffic: office.traffic)
            AccessLog()
            SecurityHeaders()
            Arrival(proxies: office.settings.proxies)
            TokenCookies()
            ProblemPages(translate: { Problems.translate($0) }, page: { try problems.page($0, $1, $2) })
        }
        let handingIn = RouterPath(SubmissionPages.path).description
        // Added before the rest of the middleware: they ask nobody who is signed in.
        router.addHealthPages(readiness: readiness)
        router.addAssets(office.templates)
        router.addMiddleware {
            FormCheck()
            Sessions(now: office.now) { request, context in
                let isHandingIn = request.method == .post && context.endpointPath == handingIn
                let people = office.stores.people
                guard isHandingIn else { return OfficeSessions(people: people) }
                return OfficeSessions(people: office.stores.arriving, noting: people)
            }
        }
        routes.register(on: router)
        router.refuseOtherMethods()
    }

    /// One line a stage.
    private static func routes(_ office: Office) -> Routes {
        let routes = Routes(office: office)
        SignInPages(office).add(to: routes)
        OrganisationPages(office).add(to: routes)
        HomePages(office).add(to: routes)
        MailPages(office).add(to: routes)
        TrailPages(office).add(to: routes)
        PublicPages(office).add(to: routes)
        OutagePages(office).add(to: routes)
        FeedbackPages(office).add(to: routes)
        MeasuresPages(office).add(to: routes)
        ProposalPages(office).add(to: routes)
        NeedPages(office).add(to: routes)
        PublicCallPages(office).add(to: routes)
        WorkCallPages(office).add(to: routes)
        ReceiptCheckPages(office).add(to: routes)
        ApplicationPages(office).add(to: routes)
        WorkListPages(office).add(to: routes)
        WorkApplicationPages(office).add(to: routes)
        OverviewPages(office).add(to: routes)
        ForecastPages(office).add(to: routes)
        StatementPages(office).add(to: routes)
        MovePages(office).add(to: routes)
        DocumentPages(office).add(to: routes)
        PlanPages(office).add(to: routes)
        PartnerMoneyPages(office).add(to: routes)
        return routes
    }
}

/// The router alone, for a server.
public func buildRouter(_ office: Office, readiness: @escaping Readiness) -> Router<PlainContext> {
    OfficeSite(office, readiness: readiness).router
}
