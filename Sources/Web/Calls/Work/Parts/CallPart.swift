import Grants
import Money
import Site
import Store

/// A part of a call that is edited on a page of its own.
protocol CallPart: Sendable {
    /// Its name in addresses and texts: `dates`.
    var name: String { get }
    /// The page's heading, if it is not `calls.parts.NAME.title`.
    func title(_ terms: CallTerms, _ texts: Texts) -> String?
    /// Its fields in order.
    func fields(_ desk: PartDesk) -> [PartField]
    /// What stands in them now; nothing if the call has no such item.
    func values(of terms: CallTerms) -> PartValues?
    /// Puts what was typed into the terms; what is not understood is told to the reader.
    func apply(_ reader: inout PartReader, to terms: inout CallTerms)
    /// Where one is afterwards, under the call's address.
    var place: String { get }
}

extension CallPart {
    func title(_ terms: CallTerms, _ texts: Texts) -> String? { nil }
    var place: String { "" }
}

/// What parts may need around them to offer choices.
struct PartDesk: Sendable {
    let texts: Texts
    let terms: CallTerms
    let lines: [FundingLine]

    func words(_ part: String) -> PartFields {
        PartFields(texts: texts, part: part)
    }

    func text(_ words: Bilingual) -> String {
        words.text(in: texts.language.rawValue)
    }
}

/// Finds parts by their names in addresses.
enum CallParts {
    static func part(_ name: String) -> (any CallPart)? {
        switch name {
        case "texts": TextsPart()
        case "money": MoneyPart()
        case "applicants": ApplicantsPart()
        case "dates": DatesPart()
        case "scoring": ScoringPart()
        default: nil
        }
    }

    /// An item of a list; `new` for one that is not there yet.
    static func item(_ list: String, _ key: String, section: String?) -> (any CallPart)? {
        let key = key == "new" ? nil : key
        return switch list {
        case "sections": SectionItem(key: key)
        case "questions": QuestionItem(key: key, section: section)
        case "documents": DocumentItem(key: key)
        case "categories": CategoryItem(key: key)
        case "conformity": ConformityItem(key: key)
        case "quality": QualityItem(key: key)
        default: nil
        }
    }
}
