import Foundation
import Grants
import Money
import Site
import Store

/// What every page of one application shows around its own matter, and the addresses of its pages.
struct ApplicationFrame {
    let file: ApplicationFile
    let texts: Texts
    let now: Date
    /// Where its pages stand: the agency's people read it in the workplace.
    var place = "/applications"

    var application: Application { file.application }
    var language: String { texts.language.rawValue }
    var terms: CallTerms { file.version.terms }
    var callTitle: String { terms.title.text(in: language) }

    /// The project's title, or words for one that has none yet.
    var name: String {
        file.title.isEmpty ? texts("applications.untitled") : file.title
    }

    /// Whether the end for this applicant has passed.
    var isOver: Bool { now >= file.closesBefore || file.callState == .cancelled }

    /// Whether anybody may write in it: only while it is with its editors.
    var isEditable: Bool { application.isEditable }

    /// `draft`, `signing`, `submitted`, `withdrawn`, or `missed` for what was not handed in before the end.
    var standing: String {
        application.state != .submitted && isOver ? "missed" : application.state.rawValue
    }

    /// The application's state in one word.
    var word: String { Self.word(application.state, isOver: isOver, texts) }

    /// The word for a state, the same on every page: what was taken back is called so after the end too.
    static func word(_ state: Application.State, isOver: Bool, _ texts: Texts) -> String {
        let isMissed = isOver && (state == .draft || state == .signing)
        return texts("applications.state.\(isMissed ? "missed" : state.rawValue)")
    }

    private var stateSentence: String {
        if standing == "submitted" {
            let key = file.callState == .cancelled ? "submitted_cancelled" : "submitted"
            return texts("applications.state_says.\(key)", ["instant": submittedAt])
        }
        if standing == "missed", file.callState == .cancelled { return texts("applications.state_says.cancelled") }
        let isWithdrawnForGood = standing == "missed" && application.state == .withdrawn
        return texts("applications.state_says.\(isWithdrawnForGood ? "withdrawn_over" : standing)")
    }

    var base: String { "\(place)/\(application.id)" }

    static func base(_ id: Application.ID) -> String { "/applications/\(id)" }

    func section(_ key: String) -> String { "\(base)/sections/\(key)" }

    func download(_ attached: AttachedFile) -> String { "\(base)/files/\(attached.id)" }

    /// Names that the partials of an application's pages need.
    var view: View {
        let state = application.state
        let tone = ["submitted": "go", "signing": "wait", "missed": "stop"][standing]
        return [
            "name": name, "callTitle": callTitle, "number": application.number,
            "word": word, "tone": tone, "stateSentence": stateSentence,
            "deadline": texts.lastSecond(before: file.closesBefore), "timeLeft": timeLeft,
            "over": isOver && state != .submitted, "baseHref": base, "callHref": "/calls/\(file.version.call.number)",
            "notice": nil,
        ]
    }

    var submittedAt: String {
        application.submittedAt.map { InstantWords.exact($0, texts) } ?? ""
    }

    private var timeLeft: String {
        guard file.callState != .cancelled else { return texts("applications.refusals.cancelled") }
        guard now >= terms.opensAt else {
            return texts("applications.time_left.coming", ["instant": texts.instant(terms.opensAt)])
        }
        return InstantWords.left(until: file.closesBefore, now: now, texts)
    }

    /// Who else has the application open, for pages that ask again by script.
    func presence(besides visitor: Visitor) -> View {
        let others = file.presence.filter { $0.person != visitor.person.id }.map(\.name)
        let here =
            others.isEmpty ? "" : texts("applications.show.here", ["people": others.joined(separator: ", ")])
        return ["presence": isEditable, "presenceHref": "\(base)/presence", "here": here]
    }

    /// A file as lists show it.
    func view(of attached: AttachedFile, removable: Bool = false) -> View {
        [
            "href": download(attached), "file": attached.name, "size": texts.fileSize(Int(attached.size)),
            "at": texts.instant(attached.addedAt), "sha256": attached.sha256,
            "removeHref": removable ? "\(download(attached))/removal" : nil,
        ]
    }
}
