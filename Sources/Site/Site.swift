/// Web plumbing that knows nothing of grants: pages from templates, texts in two languages, forms, uploads,
/// sessions, problem pages, assets, limits and metrics. What it needs from the office (who is signed in, whether
/// the database answers) it asks through protocols and closures that `Web` fills.
public enum Site {
    /// The fields every form carries to prove that it came from a page of ours.
    public static let formTokenField = "formToken"
}
