/// Checks of who takes part: persons, schools, co-implementers, learners; and of yes-no answers and files.
extension Checklist {
    /// A "yes" is explained where the question must be answered; a "no" has nothing to explain.
    mutating func checkYesNo(_ fields: [String: String], of question: Question, at place: Finding.Place) {
        guard question.required, fields["answer"] == "yes" else { return }
        if (fields["explanation"] ?? "").isBlank { error(.missing, at: place.part("explanation")) }
    }

    mutating func checkPerson(_ fields: [String: String], at place: Finding.Place) {
        if let email = fields["email"], !email.isEmpty, !Self.isEmail(email) {
            error(.notAnEmail, at: place.part("email"))
        }
        if let phone = fields["phone"], !phone.isEmpty, !Self.isPhone(phone) {
            error(.notAPhone, at: place.part("phone"))
        }
    }

    mutating func checkSchool(_ fields: [String: String], at place: Finding.Place) {
        guard let number = fields["number"], !number.isEmpty else { return }
        if EducationRegisterNumber(typed: number) == nil { error(.educationNumber, at: place.part("number")) }
    }

    mutating func checkPartners(_ rows: [[String: String]], at place: Finding.Place) {
        var seen: [String: Int] = [:]
        for (index, row) in rows.enumerated() {
            guard let typed = row["number"], !typed.isEmpty else { continue }
            let place = place.row(index).part("number")
            do {
                let number = try RegistrationNumber(typed: typed).digits
                if number == organisation.registrationNumber { error(.partnerIsApplicant, at: place) }
                if let earlier = seen[number] { error(.partnerRepeated(row: earlier), at: place) }
                seen[number] = seen[number] ?? index
            } catch {
                self.error(.registrationNumber(error), at: place)
            }
        }
    }

    mutating func checkTargetGroup(_ fields: [String: String], of question: Question, at place: Finding.Place) {
        let numbers = fields.compactMapValues(WholeNumber.typed)
        // A part that is no number or a negative one has its own finding; sums would only confuse.
        let typed = fields.count { !$0.value.isBlank }
        guard numbers.count == typed, numbers.values.allSatisfy({ (0...1_000_000).contains($0) }) else { return }
        let all = Question.gradeGroups.map { numbers[$0] ?? 0 }.reduce(0, +)
        if all == 0 && question.required { error(.nobodyInTargetGroup, at: place) }
        if let smallest = question.limits.smallest, all > 0, all < smallest {
            error(.numberTooSmall(smallest: smallest), at: place)
        }
        if let largest = question.limits.largest, all > largest { error(.numberTooLarge(largest: largest), at: place) }
        for part in Question.specialGroups {
            guard let group = numbers[part], group > all else { continue }
            error(.groupLargerThanAll(group: group, all: all), at: place.part(part))
        }
        if all > 0, (numbers["atRisk"] ?? 0) == 0 { warning(.nobodyAtRisk, at: place.part("atRisk")) }
    }

    mutating func checkFiles(of question: Question, at place: Finding.Place) {
        let count = files.count { $0.field == question.key }
        let most = min(question.limits.files ?? Question.Limits.hardFiles, Question.Limits.hardFiles)
        if question.required && count == 0 { error(.missing, at: place) }
        if count > most { error(.tooManyFiles(files: count, most: most), at: place) }
    }

    mutating func checkDocuments() {
        for document in terms.documents where document.required {
            guard !files.contains(where: { $0.field == document.field }) else { continue }
            error(.documentMissing, at: .init(section: CallTerms.documentsSection, field: document.field))
        }
    }

    /// Something, one `@`, something with a dot inside: the rest shows when mail is sent.
    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, !text.contains(where: \.isWhitespace) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return !parts[0].isEmpty && labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
    }

    private static func isPhone(_ text: String) -> Bool {
        let digits = text.count { $0.isASCII && $0.isNumber }
        return (6...15).contains(digits)
            && text.allSatisfy { ($0.isASCII && $0.isNumber) || $0.isWhitespace || "+-()".contains($0) }
    }
}
