import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Writing an application together", .database)
struct WritingTests {
    @Test("begins once for a key, with its event")
    func start() async throws {
        let programme = try await Programme.open()
        let key = UUID()
        let first = try await programme.applications.start(
            call: programme.call.id,
            key: key,
            now: Date(),
            by: programme.editor
        )
        let again = try await programme.applications.start(
            call: programme.call.id,
            key: key,
            now: Date(),
            by: programme.editor
        )
        #expect(first == again)
        let trail = try await programme.stores.trail.entries(
            .init(subject: "application", key: first.rawValue),
            limit: 10
        )
        #expect(trail.map(\.verb) == ["application.started"])
        #expect(trail.first?.person == programme.editor.person.name)
        let other = try await Programme.open()
        await #expect(throws: StartRefusal.keyUsedOtherwise) {
            try await other.applications.start(call: other.call.id, key: key, now: Date(), by: other.editor)
        }
    }

    /// What so many parallel starts with one key begin.
    private func begun(_ programme: Programme, atOnce count: Int) async throws -> Set<Application.ID> {
        let key = UUID()
        return try await withThrowingTaskGroup(of: Application.ID.self) { group in
            for _ in 0..<count {
                group.addTask {
                    try await programme.applications.start(
                        call: programme.call.id,
                        key: key,
                        now: Date(),
                        by: programme.editor
                    )
                }
            }
            return try await group.reduce(into: []) { $0.insert($1) }
        }
    }

    @Test("fifty parallel starts with one key make one application")
    func parallelStarts() async throws {
        let programme = try await Programme.open()
        #expect(try await begun(programme, atOnce: 50).count == 1)
    }

    @Test("does not begin beside fifty others to the same call that are not handed in, however many begin at once")
    func tooMany() async throws {
        let programme = try await Programme.open()
        let handedIn = try await programme.draft()
        try await programme.submit(handedIn)
        try await TestDatabase.current.owner.transaction { tx in
            _ = try await tx.run(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, created_by)
                SELECT gen_random_uuid(), call_id, call_version_id, organisation_id, created_by
                  FROM application, generate_series(1, 47)
                 WHERE application_id = \(handedIn)
                """
            )
        }
        let begun = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    do {
                        _ = try await programme.draft()
                        return 1
                    } catch let refusal as StartRefusal where refusal == .tooManyUnfinished(limit: 50) {
                        return 0
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(begun == 3)
        // Taking back what was handed in is always possible, and whatever is there can be handed in.
        try await programme.applications.withdraw(handedIn, reason: "", by: programme.signatory)
        try await programme.submit(handedIn)
    }

    @Test("begins the fiftieth once, however often it is asked for at once")
    func lastOnce() async throws {
        let programme = try await Programme.open()
        let first = try await programme.draft()
        try await TestDatabase.current.owner.transaction { tx in
            _ = try await tx.run(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, created_by)
                SELECT gen_random_uuid(), call_id, call_version_id, organisation_id, created_by
                  FROM application, generate_series(1, 48)
                 WHERE application_id = \(first)
                """
            )
        }
        #expect(try await begun(programme, atOnce: 8).count == 1)
    }

    @Test("does not begin where the conditions do not hold")
    func refusals() async throws {
        let closed = try await Programme.open(closesBefore: Date().addingTimeInterval(-60))
        await #expect(throws: StartRefusal.self) { try await closed.draft() }
        let without = try await Programme.open(agreement: false)
        await #expect(throws: StartRefusal.self) { try await without.draft() }
        let none = try await Programme.open(quota: 0)
        await #expect(throws: StartRefusal.self) { try await none.draft() }
        let open = try await Programme.open()
        await #expect(throws: StartRefusal.notEditor) { try await open.draft(by: open.officer) }
        await #expect(throws: Missing.self) {
            try await open.applications.start(call: Call.ID(999_999), key: UUID(), now: Date(), by: open.editor)
        }
    }

    @Test("stores each field with a version, what stood there before, and the copies lists show")
    func saving() async throws {
        let programme = try await Programme.open(
            amount: CallAmount(mode: .ceiling, sum: Euro(euros: 7_000)),
            questions: [Programme.question("title", .shortText), Programme.question("budget", .budget)]
        )
        let id = try await programme.draft(title: " Cēsu  kopiena ")
        let line = ["category": "goods", "description": "Krēsli", "unit": "gab.", "quantity": "1,5", "price": "10"]
        let budget = FieldChange(field: "budget", answer: .rows([line]), basedOn: 0)
        let outcome = try await programme.applications.save(
            id,
            changes: [budget, programme.change("title", "Jauns", basedOn: 1)],
            by: programme.colleague
        )
        #expect(outcome.saved["title"]?.version == 2)
        #expect(outcome.saved["title"]?.changedBy == programme.colleague.person.name)
        let file = try #require(try await programme.applications.find(id, for: programme.editor))
        #expect(file.title == "Jauns")
        #expect(file.application.revision == outcome.revision)
        #expect(file.checks(now: Date()).requested == Euro(cents: 1_500))
        let history = try await programme.applications.history(of: id, field: "title", for: programme.editor)
        #expect(history.map(\.stored.answer) == [.text("Jauns"), .text("Cēsu  kopiena")])
        let mine = try await programme.applications.mine(programme.editor).rows
        #expect(mine.map(\.summary.requested) == [Euro(cents: 1_500)])
    }

    @Test("two editors: each saves the other's untouched fields unharmed, and a clash keeps both texts")
    func clash() async throws {
        let programme = try await Programme.open(
            questions: [Programme.question("title", .shortText), Programme.question("aim", .longText)]
        )
        let id = try await programme.draft(title: "Sākums")
        _ = try await programme.applications.save(id, changes: [programme.change("aim", "A")], by: programme.editor)
        _ = try await programme.applications.save(
            id,
            changes: [programme.change("title", "Cits", basedOn: 1)],
            by: programme.colleague
        )
        let late = try await programme.applications.save(
            id,
            changes: [programme.change("title", "Mans", basedOn: 1), programme.change("aim", "B", basedOn: 1)],
            by: programme.editor
        )
        #expect(late.clashes.map(\.mine) == [.text("Mans")])
        #expect(late.clashes.first?.theirs.answer == .text("Cits"))
        #expect(late.clashes.first?.theirs.changedBy == programme.colleague.person.name)
        // Whatever is chosen now, both stay in the history.
        let history = try await programme.applications.history(of: id, field: "title", for: programme.editor)
        #expect(history.filter { !$0.stood }.map(\.stored.answer) == [.text("Mans")])
        #expect(history.first?.stood == true)
        #expect(late.saved.keys.sorted() == ["aim"])
        let untouched = try await programme.applications.save(
            id,
            changes: [programme.change("title", "Sākums", basedOn: 1)],
            by: programme.editor
        )
        #expect(untouched.clashes.isEmpty && untouched.saved.isEmpty)
        let stored = try #require(try await programme.applications.find(id, for: programme.editor)).stored
        #expect(stored["title"]?.answer == .text("Cits"))
        #expect(stored["aim"]?.answer == .text("B"))
    }

    @Test("a text kept beside a colleague's stands in the trail, once however often it is sent")
    func clashInTrail() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft(title: "Sākums")
        _ = try await programme.applications.save(
            id,
            changes: [programme.change("title", "Cits", basedOn: 1)],
            by: programme.colleague
        )
        func setAside() async throws -> [TrailEntry] {
            try await programme.stores.trail.entries(.init(subject: "application", key: id.rawValue), limit: 20)
                .filter { $0.verb == "application.set_aside" }
        }
        for text in ["Mans", "Mans", "Mans pavisam"] {
            let late = try await programme.applications.save(
                id,
                changes: [programme.change("title", text, basedOn: 1)],
                by: programme.editor
            )
            #expect(late.clashes.count == 1)
            let told = try await setAside()
            #expect(told.count == (text == "Mans" ? 1 : 2))
            #expect(told.first?.person == programme.editor.person.name)
            #expect(told.first?.detail == ["fields": "title"])
        }
    }

    @Test("twenty editors at once lose nothing: one wins, the others are shown the clash")
    func storm() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft(title: "Sākums")
        let outcomes = try await withThrowingTaskGroup(of: SaveOutcome.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await programme.applications.save(
                        id,
                        changes: [programme.change("title", "Teksts \(number)", basedOn: 1)],
                        by: programme.editor
                    )
                }
            }
            return try await group.reduce(into: [SaveOutcome]()) { $0.append($1) }
        }
        #expect(outcomes.count { !$0.saved.isEmpty } == 1)
        #expect(outcomes.count { $0.clashes.count == 1 } == 19)
        let rows = try await programme.count("answer_revision", of: id)
        #expect(rows == 1)
    }

    @Test("refuses fields the form does not have, foreign shapes, giants, and writing while with the signatory")
    func bad() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        func refusal(_ change: FieldChange) async throws -> ChangeRefusal? {
            do {
                _ = try await programme.applications.save(id, changes: [change], by: programme.editor)
                return nil
            } catch let refusal as ChangeRefusal {
                return refusal
            }
        }
        let unknown = try await refusal(programme.change("nothing", "x"))
        #expect(unknown == .unknownField("nothing"))
        let shape = try await refusal(FieldChange(field: "title", answer: .rows([["a": "b"]]), basedOn: 1))
        #expect(shape == .unreadable("title"))
        let giant = try await refusal(programme.change("title", String(repeating: "x", count: 500_000)))
        #expect(giant == .tooLarge("title"))
        try await programme.applications.sendToSignatory(id, by: programme.editor)
        let locked = try await refusal(programme.change("title", "y", basedOn: 1))
        #expect(locked == .locked(.signing))
        try await programme.applications.returnToEditors(id, reason: "Labojiet nosaukumu.", by: programme.signatory)
        let again = try await refusal(programme.change("title", "y", basedOn: 1))
        #expect(again == nil)
    }

    @Test("hostile values stay what they are")
    func hostile() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft(
            title: "Robert'); DROP TABLE application;-- <script>\\ \"{}[] $1 % _ :* & | !"
        )
        let found = try await programme.applications.find(id, for: programme.editor)
        #expect(found?.title == "Robert'); DROP TABLE application;-- <script>\\ \"{}[] $1 % _ :* & | !")
    }

    @Test("a NUL from an address or a script stops at the door")
    func nul() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft(title: "a\0b")
        let found = try await programme.applications.find(id, for: programme.editor)
        #expect(found?.title == "ab")
        let history = try await programme.applications.history(of: id, field: "ti\0tle", for: programme.editor)
        #expect(history.count == 1)
        let others = try await programme.applications.seen(id, section: "\0", by: programme.editor)
        #expect(others.isEmpty)
    }

    @Test("says who else has it open, for a minute")
    func presence() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let alone = try await programme.applications.seen(id, section: "main", by: programme.editor)
        #expect(alone.isEmpty)
        let others = try await programme.applications.seen(id, section: "main", by: programme.colleague)
        #expect(others.map(\.name) == [programme.editor.person.name])
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                "UPDATE presence SET seen_at = seen_at - interval '61 seconds' WHERE application_id = \(id)"
            )
        }
        let later = try await programme.applications.seen(id, section: "main", by: programme.colleague)
        #expect(later.isEmpty)
    }

    @Test("belongs to its applicant: nobody else reads, writes, or learns that it exists")
    func strangers() async throws {
        let programme = try await Programme.open()
        let other = try await Programme.open()
        let id = try await programme.draft()
        let administrator = Visitor(
            person: programme.editor.person,
            organisation: programme.applicant,
            roles: [.administrator]
        )
        for visitor in [other.editor, other.signatory, other.officer, programme.officer, administrator] {
            let found = try await programme.applications.find(id, for: visitor)
            #expect(found == nil)
        }
        let (applications, change) = (programme.applications, programme.change("title", "Zagts", basedOn: 1))
        for visitor in [other.editor, other.signatory, programme.officer] {
            await #expect(throws: Missing.self) { try await applications.save(id, changes: [change], by: visitor) }
            await #expect(throws: Missing.self) { try await applications.sendToSignatory(id, by: visitor) }
            await #expect(throws: Missing.self) { try await applications.returnToEditors(id, reason: "", by: visitor) }
            await #expect(throws: Missing.self) { try await applications.adoptNewestVersion(id, by: visitor) }
            await #expect(throws: Missing.self) { try await applications.withdraw(id, reason: "", by: visitor) }
            await #expect(throws: Missing.self) { try await applications.seen(id, section: "main", by: visitor) }
            await #expect(throws: Missing.self) { try await applications.history(of: id, field: "title", for: visitor) }
            await #expect(throws: Missing.self) { try await other.submit(id, revision: 2, by: visitor) }
            await #expect(throws: Missing.self) {
                try await applications.files.begin(in: id, field: "photos", name: "a.pdf", by: visitor)
            }
        }
        let stamps = try await programme.count("intake", of: id)
        #expect(stamps == 0)
    }

    @Test("takes over a newer version of the call and asks for what is new")
    func adoption() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        var terms = programme.terms
        terms.sections[0].questions.append(Programme.question("aim", .longText))
        try await Programme.version(2, terms, of: programme.call, by: programme.officer)
        let before = try #require(try await programme.applications.find(id, for: programme.editor))
        #expect(before.newer?.version == 2)
        #expect(before.newer?.changeNote == "Mainīts.")
        await #expect(throws: SigningRefusal.newerTerms(version: 2)) {
            try await programme.applications.sendToSignatory(id, by: programme.editor)
        }
        await #expect(throws: SubmissionRefusal.newerTerms(version: 2)) { try await programme.submit(id) }
        try await programme.applications.adoptNewestVersion(id, by: programme.editor)
        let after = try #require(try await programme.applications.find(id, for: programme.editor))
        #expect(after.newer == nil)
        #expect(after.checks(now: Date()).errors.map(\.code) == [.missing])
        #expect(after.answers["title"] == .text("Mūsu kopiena"))
    }

    @Test("one application costs four statements, saving a field at most six")
    func statements() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        _ = try await programme.applications.find(id, for: programme.editor)
        let (_, reading) = try await TestDatabase.statements {
            try await programme.applications.find(id, for: programme.editor)
        }
        #expect(reading.count == 4)
        let (_, writing) = try await TestDatabase.statements {
            try await programme.applications.save(
                id,
                changes: [programme.change("title", "x", basedOn: 1)],
                by: programme.editor
            )
        }
        #expect(writing.count <= 6)
    }
}
