import Grants
import Testing

@Suite("Checking who takes part")
struct PeopleCheckTests {
    @Test(
        "registration numbers have eleven digits, a check digit, and belong to legal persons",
        arguments: [
            ("40003032949", nil), ("4000 3032 949", nil), ("LV40003032949", nil), ("40003032948", .checkDigit),
            ("4000303294", .length), ("400030329490", .length), ("01018012345", .naturalPerson),
            ("32018012345", .naturalPerson),
            ("4000303294a", .length), ("", .length), ("٤٠٠٠٣٠٣٢٩٤٩", .length),
        ] as [(String, RegistrationNumber.Flaw?)]
    )
    func registrationNumbers(_ typed: String, _ flaw: RegistrationNumber.Flaw?) {
        var found: RegistrationNumber.Flaw?
        do { _ = try RegistrationNumber(typed: typed) } catch { found = error }
        #expect(found == flaw)
    }

    @Test("any single wrong digit and most swaps are noticed")
    func slips() throws {
        let digits = Array("40003032949")
        for place in digits.indices {
            for digit in "0123456789" where digit != digits[place] {
                var wrong = digits
                wrong[place] = digit
                #expect(throws: RegistrationNumber.Flaw.self) { try RegistrationNumber(typed: String(wrong)) }
            }
        }
    }

    private let partners = Fixture.question("partners", .partners)

    private func partner(_ number: String, name: String = "Biedrība") -> [String: String] {
        ["name": name, "number": number, "role": "palīdz"]
    }

    @Test("co-implementers stand once, whole, and are not the applicant")
    func partnerRows() {
        let good = partner("40008000003")
        let number = (try? RegistrationNumber(typed: "40008000003")) != nil
        let valid = number ? good : partner(Self.valid)
        #expect(Fixture.codes(partners, .rows([valid])) == [])
        #expect(Fixture.codes(partners, .rows([valid, valid])) == [.partnerRepeated(row: 0)])
        #expect(Fixture.codes(partners, .rows([partner("40003032949")])) == [.partnerIsApplicant])
        #expect(Fixture.codes(partners, .rows([partner("40003032948")])) == [.registrationNumber(.checkDigit)])
        #expect(Fixture.codes(partners, .rows([partner("")])) == [.missing])
    }

    /// An invented number whose check digit fits.
    private static let valid: String = {
        for last in 0...9_999 {
            let digits = String(last)
            let typed = "4000899" + String(repeating: "0", count: 4 - digits.count) + digits
            if (try? RegistrationNumber(typed: typed)) != nil { return typed }
        }
        return ""
    }()

    @Test("a school has a name and ten digits")
    func school() {
        let question = Fixture.question("school", .school)
        #expect(Fixture.codes(question, .fields(["name": "Skola", "number": "1234567890"])) == [])
        #expect(Fixture.codes(question, .fields(["name": "Skola", "number": "123456789"])) == [.educationNumber])
        #expect(Fixture.codes(question, .fields(["name": "", "number": "1234567890"])) == [.missing])
    }

    @Test("special groups are part of all learners")
    func targetGroup() {
        let question = Fixture.question("group", .targetGroup, limits: .init(smallest: 10))
        #expect(Fixture.codes(question, .fields(["grades1to3": "6", "vocational": "4", "atRisk": "10"])) == [])
        #expect(
            Fixture.codes(question, .fields(["grades1to3": "10", "atRisk": "11"])) == [
                .groupLargerThanAll(group: 11, all: 10)
            ]
        )
        #expect(
            Fixture.codes(question, .fields(["grades1to3": "9", "atRisk": "1"])) == [.numberTooSmall(smallest: 10)]
        )
        #expect(
            Fixture.codes(question, .fields(["atRisk": "1"]))
                == [.nobodyInTargetGroup, .groupLargerThanAll(group: 1, all: 0)]
        )
        #expect(Fixture.codes(question, .fields(["grades1to3": "-1"])) == [.numberTooSmall(smallest: 0)])
        #expect(Fixture.codes(question, .fields(["grades1to3": "daži"])) == [.notANumber])
        let terms = Fixture.terms(question)
        let nobody = Fixture.codes(["group": .fields(["grades1to3": "10"])], terms, severity: .warning)
        #expect(nobody == [.nobodyAtRisk])
    }

    @Test(
        "a person can be reached",
        arguments: [
            ("a@b.lv", "+371 20000000", []), ("a@b", "", [.notAnEmail]), ("a b@c.lv", "", [.notAnEmail]),
            ("@b.lv", "", [.notAnEmail]), ("a@b@c.lv", "", [.notAnEmail]), ("a@b.", "", [.notAnEmail]),
            ("a@b.lv", "12345", [.notAPhone]), ("a@b.lv", "zvaniet", [.notAPhone]), ("", "", [.missing]),
        ] as [(String, String, [Finding.Code])]
    )
    func person(_ email: String, _ phone: String, _ found: [Finding.Code]) {
        let fields = ["name": "Parauga Persona", "position": "", "email": email, "phone": phone]
        #expect(Fixture.codes(Fixture.question("person", .person), .fields(fields)) == found)
    }

    @Test("a yes is explained, a no need not be")
    func yesNo() {
        let question = Fixture.question("q", .yesNo)
        #expect(Fixture.codes(question, .fields(["answer": "no", "explanation": ""])) == [])
        #expect(Fixture.codes(question, .fields(["answer": "yes", "explanation": "Tāpēc."])) == [])
        #expect(Fixture.codes(question, .fields(["answer": "yes", "explanation": " "])) == [.missing])
        #expect(Fixture.codes(question, .fields(["answer": "varbūt", "explanation": ""])) == [.unknownOption])
        #expect(Fixture.codes(question, .fields(["answer": "", "explanation": "x"])) == [.missing])
    }

    @Test("files and papers are counted")
    func files() {
        let question = Fixture.question("photos", .file, limits: .init(files: 1))
        #expect(Fixture.codes(question, nil) == [.missing])
        let terms = Fixture.terms(question)
        #expect(Fixture.codes([:], terms, files: [Fixture.file("photos")]) == [])
        let two = [Fixture.file("photos"), Fixture.file("photos", id: 2)]
        #expect(Fixture.codes([:], terms, files: two) == [.tooManyFiles(files: 2, most: 1)])
        let documents = [
            RequiredDocument(key: "plan", title: Bilingual(lv: ""), help: Bilingual(lv: ""), required: true),
            RequiredDocument(key: "letter", title: Bilingual(lv: ""), help: Bilingual(lv: ""), required: false),
        ]
        let papers = Fixture.terms(documents: documents)
        #expect(Fixture.codes([:], papers) == [.documentMissing])
        #expect(Fixture.codes([:], papers, files: [Fixture.file("document.plan")]) == [])
    }
}
