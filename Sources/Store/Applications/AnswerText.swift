import Foundation
import Grants
import Postgres

/// An answer as its `jsonb` column gives it. Its first characters say what it is, and most answers are one line of text: they are
/// read without a decoder, of which a page would otherwise need dozens.
struct AnswerText: SQLValue {
    static var sqlType: String { "jsonb" }

    let answer: Answer
    let sqlText: String

    init?(sqlText: String) {
        guard let answer = Self.read(sqlText) else { return nil }
        self.answer = answer
        self.sqlText = sqlText
    }

    private static func read(_ text: String) -> Answer? {
        let bytes = text.utf8
        switch bytes.first {
        case UInt8(ascii: "\""):
            // By bytes: a letter's mark at the very beginning makes one character with the quotation mark before it.
            if !bytes.contains(UInt8(ascii: "\\")) {
                return .text(String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self))
            }
            return decode(String.self, text).map(Answer.text)
        case UInt8(ascii: "{"):
            return decode([String: String].self, text).map(Answer.fields)
        case UInt8(ascii: "[") where bytes.dropFirst().first == UInt8(ascii: "{"):
            return decode([[String: String]].self, text).map(Answer.rows)
        default:
            return decode([String].self, text).map(Answer.list)
        }
    }

    /// The reason is of no use to anybody: the row reports its column as unreadable.
    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
