import Grants
import HTTPTypes
import Hummingbird
import Site

/// The page for signing in.
struct SignInView {
    /// Why the page is shown again.
    enum Mistake {
        case empty
        case refusal(SignInRefusal)
    }

    let page: PageContext
    let next: String
    let kept: KeptForm?
    let hasEnded: Bool
    var email = ""

    init(_ page: PageContext, next: String, kept: KeptForm? = nil, hasEnded: Bool = false) {
        self.page = page
        self.next = next.isEmpty ? "" : LocalAddress.checked(next)
        self.kept = kept
        self.hasEnded = hasEnded
    }

    var view: View {
        view(error: nil)
    }

    /// The page again, with what to do.
    func refused(_ mistake: Mistake) throws -> Response {
        let sentence = sentence(for: mistake)
        let whole = view(error: sentence).adding([
            "failed": true, "errors": [FormError(field: "email", sentence: sentence).view],
        ])
        guard case .refusal(.wait(let seconds)) = mistake else {
            return try page.render("people/sign-in", whole, status: .unprocessableContent)
        }
        var response = try page.render("people/sign-in", whole, status: .tooManyRequests)
        response.headers[.retryAfter] = "\(seconds)"
        return response
    }

    private func view(error: String?) -> View {
        let texts = page.texts
        let email = Field("email", label: texts("people.sign_in.email"), error: error)
        let password = Field("password", label: texts("people.sign_in.password"))
        return [
            "next": next,
            "kept": kept?.carried,
            "hasEnded": hasEnded,
            "email": email.text(self.email, type: "email", width: "w20", isCode: true, autocomplete: "username"),
            "password": password.text(
                "",
                type: "password",
                width: "w20",
                isCode: true,
                autocomplete: "current-password"
            ),
            "notice": page.notice("people"),
        ]
    }

    private func sentence(for mistake: Mistake) -> String {
        switch mistake {
        case .empty: page.texts("people.sign_in.empty")
        case .refusal(.wrong): page.texts("people.sign_in.wrong")
        case .refusal(.wait(let seconds)):
            seconds < 90
                ? page.texts.plural("people.sign_in.wait_seconds", seconds)
                : page.texts.plural("people.sign_in.wait_minutes", (seconds + 59) / 60)
        }
    }
}
