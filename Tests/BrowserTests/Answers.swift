import Foundation
import Postgres
import Store
import TestKit
import Web

/// What the journeys write into the forms.
enum Answers {
    static let plan: KeyValuePairs<String, String> = [
        "period.start.day": "1", "period.start.month": "2", "period.start.year": "2027",
        "period.end.day": "30", "period.end.month": "6", "period.end.year": "2027",
        "activities.1.title": "Darbnīca", "activities.1.start": "01.03.2027.", "activities.1.end": "02.03.2027",
        "activities.1.place": "Skolā", "activities.1.person": "Projekta vadītāja",
        "activities.1.result": "20 dalībnieku",
        "contact.name": "Parauga Persona", "contact.position": "skolotāja", "contact.email": "persona@example.lv",
        "contact.phone": "+371 20000000", "school.name": "Parauga skola", "school.number": "1234567890",
        "learners.grades1to3": "10", "learners.atRisk": "5",
    ]

    static let budget: KeyValuePairs<String, String> = [
        "budget.1.description": "Papīrs", "budget.1.quantity": "100", "budget.1.unit": "gab.",
        "budget.1.price": "3,50",
    ]

    /// A decision of the council, as a file to choose.
    static func paper() throws -> String {
        let file = NSTemporaryDirectory() + "lemums-\(UUID().uuidString.prefix(8)).pdf"
        try Data(ApplicantsOffice.pdf).write(to: URL(filePath: file))
        return file
    }
}

extension ApplicantsOffice {
    /// Prints the receipt as the worker does a moment after the submission.
    func printReceipt() async throws {
        let job = try await test.stores.jobs.take([.receiptPaper], lease: .seconds(300))
        if let job { try await ApplicationLetters(test.office).printReceipt(job) }
    }

    /// How many submissions the call has.
    func submissions() async throws -> Int {
        try await count("SELECT count(*) AS count FROM submission WHERE number LIKE \("\(number)-%")")
    }
}

/// A copy of a file in which one byte in the middle is another.
func withOneByteChanged(_ file: String) throws -> String {
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes[bytes.count / 2] ^= 1
    let copy = URL(filePath: file).deletingLastPathComponent().appending(path: "changed-\(UUID().uuidString.prefix(8))")
    try bytes.write(to: copy)
    return copy.path
}
