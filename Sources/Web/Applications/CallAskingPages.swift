import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

/// A question to the agency about a call as a whole, by somebody who may have no application yet. A stranger is asked to sign in
/// and then comes back to it.
struct CallAskingPages {
    let office: Office

    func add(to routes: Routes) {
        routes.get("/calls/:number/questions", access: .applicant, form)
        routes.post("/calls/:number/questions", access: .applicant, ask)
    }

    private func form(_ request: Request, _ page: PageContext) async throws -> Response {
        let call = try await call(page)
        return try page.render("applications/question", view(call, page, text: "", error: nil))
    }

    private func ask(_ request: Request, _ page: PageContext) async throws -> Response {
        let call = try await call(page)
        let text = page.form["text"]
        do {
            _ = try await office.stores.calls.ask(
                text,
                at: nil,
                of: call.call.id,
                key: page.key,
                by: page.visitor,
                now: page.now
            )
        } catch let refusal as EnquiryRefusal {
            let sentence = RefusalSentences(texts: page.texts).sentence(refusal, typed: text)
            let view = view(call, page, text: text, error: sentence)
            return try page.refuse("applications/question", view, [FormError(field: "text", sentence: sentence)])
        }
        return page.redirect(call.address, done: "asked")
    }

    private func call(_ page: PageContext) async throws -> PublishedCall {
        guard let call = try await office.stores.calls.current(number: page.parameter("number")) else {
            throw Problem.notFound
        }
        return call
    }

    private func view(_ call: PublishedCall, _ page: PageContext, text: String, error: String?) -> View {
        [
            "name": call.terms.title.text(in: page.language), "about": page.texts("applications.asked.about_call"),
            "action": "\(call.address)/questions", "key": page.formKey, "field": nil,
            "text": AskingPages.area(page.texts, text, error), "backHref": call.address,
        ]
    }
}
