/// What happens later: takes jobs from the table and does them; sends mail; sweeps what nobody needs any more.
///
/// A stage adds its own kinds of jobs to `Handlers` where the service is put together. A handler gets the keys of rows and may be
/// run twice for the same job: what it does must not depend on being done once. Nothing here knows of HTTP.
public enum Jobs {}
