import Foundation
import Grants
import Money
import Site
import Store

/// The signatory's page: the whole application, the declarations, and the button that hands it in.
struct SubmissionView {
    let frame: ApplicationFrame
    let checks: Checks
    let visitor: Visitor
    let key: String
    /// What is ticked, and what ought to be.
    var confirmed: Set<Declaration> = []
    var unconfirmed: [Declaration] = []
    var note = ""
    var noteError: String?

    private var texts: Texts { frame.texts }

    var view: View {
        let maySubmit = visitor.has(.signatory) && obstacle == nil
        return frame.view.adding(ContentView(frame: frame).view(changeable: frame.isEditable)).adding([
            "maySubmit": maySubmit, "action": "\(frame.base)/submission", "key": key,
            "revision": String(frame.application.revision),
            "declarations": Declaration.allCases.map(view),
            "deadlineSentence": texts(
                "applications.submission.before",
                ["instant": texts.lastSecond(before: frame.file.closesBefore)]
            ),
            "mayReturn": frame.application.state == .signing,
            "returnHref": "\(frame.base)/signature-request/return",
            "note": Field(
                "note",
                label: texts("applications.signing.note"),
                hint: texts("applications.signing.note_hint"),
                error: noteError,
                isOptional: true
            ).textArea(note, rows: 4),
            "notice": obstacle.map { ["kind": "stop", "sentence": $0] as View },
        ])
    }

    /// What stands in the way now, so that nobody confirms in vain.
    private var obstacle: String? {
        let sentences = RefusalSentences(texts: texts)
        if frame.file.callState == .cancelled { return sentences.sentence(SubmissionRefusal.callCancelled) }
        if frame.now < frame.terms.opensAt {
            return sentences.sentence(SubmissionRefusal.notOpenYet(opensAt: frame.terms.opensAt))
        }
        if frame.isOver { return texts("applications.state_says.missed") }
        if let newer = frame.file.newer {
            return sentences.sentence(SubmissionRefusal.newerTerms(version: newer.version))
        }
        let (kind, allowed) = (visitor.organisation.kind, frame.terms.applicants.kinds)
        guard allowed.contains(kind) else {
            return sentences.sentence(SubmissionRefusal.kindNotAllowed(kind, allowed: allowed))
        }
        if frame.terms.applicants.agreementRequired, !frame.file.agreementInForce {
            return sentences.sentence(SubmissionRefusal.agreementNotInForce(on: OfficeTime.day(of: frame.now)))
        }
        if frame.file.quota.left == 0 { return sentences.sentence(SubmissionRefusal.quotaUsedUp) }
        return checks.errors.isEmpty ? nil : sentences.sentence(SubmissionRefusal.incomplete(checks.errors))
    }

    static func id(_ declaration: Declaration) -> String { "declare-\(declaration.rawValue)" }

    private func view(_ declaration: Declaration) -> View {
        let isMissing = unconfirmed.contains(declaration)
        return [
            "id": Self.id(declaration), "declaration": "declare.\(declaration.rawValue)",
            "sentence": texts("applications.declarations.\(declaration.rawValue)"),
            "confirmed": confirmed.contains(declaration),
            "error": isMissing ? texts("applications.refusals.not_declared") : nil,
        ]
    }
}
