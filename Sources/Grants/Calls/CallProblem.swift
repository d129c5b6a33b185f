public import Foundation
public import Money

/// One thing that stops the publication of a call: where it is and what is wrong there.
public struct CallProblem: Sendable, Hashable {
    /// Where to mend it.
    public let place: Place
    /// What is wrong.
    public let fault: Fault

    /// Something that stops publication.
    public init(_ place: Place, _ fault: Fault) {
        self.place = place
        self.fault = fault
    }

    /// Where a call can be wrong.
    public enum Place: Sendable, Hashable {
        /// The title.
        case title
        /// The purpose.
        case purpose
        /// Acts and points.
        case legalBasis
        /// The line and the money of the call.
        case money
        /// What one project may get.
        case amount
        /// Who may apply.
        case applicants
        /// Opening and closing.
        case window
        /// Project dates and duration.
        case project
        /// The form as a whole.
        case form
        /// A part of the form, by key.
        case section(String)
        /// A question, by key.
        case question(String)
        /// A required document, by key.
        case document(String)
        /// Cost categories as a whole.
        case costs
        /// A cost category, by key.
        case category(String)
        /// Conformity criteria as a whole.
        case conformity
        /// A conformity criterion, by key.
        case conformityCriterion(String)
        /// Quality criteria as a whole.
        case quality
        /// A quality criterion, by key.
        case qualityCriterion(String)
    }

    /// What can be wrong.
    public enum Fault: Sendable, Hashable {
        /// There is no Latvian text.
        case latvianMissing
        /// There is Latvian text but no English.
        case englishMissing
        /// A text has more characters than that.
        case textTooLong(Int)
        /// There must be at least one.
        case noneGiven
        /// An act without its point, or the reverse.
        case actIncomplete
        /// The programme has no such line.
        case fundingLineUnknown(String)
        /// The call's money does not pay for one project.
        case lessThanOneProject(Euro)
        /// The call has more money than its line.
        case moreThanLine(Euro)
        /// A sum must be above zero.
        case sumNotPositive
        /// A quota is at least one.
        case quotaOutOfRange(largest: Int)
        /// The call ends before it opens.
        case closesBeforeOpening
        /// The call would be published after its end.
        case closesInPast
        /// Fewer than 30 days are left for applicants and no reason is given; the earliest end without one.
        case windowShort(earliest: Date)
        /// The end would come earlier than published.
        case shortened(from: Date)
        /// The call has opened; its opening stays.
        case alreadyOpened(Date)
        /// The last project day is before the first.
        case endsBeforeStart
        /// Projects would run outside the days of their line.
        case outsideLine(first: Day, last: Day)
        /// Projects would have to end before applications do.
        case endsBeforeClosing
        /// The duration is not between one month and the months between the first and the last day.
        case durationOutOfRange(largest: Int)
        /// A key is not small letters, digits and hyphens, or is used by the pages themselves.
        case keyMisshapen
        /// The key stands twice.
        case keyRepeated
        /// A part of the form without questions.
        case noQuestions
        /// The form has no short text with the key `title`.
        case titleQuestionMissing
        /// A call with a ceiling needs exactly one budget.
        case budgetMissing
        /// A lump sum asks for no budget and no cost categories.
        case budgetNotAsked
        /// This kind of question stands more than once.
        case kindRepeated
        /// The published question was of another kind: answers would no longer fit. A new question needs a new key.
        case kindChanged(from: Question.Kind)
        /// A choice needs at least two options.
        case tooFewOptions
        /// A table needs at least one column.
        case noColumns
        /// A column is a short text, a number, a sum or a date.
        case columnKindUnfit(String)
        /// Two options or columns have the same key, or a key is misshapen.
        case partKeyWrong(String)
        /// An option or a column without its words in both languages.
        case partTitleMissing(String)
        /// The condition names no question of the form.
        case conditionUnknown(String)
        /// The condition names a question that comes later, or the question itself.
        case conditionNotEarlier(String)
        /// The condition names a question that is not a choice.
        case conditionNotChoice(String)
        /// The condition expects an answer that the other question does not have, or none at all.
        case conditionAnswerUnknown(String)
        /// A limit is outside what the office takes.
        case limitOutOfRange(smallest: Int, largest: Int)
        /// The lower limit is above the upper one.
        case limitsCrossed
        /// The required papers alone are more than an application may have.
        case tooManyFiles(largest: Int)
        /// There are more than that.
        case tooMany(largest: Int)
        /// A ceiling is not between 0.01 % and 100 %, or above the amount.
        case ceilingOutOfRange
        /// The ceilings of all categories together leave part of the money without use.
        case ceilingsTooLow
        /// A scale ends at 1 to 100.
        case scaleOutOfRange
        /// A weight is above 0 and at most 10.
        case weightOutOfRange
        /// A threshold is above what can be reached.
        case thresholdTooHigh(largest: Int)
    }
}
