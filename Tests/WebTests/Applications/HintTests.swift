import HTTPTypes
import Site
import TestKit
import Testing

@Suite("What the form says before anything is wrong", .database)
struct HintTests {
    private func open(
        _ work: @escaping @Sendable (ApplicantsOffice, String, TestBrowser) async throws -> Void
    ) async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            try await work(office, String(try await office.start(editor).prefix { $0 != "?" }), editor)
        }
    }

    @Test("names the earliest start, the latest end and the longest duration of a project, in both languages")
    func period() async throws {
        try await open { _, base, editor in
            let page = try await editor.get("\(base)/sections/plan")
            #expect(page.text.contains("Ne agrāk kā 01.01.2027."))
            #expect(page.text.contains("Ne vēlāk kā 31.12.2028. Projekts var ilgt ne vairāk kā 12 mēnešu"))
            let fields = page.document.all("fieldset").filter { $0["id"]?.contains("period") ?? false }
            #expect(fields.count { $0["aria-describedby"] != nil } == 2)
            let english = try await editor.get("\(base)/sections/plan?lang=en")
            #expect(english.text.contains("The project may last at most 12 months."))
        }
    }

    @Test("says which papers are accepted and how many are missing, until none is")
    func papers() async throws {
        try await open { _, base, editor in
            let empty = try await editor.get("\(base)/sections/documents")
            #expect(empty.text.contains("Vēl jāpievieno 1 dokuments."))
            let file = try #require(empty.document.first("input", where: ["type": "file"]))
            let hint = empty.document.all("p").first { $0["id"] == file["aria-describedby"] }
            #expect(hint?.text.contains("Līdz 25 MB.") ?? false)
            try await editor.upload(
                "\(base)/papers/document.decision",
                files: [TestFile(field: "files", name: "lemums.pdf", bytes: ApplicantsOffice.pdf)]
            )
            let full = try await editor.get("\(base)/sections/documents")
            #expect(full.text.contains("Visi obligātie dokumenti ir pievienoti."))
            #expect(!full.text.contains("Vēl jāpievieno"))
        }
    }

    @Test("offers a draft to be read as a whole from its list of tasks")
    func readThrough() async throws {
        try await open { _, base, editor in
            let tasks = try await editor.get(base)
            let whole = try await editor.get(tasks.link("Lasīt visu vienā lapā"))
            #expect(whole.address == "\(base)/content")
            #expect(whole.text.contains("Nav atbildes"))
        }
    }

    @Test("calls a row in an error what its heading calls it")
    func rows() async throws {
        try await open { _, base, editor in
            try await editor.get("\(base)/sections/plan")
            let page = try await editor.submit(
                [
                    "partners.1.name": "Parauga biedrība", "partners.1.number": "123", "activities.1.title": "Darbnīca",
                    "activities.1.start": "rīt",
                ],
                button: "Saglabāt un turpināt"
            )
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("Partneri, 1. partneris, Reģistrācijas numurs: Ierakstiet visus 11"))
            #expect(page.text.contains("Darbības, 1. darbība, Sākas: Ierakstiet dienu"))
            let checks = try await editor.get("\(base)/checks")
            #expect(!checks.text.contains("1. rinda, Reģistrācijas"))
        }
    }

    @Test("asks for at least one learner")
    func learners() async throws {
        try await open { _, base, editor in
            let unanswered = Self.finding(of: "learners", on: try await editor.get("\(base)/checks"))
            #expect(unanswered?.hasSuffix("Atbildiet uz šo jautājumu.") ?? false, "\(unanswered ?? "nothing")")
            try await editor.get("\(base)/sections/plan")
            try await editor.submit(["learners.grades1to3": "0"], button: "Saglabāt")
            let nobody = Self.finding(of: "learners", on: try await editor.get("\(base)/checks"))
            #expect(nobody?.contains("jāpiedalās vismaz vienam") ?? false, "\(nobody ?? "nothing")")
        }
    }

    /// What the page of checks says of one question; nothing if it finds no fault there.
    private static func finding(of field: String, on checks: TestPage) -> String? {
        checks.document.all("a").first { link in
            link["href"].map { $0.contains("/sections/plan#") && $0.contains(field) } ?? false
        }?.text
    }
}
