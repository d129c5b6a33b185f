/// The pages: routes, handlers, views, sentences for people; no SQL and no rules.
///
/// A handler reads the request, asks a store, answers with a page. What is true of every request is middleware of `Site`, put
/// together once in `Shared/Router.swift`; who may call what stands beside each route there.
public enum Web {}
