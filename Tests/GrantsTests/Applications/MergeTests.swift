import Grants
import Testing

@Suite("Two people write in one field")
struct MergeTests {
    private func theirs(_ answer: Answer, version: Int64) -> StoredAnswer {
        StoredAnswer(answer: answer, version: version, changedBy: "Otra Persona", changedAt: Fixture.now)
    }

    private func merge(_ mine: String, basedOn: Int64, now: String?, version: Int64 = 2, base: String? = nil) -> Merge {
        Merge(
            FieldChange(field: "q", answer: .text(mine), basedOn: basedOn),
            with: now.map { theirs(.text($0), version: version) },
            base: base.map { .text($0) }
        )
    }

    @Test("alone, what is typed is stored and what is not typed is not")
    func alone() {
        #expect(merge("x", basedOn: 0, now: nil) == .saved(.text("x")))
        #expect(merge("", basedOn: 0, now: nil) == .unchanged)
        #expect(merge("x", basedOn: 2, now: "y") == .saved(.text("x")))
        #expect(merge("", basedOn: 2, now: "y") == .saved(.text("")))
        #expect(merge("y", basedOn: 2, now: "y") == .unchanged)
    }

    @Test("after another's change: mine untouched gives way, the same meets, different clashes")
    func both() {
        #expect(merge("old", basedOn: 1, now: "new", base: "old") == .unchanged)
        #expect(merge("new", basedOn: 1, now: "new", base: "old") == .unchanged)
        let clash = FieldClash(field: "q", mine: .text("mine"), theirs: theirs(.text("new"), version: 2))
        #expect(merge("mine", basedOn: 1, now: "new", base: "old") == .clash(clash))
        #expect(merge("mine", basedOn: 0, now: "new") == .clash(clash))
        #expect(merge("", basedOn: 0, now: "new") == .unchanged)
        let emptied = FieldClash(field: "q", mine: .text(""), theirs: theirs(.text("new"), version: 2))
        #expect(merge("", basedOn: 1, now: "new", base: "old") == .clash(emptied))
    }

    @Test("named parts that only one of the two changed are taken together")
    func parts() {
        func merge(_ mine: [String: String], _ theirs: [String: String]) -> Merge {
            Merge(
                FieldChange(field: "q", answer: .fields(mine), basedOn: 1),
                with: self.theirs(.fields(theirs), version: 2),
                base: .fields(["name": "a", "email": "b"])
            )
        }
        #expect(
            merge(["name": "A", "email": "b"], ["name": "a", "email": "B"])
                == .saved(.fields(["name": "A", "email": "B"]))
        )
        guard case .clash = merge(["name": "A", "email": "b"], ["name": "C", "email": "b"]) else {
            Issue.record("the same part changed by both must clash")
            return
        }
    }

    @Test("never loses a text: what is not stored is in the clash or stood there before", arguments: 0..<3, 0..<3)
    func nothingLost(_ mine: Int, _ now: Int) {
        let texts = ["", "a", "b"]
        for base in texts {
            let merged = merge(texts[mine], basedOn: 1, now: texts[now], base: base)
            switch merged {
            case .saved(let answer): #expect(answer == .text(texts[mine]))
            case .clash(let clash):
                #expect(clash.mine == .text(texts[mine]) && clash.theirs.answer == .text(texts[now]))
            case .unchanged: #expect(mine == now || texts[mine] == base)
            }
        }
    }
}
