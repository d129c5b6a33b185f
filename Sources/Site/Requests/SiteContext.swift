public import Hummingbird

/// What every request's context on this site has: the visit, shared by all contexts made from this one.
public protocol SiteContext: RequestContext {
    /// The facts about this request learnt on the way in.
    var visit: Visit { get }
}

/// A context with nothing but the visit; the office makes its own beside it.
public struct PlainContext: SiteContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// The visit.
    public let visit: Visit

    /// A context for a request that has just come.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        visit = Visit(source)
    }
}
