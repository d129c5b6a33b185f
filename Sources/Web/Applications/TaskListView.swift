import Foundation
import Grants
import Money
import Site
import Store

/// The page of one application: what is done, what is to be done, and the one next step.
struct TaskListView {
    let frame: ApplicationFrame
    let checks: Checks
    let visitor: Visitor

    private var texts: Texts { frame.texts }
    private var application: Application { frame.file.application }
    private var sections: FormSections { FormSections(frame.terms, texts) }

    var view: View {
        frame.view.adding(frame.presence(besides: visitor)).adding([
            "tasksHeading": texts(isToDo ? "applications.show.tasks" : "applications.show.parts"), "tasks": tasks,
            "requested": texts.money(checks.requested.cents), "quota": quotaSentence,
            "mayWithdraw": application.state == .submitted && !frame.isOver && visitor.has(.signatory),
            "withdrawalHref": "\(frame.base)/withdrawal",
            "mayTakeBack": application.state == .signing, "takeBackHref": "\(frame.base)/signature-request/return",
        ]).adding(newVersion).adding(returned).adding(missed).adding(next)
    }

    /// Whether this visitor has anything to do here: what is locked, or with somebody else, is only looked at.
    private var isToDo: Bool {
        switch frame.standing {
        case "submitted", "missed": false
        case "signing": visitor.has(.signatory)
        default: true
        }
    }

    private var tasks: [View] {
        var tasks: [View] = []
        for (index, part) in sections.parts.enumerated() {
            let progress = checks.sections.first { $0.section == part.key }
            tasks.append(task(index + 1, part, progress))
        }
        tasks.append(signing)
        return tasks
    }

    private func task(_ number: Int, _ part: FormSections.Part, _ progress: SectionProgress?) -> View {
        let (word, tone) = state(of: progress)
        let place = frame.isEditable ? frame.section(part.key) : "\(frame.base)/content#section-\(part.key)"
        return [
            "task": "\(number). \(part.title)", "href": place, "word": word, "tone": tone,
            "help": firstFault(in: part.key, progress) ?? (part.help.isEmpty ? nil : part.help),
        ]
    }

    private func state(of progress: SectionProgress?) -> (word: String, tone: String?) {
        switch progress?.state {
        case .ready, nil: (texts("applications.show.ready"), "go")
        case .notStarted: (texts("applications.show.not_started"), nil)
        case .unfinished(let errors): (texts.plural("applications.show.left", errors), "wait")
        }
    }

    /// For a section that was begun, the first thing that is missing says more than its general help.
    private func firstFault(in section: String, _ progress: SectionProgress?) -> String? {
        guard case .unfinished = progress?.state else { return nil }
        return checks.errors.first { $0.place.section == section }.map {
            FindingSentences(texts: texts, terms: frame.terms).line($0)
        }
    }

    private var signing: View {
        let number = sections.parts.count + 1
        let task = "\(number). \(texts("applications.show.last_task"))"
        switch frame.standing {
        case "submitted":
            let word = texts("applications.state.submitted")
            return ["task": task, "href": "\(frame.base)/receipt", "word": word, "tone": "go", "help": nil]
        case "signing":
            let href = visitor.has(.signatory) ? "\(frame.base)/submission" : nil
            let help = texts("applications.show.send_help")
            return [
                "task": task, "href": href, "word": texts("applications.show.waits"), "tone": "wait", "help": help,
            ]
        case "missed":
            return ["task": task, "href": nil, "word": frame.word, "tone": "stop", "help": nil]
        default:
            return handingOver.adding(["task": task])
        }
    }

    /// The last step while it is still to be done: what it waits for, or that nothing is in its way.
    private var handingOver: View {
        if let obstacle {
            return ["href": nil, "word": texts("applications.show.later"), "tone": nil, "help": obstacle]
        }
        if visitor.has(.signatory) {
            let (word, help) = (texts("applications.show.may_submit"), texts("applications.submission.lead"))
            return ["href": "\(frame.base)/submission", "word": word, "tone": "wait", "help": help]
        }
        let (word, help) = (texts("applications.show.may_send"), texts("applications.show.send_help"))
        return ["href": "\(frame.base)/signature-request", "word": word, "tone": "wait", "help": help]
    }

    private var obstacle: String? {
        guard checks.errors.isEmpty else { return texts("applications.show.sign_help") }
        return frame.file.newer.map { newer in
            RefusalSentences(texts: texts).sentence(SubmissionRefusal.newerTerms(version: newer.version))
        }
    }

    private var quotaSentence: String {
        let quota = frame.file.quota
        guard let places = quota.places else { return texts("applications.quota.unlimited") }
        return texts.plural("applications.quota.places", places, ["taken": String(quota.taken)])
    }

    private var newVersion: View {
        let newer = frame.isEditable ? frame.file.newer : nil
        return [
            "newVersion": newer != nil, "changeNote": newer?.changeNote ?? "",
            "versionHref": "\(frame.base)/call-version",
        ]
    }

    /// What the signatory wrote when giving it back.
    private var returned: View {
        guard frame.isEditable, let note = frame.file.returned else {
            return ["returned": false, "returnedBy": nil, "returnedNote": nil]
        }
        let by = texts("applications.show.returned", ["name": note.by, "instant": texts.instant(note.at)])
        return [
            "returned": true, "returnedBy": by,
            "returnedNote": note.reason.isEmpty ? texts("applications.show.returned_empty") : note.reason,
        ]
    }

    /// A handing in that was cut off and then refused: whoever sent it has not heard of it yet.
    private var missed: View {
        guard let missed = frame.file.missed else { return ["missed": nil, "missedWhy": nil] }
        return [
            "missed": texts("applications.show.missed", ["instant": InstantWords.exact(missed.arrivedAt, texts)]),
            "missedWhy": RefusalSentences(texts: texts).sentence(missed.refusal),
        ]
    }

    private var next: View {
        let (label, href) = nextStep
        let other = otherStep
        return [
            "next": true, "nextLabel": label, "nextHref": href, "otherLabel": other?.label, "otherHref": other?.href,
            "readHref": frame.isEditable && frame.standing != "missed" ? "\(frame.base)/content" : nil,
        ]
    }

    private var nextStep: (label: String, href: String) {
        switch frame.standing {
        case "submitted": return (texts("applications.show.receipt"), "\(frame.base)/receipt")
        case "missed": return (texts("applications.show.read"), "\(frame.base)/content")
        case "signing":
            guard visitor.has(.signatory) else { return (texts("applications.show.read"), "\(frame.base)/content") }
            return (texts("applications.show.sign"), "\(frame.base)/submission")
        default: break
        }
        if frame.file.newer != nil, checks.errors.isEmpty {
            return (texts("applications.version.look"), "\(frame.base)/call-version")
        }
        if let unfinished = checks.sections.first(where: { $0.state != .ready }),
            let part = sections.find(unfinished.section)
        {
            let key = unfinished.state == .notStarted ? "begin" : "continue"
            let label = texts("applications.show.\(key)", ["section": part.title])
            return (label, frame.section(part.key))
        }
        guard visitor.has(.signatory) else {
            return (texts("applications.show.send"), "\(frame.base)/signature-request")
        }
        return (texts("applications.show.sign"), "\(frame.base)/submission")
    }

    /// A quieter second way: the list of faults while writing, the whole text otherwise.
    private var otherStep: (label: String, href: String)? {
        if frame.standing == "missed" || (frame.standing == "signing" && !visitor.has(.signatory)) { return nil }
        if frame.isEditable { return (texts("applications.show.check"), "\(frame.base)/checks") }
        return (texts("applications.show.read"), "\(frame.base)/content")
    }
}
