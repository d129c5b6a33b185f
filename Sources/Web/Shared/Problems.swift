import Hummingbird
import Site
import Store

/// Errors of the stores as problems, and problems as pages.
struct Problems: Sendable {
    let office: Office
    let routes: Routes

    /// The problem behind an error of the stores; nothing for a fault of ours.
    static func translate(_ error: any Error) -> Problem? {
        if error is Missing { return .notFound }
        if error is ReadsOnly { return .forbidden }
        if error is ChangedMeanwhile { return .changedMeanwhile }
        if StoreFailure.isUnknownOutcome(error) { return .timedOut }
        return StoreFailure.retryAfter(error).map { .unavailable(retryAfter: $0) }
    }

    /// The page of a problem. Needs no database.
    func page(_ report: ProblemReport, _ request: Request, _ context: PlainContext) throws -> Response {
        let page = PageContext(office: office, routes: routes, request: request, context: context)
        let kept = KeptForm(page)
        if report.problem == .signInNeeded {
            return try SignInPages(office).needed(on: page, kept: kept)
        }
        let name = report.problem?.name ?? "fault"
        let view: View = [
            "language": page.language,
            "reference": report.reference,
            "retryAfter": report.problem?.retryAfter,
            "limit": limit(of: report.problem, page.texts),
        ]
        let keeping = keepsForm(report.problem) ? kept?.view(context.visit, after: report.problem) : nil
        return .html(
            try office.templates.render(
                "problems/\(name)",
                view.adding(keeping ?? KeptForm.nothing),
                language: context.visit.language
            ),
            status: report.status
        )
    }

    /// Where sending again may help, and where what was typed would be lost otherwise. Of a foreign form nothing was read.
    private func keepsForm(_ problem: Problem?) -> Bool {
        switch problem {
        case nil, .timedOut, .changedMeanwhile, .formNotOurs: true
        default: problem?.retryAfter != nil
        }
    }

    private func limit(of problem: Problem?, _ texts: Texts) -> String? {
        guard case .tooLarge(let limit) = problem else { return nil }
        return texts.fileSize(limit)
    }
}
