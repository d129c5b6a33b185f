extension Unicode.Scalar {
    /// True if XML 1.0 allows the character at all.
    var isStorableInXML: Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

extension String {
    /// The text with everything that means something in XML written out, in elements and quoted attributes alike.
    var inXML: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\r": result += "&#13;"
            default: result.unicodeScalars.append(scalar.isStorableInXML ? scalar : "\u{FFFD}")
            }
        }
        return result
    }
}
