import Site
import Store

/// What the trail keeps as words of the code, said in the reader's language.
struct EventWords {
    let texts: Texts

    /// The kinds of things that events are about.
    static let subjects = [
        "agreement", "application", "call", "demo", "feedback", "file", "job", "organisation", "outage", "person",
        "plan",
        "proposal",
        "question",
    ]

    /// What was done.
    func what(_ entry: TrailEntry) -> String {
        texts.find("events.verbs.\(entry.verb)") ?? entry.verb
    }

    /// What it was done to, with its key.
    func subject(_ entry: TrailEntry) -> String {
        let name = subject(entry.subject)
        return entry.subjectID.map { "\(name) \($0)" } ?? name
    }

    /// A kind of thing.
    func subject(_ kind: String) -> String {
        texts.find("events.subjects.\(kind)") ?? kind
    }

    /// The facts kept with it, if any.
    func detail(_ entry: TrailEntry) -> String? {
        let facts = entry.detail.sorted { $0.key < $1.key }.map { key, fact in
            "\(texts.find("events.details.\(key)") ?? key): \(fact)"
        }
        return facts.isEmpty ? nil : facts.joined(separator: ", ")
    }
}
