import Money

/// Checks of single texts: lengths, words, numbers, money, days, options.
extension Checklist {
    mutating func checkText(_ text: String, of question: Question, at place: Finding.Place) {
        let limits = question.limits
        switch question.kind {
        case .longText:
            checkLength(of: text, limit: limits.characters, hard: Question.Limits.hardCharacters, at: place)
            checkWords(of: text, limit: limits.words, at: place)
        case .number: checkNumber(text, limits: limits, at: place)
        case .money: checkMoney(text, limits: limits, at: place)
        case .date: checkDay(text, limits: limits, at: place)
        case .choice: checkOptions([text], of: question, at: place)
        default: checkLength(of: text, limit: limits.characters, hard: Question.Limits.hardLine, at: place)
        }
    }

    mutating func checkOptions(_ chosen: [String], of question: Question, at place: Finding.Place) {
        let known = Set(question.options.map(\.key))
        if !known.isSuperset(of: chosen) { error(.unknownOption, at: place) }
    }

    /// A part of an answer. Limits of numbers belong to the whole answer, so parts have the hard ones only.
    mutating func checkPart(_ text: String, _ part: Question.Part, of question: Question, at place: Finding.Place) {
        switch (question.kind, part.key) {
        case (.yesNo, "answer"):
            if text != "yes" && text != "no" { error(.unknownOption, at: place) }
        case (.yesNo, "explanation"):
            let limits = question.limits
            checkLength(of: text, limit: limits.characters, hard: Question.Limits.hardCharacters, at: place)
            checkWords(of: text, limit: limits.words, at: place)
        case (.budget, "category"):
            if !terms.costCategories.contains(where: { $0.key == text }) { error(.unknownOption, at: place) }
        case (.budget, "quantity"):
            if (Quantity(typed: text)?.thousandths ?? 0) <= 0 { error(.notAQuantity, at: place) }
        case (.targetGroup, _):
            checkNumber(text, limits: .init(smallest: 0, largest: 1_000_000), at: place)
        default:
            switch part.kind {
            case .number: checkNumber(text, limits: .init(), at: place)
            case .money: checkMoney(text, limits: .init(), at: place)
            case .date: checkDay(text, limits: .init(), at: place)
            default: checkLength(of: text, limit: nil, hard: Question.Limits.hardLine, at: place)
            }
        }
    }

    private mutating func checkLength(of text: String, limit: Int?, hard: Int, at place: Finding.Place) {
        let limit = min(limit ?? hard, hard)
        // No text has more characters than bytes, and bytes are known without counting.
        guard text.utf8.count > limit else { return }
        let characters = text.count
        if characters > limit { error(.tooLong(characters: characters, limit: limit), at: place) }
    }

    private mutating func checkWords(of text: String, limit: Int?, at place: Finding.Place) {
        guard let limit else { return }
        let words = WordCount.of(text)
        if words > limit { error(.tooManyWords(words: words, limit: limit), at: place) }
    }

    private mutating func checkNumber(_ text: String, limits: Question.Limits, at place: Finding.Place) {
        guard let number = WholeNumber.typed(text) else { return error(.notANumber, at: place) }
        if let smallest = limits.smallest, number < smallest { error(.numberTooSmall(smallest: smallest), at: place) }
        if let largest = limits.largest, number > largest { error(.numberTooLarge(largest: largest), at: place) }
    }

    private mutating func checkMoney(_ text: String, limits: Question.Limits, at place: Finding.Place) {
        guard let sum = Euro(typed: text) else { return error(.notMoney, at: place) }
        if let largest = limits.largestMoney, sum > largest { error(.moneyTooLarge(largest: largest), at: place) }
    }

    private mutating func checkDay(_ text: String, limits: Question.Limits, at place: Finding.Place) {
        guard let day = Day(iso: text) else { return error(.notADay, at: place) }
        if let earliest = limits.earliest, day < earliest { error(.dayTooEarly(earliest: earliest), at: place) }
        if let latest = limits.latest, day > latest { error(.dayTooLate(latest: latest), at: place) }
    }
}

/// Words as people count them: what stands between spaces and holds a letter or a digit. A dash alone is none, `7.-9.` is one.
public enum WordCount {
    /// How many words a text has.
    public static func of(_ text: String) -> Int {
        var words = 0
        var isCounted = false
        for scalar in text.unicodeScalars {
            if isSpace(scalar) {
                isCounted = false
            } else if !isCounted, isLetterOrDigit(scalar) {
                isCounted = true
                words += 1
            }
        }
        return words
    }

    /// The tables of Unicode are asked only beyond ASCII: a page counts the words of a dozen long texts.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return scalar == " " || (9...13).contains(scalar.value) }
        return scalar.properties.isWhitespace
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else {
            return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
