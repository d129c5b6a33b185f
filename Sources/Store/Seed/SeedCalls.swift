import Foundation
import Grants
import Money

/// The calls of the demonstration.
enum SeedCall: String, Sendable, CaseIterable {
    /// A partnership call that has ended.
    case closed
    /// The open initiative call.
    case initiative
    /// The open partnership call.
    case partnership
    /// An initiative call announced and not open yet.
    case coming
    /// A partnership call still being prepared.
    case prepared
    /// An open call that the programme does not have: up to a ceiling by a budget, where the programme pays lump sums. It shows
    /// how budgets work and says everywhere that it is a sample.
    case sample

    var kind: Call.Kind {
        switch self {
        case .initiative, .coming, .sample: .initiative
        case .closed, .partnership, .prepared: .partnership
        }
    }

    /// First and last day, and the day of publication, counted from today; a call in preparation has none.
    var window: (first: Int, last: Int, published: Int?) {
        switch self {
        case .closed: (-60, -6, -62)
        case .initiative: (-10, 35, -12)
        case .partnership: (-8, 27, -10)
        case .coming: (14, 60, -1)
        case .prepared: (30, 75, nil)
        case .sample: (-9, 40, -11)
        }
    }

    /// The sample has a number that no call of the programme can get.
    var number: String? {
        self == .sample ? "PARAUGS-1" : nil
    }

    func terms(from first: Day, until last: Day) -> CallTerms {
        guard self == .sample else { return CallTemplate.terms(of: kind, from: first, until: last) }
        var terms = CallTemplate.terms(of: kind, from: first, until: last, mode: .ceiling)
        terms.title = Bilingual(
            lv: "PARAUGS: izdomāts iniciatīvu konkurss ar tāmi",
            en: "SAMPLE: an invented call for initiatives with a budget"
        )
        terms.purpose = Bilingual(
            lv: """
                Šis konkurss ir izdomāts, lai parādītu, kā sistēmā strādā tāme: izmaksu kategorijas, to griesti procentos un \
                lielākā summa projektam. Programmas īstajos konkursos projekts saņem vienreizēju maksājumu un tāmi neiesniedz.
                """,
            en: """
                This call is invented to show how budgets work here: cost categories, their ceilings in percent and the largest \
                sum for a project. In the real calls of the programme a project gets a lump sum and hands in no budget.
                """
        )
        terms.moneyAvailable = Euro(euros: 70_000)
        return terms
    }
}

extension Seed {
    /// Makes and publishes the calls from the office's own models.
    func publishCalls() async throws -> [SeedCall: Call.ID] {
        let officer = try await visitor("programma@kopiena.example", in: SeedAccount.agency)
        var calls: [SeedCall: Call.ID] = [:]
        for call in SeedCall.allCases {
            let window = call.window
            let terms = call.terms(from: day(window.first), until: day(window.last))
            let id = try await stores.calls.create(call.kind, from: terms, key: Self.key(call.rawValue), by: officer)
            calls[call] = id
            guard let published = window.published, let draft = try await stores.calls.draft(id),
                draft.call.state == .draft
            else {
                continue
            }
            if let number = call.number { try await stores.calls.renumber(id, to: number, by: officer) }
            _ = try await stores.calls.publish(
                id,
                revision: draft.revision,
                by: officer,
                now: OfficeTime.instant(of: day(published), hour: 10, minute: 0),
                letter: { _, _ in nil }
            )
        }
        return calls
    }

    /// Two questions with an answer and one that waits for it.
    func askAndAnswer(_ calls: [SeedCall: Call.ID]) async throws {
        guard let call = calls[.initiative] else { throw Missing() }
        let officer = try await visitor("programma@kopiena.example", in: SeedAccount.agency)
        for (index, question) in SeedQuestion.all.enumerated() {
            let partner = SeedPartner.all[index]
            let id = try await stores.calls.ask(
                question.text,
                at: question.field,
                of: call,
                key: Self.key("question-\(index)"),
                by: try await visitor(partner.writerEmail, in: partner.name),
                now: now
            )
            guard let answer = question.answer else { continue }
            let received = try await stores.calls.received(id, of: call)
            guard let received, received.enquiry.answer == nil else { continue }
            try await stores.calls.answer(
                id,
                of: call,
                publishedText: question.text,
                answer: answer,
                basedOn: received.enquiry.revision,
                by: officer,
                letter: { _, _ in nil }
            )
        }
    }
}

/// An invented question of an applicant.
private struct SeedQuestion {
    let field: String?
    let text: String
    let answer: String?

    static let all = [
        SeedQuestion(
            field: "co-implementers",
            text: "Parauga jautājums: vai projektā var piedalīties divas biedrības?",
            answer: "Parauga atbilde: jā, norādiet abas. Katrai uzrakstiet, ko tā projektā darīs."
        ),
        SeedQuestion(
            field: "learners",
            text: "Parauga jautājums: vai jāskaita arī tie izglītojamie, kas piedalīsies tikai vienā pasākumā?",
            answer: "Parauga atbilde: jā, bet katru skaitiet vienu reizi."
        ),
        SeedQuestion(
            field: nil,
            text: "Parauga jautājums: vai pieteikumu var parakstīt pilnvarota persona?",
            answer: nil
        ),
    ]
}
