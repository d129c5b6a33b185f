import Crypto
import Foundation
import Grants
import Money

/// An invented project and how far its application has come.
struct SeedProject: Sendable {
    enum Stage {
        /// Only the title was typed.
        case begun
        /// The first sections were written.
        case half
        /// Everything was written; nobody has sent it on yet.
        case written
        /// With the signatory.
        case signing
        case submitted
        case withdrawn
    }

    let call: SeedCall
    let partner: SeedPartner
    let title: String
    let school: String
    let stage: Stage
    /// Whether a category of its budget is over its ceiling, for the checks to show.
    var overspends = false

    static let all: [SeedProject] = [
        .init(
            call: .initiative,
            partner: .livani,
            title: "Parauga dārzs: skola un kaimiņi",
            school: "Parauga pamatskola",
            stage: .submitted
        ),
        .init(
            call: .initiative,
            partner: .livani,
            title: "Parauga brīvdienu klubs",
            school: "Parauga 2. vidusskola",
            stage: .half
        ),
        .init(
            call: .initiative,
            partner: .cesis,
            title: "Parauga teātris trim paaudzēm",
            school: "Parauga vidusskola",
            stage: .submitted
        ),
        .init(
            call: .initiative,
            partner: .cesis,
            title: "Parauga orientēšanās skolas apkārtnē",
            school: "Parauga sākumskola",
            stage: .signing
        ),
        .init(
            call: .initiative,
            partner: .madona,
            title: "Parauga mediju darbnīca",
            school: "Parauga ģimnāzija",
            stage: .withdrawn
        ),
        .init(
            call: .initiative,
            partner: .valka,
            title: "Parauga ekspedīcija gar robežu",
            school: "Parauga pamatskola",
            stage: .written
        ),
        .init(
            call: .initiative,
            partner: .sigulda,
            title: "Parauga velodarbnīca",
            school: "Parauga vidusskola",
            stage: .submitted
        ),
        .init(
            call: .initiative,
            partner: .kuldiga,
            title: "Parauga amatu skola",
            school: "Parauga pamatskola",
            stage: .begun
        ),
        .init(
            call: .initiative,
            partner: .saldus,
            title: "Parauga remonta kafejnīca",
            school: "Saldus tehnikums",
            stage: .submitted
        ),
        .init(
            call: .partnership,
            partner: .livani,
            title: "Parauga divu skolu sarunu klubs",
            school: "Parauga pamatskola",
            stage: .submitted
        ),
        .init(
            call: .partnership,
            partner: .kuldiga,
            title: "Parauga kopīgās stundas",
            school: "Parauga vidusskola",
            stage: .half
        ),
        .init(
            call: .partnership,
            partner: .ogre,
            title: "Parauga valodas darbnīca skolotājiem",
            school: "Ogres tehnikums",
            stage: .signing
        ),
        .init(
            call: .partnership,
            partner: .sigulda,
            title: "Parauga ģimeņu pēcpusdienas",
            school: "Parauga sākumskola",
            stage: .submitted
        ),
        .init(
            call: .closed,
            partner: .cesis,
            title: "Parauga lasīšanas draugi",
            school: "Parauga sākumskola",
            stage: .half
        ),
        .init(
            call: .sample,
            partner: .livani,
            title: "Parauga laboratorija pagalmā",
            school: "Parauga vidusskola",
            stage: .written
        ),
        .init(
            call: .sample,
            partner: .kuldiga,
            title: "Parauga svētki ar lielu galdu",
            school: "Parauga pamatskola",
            stage: .written,
            overspends: true
        ),
    ]
}

extension Seed {
    /// Brings one application as far as its stage says, by the verbs people use.
    func write(_ project: SeedProject, _ calls: [SeedCall: Call.ID]) async throws {
        guard let call = calls[project.call] else { throw Missing() }
        let writer = try await visitor(project.partner.writerEmail, in: project.partner.name)
        let signatory = try await visitor(project.partner.signatoryEmail, in: project.partner.name)
        // A call that has ended is entered while it was open.
        let started = min(now, OfficeTime.start(of: day(project.call.window.last)))
        let id = try await stores.applications.start(call: call, key: Self.key(project.title), now: started, by: writer)
        guard let file = try await stores.applications.find(id, for: writer) else { throw Missing() }
        guard file.application.state == .draft, file.application.number == nil else { return }
        try await answer(file, project, by: writer)
        switch project.stage {
        case .begun, .half, .written: return
        case .signing, .submitted, .withdrawn: break
        }
        try await stores.applications.sendToSignatory(id, by: writer)
        if case .signing = project.stage { return }
        try await handIn(id, project, by: signatory)
        guard case .withdrawn = project.stage else { return }
        try await stores.applications.withdraw(id, reason: "Paraugs: precizēsim darbību plānu.", by: signatory)
    }

    private func answer(_ file: ApplicationFile, _ project: SeedProject, by writer: Visitor) async throws {
        let terms = file.version.terms
        let answers = SeedAnswers(project: project, terms: terms)
        let sections: [FormSection]
        switch project.stage {
        case .begun: sections = []
        case .half: sections = Array(terms.sections.prefix(2))
        case .written, .signing, .submitted, .withdrawn: sections = terms.sections
        }
        let keys = ["title"] + sections.flatMap(\.questions).map(\.key).filter { $0 != "title" }
        var changes: [FieldChange] = []
        for key in keys {
            guard let question = terms.question(key), let answer = answers.answer(to: question) else { continue }
            changes.append(FieldChange(field: key, answer: answer, basedOn: file.stored[key]?.version ?? 0))
        }
        _ = try await stores.applications.save(file.application.id, changes: changes, by: writer)
        guard sections.count == terms.sections.count, file.files.isEmpty else { return }
        for document in terms.documents where document.required {
            var upload = try await stores.applications.files.begin(
                in: file.application.id,
                field: document.field,
                name: "parauga-apliecinajums.pdf",
                by: writer
            )
            try await upload.append(SamplePDF.bytes)
            _ = try await upload.finish(mediaType: "application/pdf")
        }
    }

    private func handIn(_ id: Application.ID, _ project: SeedProject, by signatory: Visitor) async throws {
        guard let read = try await stores.applications.find(id, for: signatory) else { throw Missing() }
        let key = Self.key("submission \(project.title)")
        let arrival = try await stores.applications.stamp(
            id,
            revision: read.application.revision,
            requestSHA256: Array(SHA256.hash(data: Data(project.title.utf8))),
            key: key,
            by: signatory
        )
        _ = try await stores.applications.submit(
            id,
            arrival: arrival,
            declarations: Set(Declaration.allCases),
            by: signatory
        )
    }
}
