import Foundation
import Grants
import Hummingbird
import Logging
import Site
import Store

import struct Grants.Application
import struct Store.Arrival

/// A handing in whose outcome could not be learnt, because the database went away or took too long: what is known of its instant,
/// and what to do. Nothing may say here that it is not saved. Needs no database.
struct UncertainArrival {
    let page: PageContext
    let id: Application.ID
    /// The stamp, where it is known; it counts whatever became of the rest.
    let arrival: Arrival?

    /// The page; nothing where it is certain that nothing arrived.
    func answer(to error: any Error) throws -> Response? {
        guard arrival != nil || StoreFailure.mayHaveHappened(error) else { return nil }
        switch error as? Problem ?? Problems.translate(error) {
        case .unavailable, .timedOut: break
        // Whoever sent it has gone away, and will find it where it stands.
        case nil where error is CancellationError: return nil
        case nil:
            page.logger.error(
                "Could not decide a handing in",
                error: error,
                metadata: ["application": "\(id)", "reference": "\(page.visit.reference)"]
            )
        default: return nil
        }
        let html = try page.office.templates.render("problems/handing_in", view, language: page.visit.language)
        var response = Response.html(html, status: .serviceUnavailable)
        response.headers[.retryAfter] = "5"
        return response
    }

    private var view: View {
        let texts = page.texts
        let base = ApplicationFrame.base(id)
        let fields = page.form.fields.filter { $0.name != Site.formTokenField }
        let sentence =
            arrival.map { texts("problems.handing_in.stamped", ["instant": InstantWords.exact($0.at, texts)]) }
            ?? texts("problems.handing_in.perhaps", ["instant": texts.instant(page.now)])
        return [
            "language": page.language, "reference": page.visit.reference, "sentence": sentence, "applicationHref": base,
            "again": "\(base)/submission", "formToken": page.visit.lazyFormToken,
            "hidden": fields.map { field -> View in ["name": field.name, "value": field.value] },
        ]
    }
}
