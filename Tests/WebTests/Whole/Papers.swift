import Crypto
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit

/// The applications of one municipality: one in every state, with a file and a receipt.
struct Papers: Sendable {
    /// Filled in, not yet sent to the signatory.
    let draft: Application.ID
    /// With the signatory.
    let signing: Application.ID
    let submitted: Application.ID
    let withdrawn: Application.ID
    /// A draft for an earlier version of its call.
    let older: Application.ID
    /// The file of the draft, and of the application handed in.
    let draftFile: Int64
    let submittedFile: Int64
    /// The code on the receipt, as addresses have it.
    let code: String

    static func write(
        in office: ApplicantsOffice,
        writer: Visitor,
        signatory: Visitor,
        title: String
    ) async throws -> Papers {
        let desk = WritingDesk(office: office, writer: writer, signatory: signatory)
        let draft = try await desk.filled(title)
        let signing = try await desk.filled("\(title): pie paraksta")
        try await desk.applications.sendToSignatory(signing.id, by: writer)
        let submitted = try await desk.filled("\(title): iesniegts")
        let receipt = try await desk.handIn(submitted.id)
        let withdrawn = try await desk.filled("\(title): atsaukts")
        _ = try await desk.handIn(withdrawn.id)
        try await desk.applications.withdraw(withdrawn.id, reason: "Jālabo tāme.", by: signatory)
        let older = try await desk.begun(in: FurnishedOffice.changing)
        return Papers(
            draft: draft.id,
            signing: signing.id,
            submitted: submitted.id,
            withdrawn: withdrawn.id,
            older: older,
            draftFile: draft.file,
            submittedFile: submitted.file,
            code: receipt.receipt.code.description
        )
    }
}

/// Writes applications by the verbs of the store.
private struct WritingDesk {
    let office: ApplicantsOffice
    let writer: Visitor
    let signatory: Visitor

    var applications: Applications { office.test.stores.applications }

    func begun(in number: String) async throws -> Application.ID {
        guard let call = try await office.test.stores.calls.current(number: number) else { throw Missing() }
        return try await applications.start(call: call.call.id, key: UUID(), now: office.test.now, by: writer)
    }

    func filled(_ title: String) async throws -> (id: Application.ID, file: Int64) {
        let id = try await begun(in: office.number)
        var changes = [FieldChange(field: "title", answer: .text(title), basedOn: 0)]
        for (field, answer) in Self.answers { changes.append(FieldChange(field: field, answer: answer, basedOn: 0)) }
        _ = try await applications.save(id, changes: changes, by: writer)
        var upload = try await applications.files.begin(
            in: id,
            field: "document.decision",
            name: "domes-lēmums.pdf",
            by: writer
        )
        try await upload.append(ApplicantsOffice.pdf)
        _ = try await upload.finish(mediaType: "application/pdf")
        guard let file = try await applications.find(id, for: writer)?.files.first else { throw Missing() }
        return (id, file.id.rawValue)
    }

    /// Hands in, and keeps a paper of the receipt.
    func handIn(_ id: Application.ID) async throws -> Submitted {
        guard let read = try await applications.find(id, for: signatory) else { throw Missing() }
        let arrival = try await applications.stamp(
            id,
            revision: read.application.revision,
            requestSHA256: Array(SHA256.hash(data: Data("\(id)".utf8))),
            key: UUID(),
            by: signatory
        )
        let submitted = try await applications.submit(
            id,
            arrival: arrival,
            declarations: Set(Declaration.allCases),
            by: signatory
        )
        guard let held = try await applications.receipts.find(submitted.receipt.code) else { throw Missing() }
        try await applications.receipts.attachPaper(ApplicantsOffice.pdf + Array("%\(id)\n".utf8), to: held.submission)
        return submitted
    }

    private static let answers: [String: Answer] = [
        "goal": .text("Vairāk prieka skolā."), "count": .text("25"), "income": .text("120.50"),
        "news": .text("2027-03-15"), "place": .text("city"), "topics": .list(["art", "sport"]),
        "support": .fields(["answer": "no", "explanation": ""]), "city-name": .text("Parauga pilsēta"),
        "period": .fields(["start": "2027-02-01", "end": "2027-06-30"]),
        "activities": .rows([
            [
                "title": "Darbnīca", "start": "2027-03-01", "end": "2027-03-02", "place": "Skolā",
                "person": "Projekta vadītāja", "result": "20 dalībnieku",
            ]
        ]),
        "contact": .fields([
            "name": "Parauga Persona", "position": "skolotāja", "email": "persona@example.lv", "phone": "+371 20000000",
        ]),
        "school": .fields(["name": "Parauga skola", "number": "1234567890"]),
        "learners": .fields(["grades1to3": "10", "atRisk": "5"]),
        "rooms": .rows([["room": "Zāle", "seats": "40", "rent": "10.00", "from": "2027-03-01"]]),
        "budget": .rows([
            ["category": "people", "description": "Vadītājs", "unit": "stunda", "quantity": "10.5", "price": "20.00"],
            ["category": "things", "description": "Papīrs", "unit": "gab.", "quantity": "100", "price": "3.50"],
        ]),
    ]
}
