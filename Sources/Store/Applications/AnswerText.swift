import Foundation
import Grants
import Postgres

/// An answer as its `jsonb` column gives it. Most hold no escapes: they are read without a decoder, of which a page would otherwise
/// need dozens.
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
        let bytes = Array(text.utf8)
        // An escape needs a decoder. Without one, what stands between two quotation marks is a text as it is.
        if !bytes.contains(UInt8(ascii: "\\")), let answer = Plain.read(bytes) { return answer }
        switch bytes.first {
        case UInt8(ascii: "\""): return decode(String.self, text).map(Answer.text)
        case UInt8(ascii: "{"): return decode([String: String].self, text).map(Answer.fields)
        case UInt8(ascii: "[") where bytes.dropFirst().first == UInt8(ascii: "{"):
            return decode([[String: String]].self, text).map(Answer.rows)
        default: return decode([String].self, text).map(Answer.list)
        }
    }

    /// The reason is of no use to anybody: the row reports its column as unreadable.
    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

/// Reads an answer without escapes: one text, texts, an object of texts, or such objects.
private struct Plain {
    private var texts: [String] = []
    private var rows: [[String: String]] = []
    private var isInObject = false

    static func read(_ bytes: [UInt8]) -> Answer? {
        var plain = Plain()
        let isList = bytes.first == UInt8(ascii: "[")
        var position = isList ? 1 : 0
        let length = isList ? bytes.count - 1 : bytes.count
        while position < length {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard let end = bytes[position...].firstIndex(of: byte) else { return nil }
                plain.texts.append(String(decoding: bytes[position..<end], as: UTF8.self))
                position = end + 1
            } else if !plain.take(byte) {
                return nil
            }
        }
        switch bytes.first {
        case UInt8(ascii: "\""): return plain.texts.first.map(Answer.text)
        case UInt8(ascii: "{"): return plain.rows.first.map(Answer.fields)
        default:
            guard plain.texts.isEmpty || plain.rows.isEmpty else { return nil }
            return plain.rows.isEmpty ? .list(plain.texts) : .rows(plain.rows)
        }
    }

    /// What stands between texts. Says whether it can be in an answer.
    private mutating func take(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{") where !isInObject && texts.isEmpty:
            isInObject = true
            return true
        case UInt8(ascii: "}") where isInObject && texts.count.isMultiple(of: 2):
            var row: [String: String] = [:]
            for name in stride(from: 0, to: texts.count, by: 2) { row[texts[name]] = texts[name + 1] }
            rows.append(row)
            texts = []
            isInObject = false
            return true
        case UInt8(ascii: ":"): return isInObject
        case UInt8(ascii: ","), UInt8(ascii: " "): return true
        default: return false
        }
    }
}
