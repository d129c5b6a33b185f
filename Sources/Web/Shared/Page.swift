import Crypto
import Foundation
import Grants
public import HTTPTypes
public import Hummingbird
import Money
public import Site

extension PageContext {
    /// A page of the site: the template filled with the view and with what every page shows.
    public func render(_ template: String, _ view: View, status: HTTPResponse.Status = .ok) throws -> Response {
        let whole = frame.adding(view)
        return .html(try office.templates.render(template, whole, language: visit.language), status: status)
    }

    /// The page again with what is wrong in it: 422, a summary that links to the fields.
    public func refuse(_ template: String, _ view: View, _ errors: [FormError]) throws -> Response {
        try render(
            template,
            view.adding(["failed": true, "errors": errors.map(\.view)]),
            status: .unprocessableContent
        )
    }

    /// The answer to a form that did something. `done` names a sentence that the next page shows, see `notice(_:)`.
    public func redirect(_ path: String, done: String? = nil) -> Response {
        guard let done else { return .seeOther(path) }
        return .seeOther(path + (path.contains("?") ? "&" : "?") + "done=" + done)
    }

    /// The sentence that a redirect asked for: `?done=saved` shows the text `STAGE.done.saved`, if there is one.
    public func notice(_ stage: String) -> View? {
        guard let done = try? query["done"], !done.isEmpty, let sentence = texts.find("\(stage).done.\(done)") else {
            return nil
        }
        return ["kind": "go", "sentence": sentence]
    }

    /// What the layouts show on every page.
    var frame: View {
        let visitorView: View? = signedIn.map { signedIn in
            [
                "id": Self.opaque(signedIn.person.id.description), "name": signedIn.person.name,
                "organisation": signedIn.visitor?.organisation.name,
            ]
        }
        return [
            "language": language,
            "otherLanguage": otherLanguage,
            "demo": office.settings.isDemo,
            "outage": office.banner.isShown(at: now),
            "home": home,
            "menu": menu,
            "visitor": visitorView,
            "sessionSeconds": signedIn.map { max(Int($0.endsAt.timeIntervalSince(now)), 0) },
            "formToken": visit.lazyFormToken,
            "failed": false,
            "errors": [View](),
            "notice": nil,
        ]
    }

    /// Where somebody signed in begins.
    var home: String {
        home(of: signedIn)
    }

    /// Where somebody begins who is signed in, or acts for an organisation, only from this request on.
    func home(of signedIn: SignedIn?) -> String {
        guard let signedIn else { return "/" }
        guard let visitor = signedIn.visitor else { return "/organisation" }
        let desk = visitor.isStaff ? "/work" : "/home"
        // Evaluators have no desk of their own yet.
        return mayOpen(desk, as: signedIn) ? desk : "/"
    }

    private var menu: [View] {
        var items: [(String, String)] = []
        if let visitor = visitorIfAny {
            if visitor.isStaff {
                items = [
                    ("/work", "work"), ("/work/calls", "calls"), ("/work/applications", "applications"),
                    ("/work/budget", "budget"), ("/work/mail", "mail"), ("/work/audit", "audit"),
                    ("/work/feedback", "feedback"), ("/work/outages", "outages"),
                ]
            } else {
                items = [
                    ("/home", "home"), ("/calls", "calls"), ("/applications", "applications"), ("/budget", "budget"),
                ]
            }
        } else {
            items = [("/calls", "calls"), ("/measures", "measures")]
        }
        if let signedIn, signedIn.organisations > 1 { items.append(("/organisation", "organisation")) }
        items = items.filter { mayOpen($0.0) }
        // The applications to one call belong to the applications, though their address begins with the call's.
        let ofCall = path.hasPrefix("/work/calls/") && path.split(separator: "/").dropFirst(3).first == "applications"
        let path = ofCall ? "/work/applications" : path
        let fitting = items.filter { path == $0.0 || path.hasPrefix($0.0 + "/") }
        let current = fitting.max { $0.0.count < $1.0.count }?.0
        return items.map { href, name in
            ["href": href, "label": texts("people.menu.\(name)"), "current": href == current]
        }
    }

    /// The same page in the other language. A page shown in answer to a form is linked by the nearest address that can be
    /// opened.
    private var otherLanguage: String {
        let language = visit.language.other.rawValue
        var openable = path
        var pattern = pattern
        if head.method != .get, head.method != .head {
            while !hasPage(pattern), pattern.count > 1 {
                openable = Self.parent(openable)
                pattern = Self.parent(pattern)
            }
            return "\(openable)?lang=\(language)"
        }
        let fields = (try? query)?.fields.filter { $0.name != "lang" && $0.name != "done" } ?? []
        let kept = fields.map { "\($0.name.urlEncoded)=\($0.value.urlEncoded)" } + ["lang=\(language)"]
        return "\(openable)?\(kept.joined(separator: "&"))"
    }

    private static func parent(_ path: String) -> String {
        let parts = path.split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/")
    }

    /// A name for a person that browsers may keep: it says nothing.
    private static func opaque(_ text: String) -> String {
        hex(SHA256.hash(data: Data("kopiena.visitor.\(text)".utf8)).prefix(8))
    }
}

/// One line of the summary above a refused form.
public struct FormError: Sendable, Hashable {
    /// The id of the field it leads to.
    public let field: String
    /// What to do.
    public let sentence: String

    /// One line of the summary above a refused form.
    public init(field: String, sentence: String) {
        self.field = field
        self.sentence = sentence
    }

    var view: View {
        ["href": "#\(field)", "sentence": sentence]
    }
}
