/// A byte string, kept as `bytea`.
public struct Bytes: SQLValue, Hashable {
    /// The bytes themselves.
    public var array: [UInt8]

    /// A byte string of these bytes.
    public init(_ array: [UInt8]) {
        self.array = array
    }

    /// `bytea`
    public static var sqlType: String { "bytea" }

    /// `\x` and two hexadecimal digits a byte.
    public var sqlText: String { written(after: "\\x") }

    /// Two small hexadecimal digits a byte.
    public var hex: String { written(after: "") }

    private func written(after prefix: StaticString) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let start = prefix.utf8CodeUnitCount
        return String(unsafeUninitializedCapacity: start + array.count * 2) { text in
            for place in 0..<start { text[place] = prefix.utf8Start[place] }
            var index = start
            for byte in array {
                text[index] = digits[Int(byte >> 4)]
                text[index + 1] = digits[Int(byte & 15)]
                index += 2
            }
            return index
        }
    }

    /// Reads `\x` and pairs of hexadecimal digits.
    public init?(sqlText: String) {
        var text = sqlText
        let decoded: [UInt8]? = text.withUTF8 { text in
            guard text.count >= 2, text.count % 2 == 0, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x")
            else { return nil }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.count / 2 - 1)
            for index in stride(from: 2, to: text.count, by: 2) {
                guard let high = nibble(text[index]), let low = nibble(text[index + 1]) else { return nil }
                bytes.append(high << 4 | low)
            }
            return bytes
        }
        guard let decoded else { return nil }
        array = decoded
    }
}

private func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
