/// Text from outside, made fit to be stored, printed and put into XML.
enum CleanText {
    /// Refuses broken UTF-8 and NUL; turns every kind of line end into LF and drops other control characters, which
    /// come along when people paste from documents.
    static func read(_ bytes: [UInt8]) throws(Problem) -> String {
        guard !bytes.contains(0) else { throw .unreadable(.nul) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable(.encoding) }
        guard text.unicodeScalars.contains(where: { unwanted($0) }) else { return text }
        var clean = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r", "\u{0B}", "\u{0C}": clean.append("\n")
            case "\n": if !afterReturn { clean.append("\n") }
            default: if !unwanted(scalar) { clean.append(scalar) }
            }
            afterReturn = scalar == "\r"
        }
        return String(clean)
    }

    /// Without white space, no-break spaces included, at both ends.
    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    private static func unwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}

/// `%41` and `+` as forms and addresses write them.
enum PercentEncoding {
    static func decoded(_ bytes: some Collection<UInt8>) throws(Problem) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"):
                result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
                    throw .unreadable(.syntax)
                }
                result.append(high << 4 | low)
            default:
                result.append(byte)
            }
        }
        return result
    }

    /// Everything but letters, digits and `-._~` encoded, as RFC 5987 and queries take it.
    static func encoded(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                result.append(contentsOf: hex(CollectionOfOne(byte)).uppercased().utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension String {
    /// The text as one part of an address: everything but letters, digits and `-._~` percent-encoded.
    public var urlEncoded: String { PercentEncoding.encoded(self) }
}
