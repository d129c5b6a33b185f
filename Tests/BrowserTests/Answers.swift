import Foundation
import TestKit

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
        "budget.1.description": "Papīrs", "budget.1.unit": "gab.", "budget.1.quantity": "100",
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
    /// Stores the receipt's JSON as the signatory downloads it, and gives the file.
    func receipt(of address: String) async throws -> String {
        let base = address.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
        return try await serve { client in
            let browser = try await visitor("paraksta@example.lv", client)
            let json = try await browser.get(browser.get("\(base)/receipt").link("Lejupielādēt JSON"))
            let file = NSTemporaryDirectory() + "apliecinajums-\(UUID().uuidString.prefix(8)).json"
            try Data(json.bytes).write(to: URL(filePath: file))
            return file
        }
    }
}
