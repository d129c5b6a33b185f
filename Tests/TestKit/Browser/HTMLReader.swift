/// Reads HTML character by character.
struct HTMLReader {
    private(set) var elements: [HTMLElement] = []
    private(set) var faults: [String] = []

    private static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    private let source: [Unicode.Scalar]
    private var place = 0
    private var line = 1
    private var open: [Int] = []
    private var texts: [Int: String] = [:]

    init(_ text: String) {
        source = Array(text.unicodeScalars)
    }

    mutating func read() {
        if !looking(at: "<!doctype html>") { fault("the page does not begin with <!doctype html>") }
        while let scalar = peek {
            if scalar != "<" {
                addText(readText())
            } else if looking(at: "<!--") {
                skip(past: "-->")
            } else if looking(at: "<!") {
                skip(past: ">")
            } else if looking(at: "</") {
                readClosingTag()
            } else if let next = peek(1), Self.isLetter(next) {
                readOpeningTag()
            } else {
                fault("a bare <")
                advance()
            }
        }
        for number in open { fault("<\(elements[number].name)> of line \(elements[number].line) is not closed") }
        for (number, text) in texts {
            elements[number].rawText = text
            elements[number].text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private mutating func readOpeningTag() {
        let start = line
        advance()
        let name = readName().lowercased()
        var attributes: [(name: String, value: String)] = []
        var closesItself = false
        while let scalar = peek, scalar != ">" {
            if Self.isSpace(scalar) {
                advance()
            } else if scalar == "/" {
                closesItself = true
                advance()
            } else {
                let attribute = readAttribute(of: name)
                if attributes.contains(where: { $0.name == attribute.name }) {
                    fault("<\(name)> has two attributes \(attribute.name)")
                }
                attributes.append(attribute)
            }
        }
        advance()
        let number = elements.count
        elements.append(
            HTMLElement(name: name, number: number, ancestors: open, line: start, attributes: attributes)
        )
        texts[number] = ""
        if Self.void.contains(name) { return }
        if closesItself {
            if !open.contains(where: { elements[$0].name == "svg" }) { fault("<\(name)/> closes itself") }
            return
        }
        open.append(number)
        if name == "script" || name == "style" { readRaw(until: "</\(name)>") }
        if name == "textarea" || name == "title" { readEscapable(until: "</\(name)>") }
    }

    private mutating func readAttribute(of element: String) -> (name: String, value: String) {
        var name = ""
        while let scalar = peek, !Self.isSpace(scalar), scalar != "=", scalar != ">", scalar != "/" {
            if "\"'<".unicodeScalars.contains(scalar) { fault("<\(element)> has a stray \(scalar)") }
            name.unicodeScalars.append(scalar)
            advance()
        }
        guard peek == "=" else {
            if name.isEmpty { advance() }
            return (name.lowercased(), "")
        }
        advance()
        guard let quote = peek, quote == "\"" || quote == "'" else {
            fault("<\(element)> has an unquoted \(name)")
            while let scalar = peek, !Self.isSpace(scalar), scalar != ">" { advance() }
            return (name.lowercased(), "")
        }
        advance()
        var value = String.UnicodeScalarView()
        while let scalar = peek, scalar != quote {
            value.append(scalar)
            advance()
        }
        advance()
        if let next = peek, !Self.isSpace(next), next != ">", next != "/" {
            fault("<\(element)> has no space after \(name)")
        }
        return (name.lowercased(), decoded(String(value)))
    }

    private mutating func readClosingTag() {
        advance(2)
        let name = readName().lowercased()
        skip(past: ">")
        guard let last = open.last else {
            fault("</\(name)> closes nothing")
            return
        }
        if elements[last].name == name {
            open.removeLast()
            return
        }
        fault("</\(name)> where <\(elements[last].name)> of line \(elements[last].line) is open")
        if let match = open.lastIndex(where: { elements[$0].name == name }) { open.removeSubrange(match...) }
    }

    private mutating func readRaw(until end: String) {
        var text = String.UnicodeScalarView()
        while let scalar = peek, !looking(at: end) {
            text.append(scalar)
            advance()
        }
        addText(String(text))
    }

    private mutating func readEscapable(until end: String) {
        var text = String.UnicodeScalarView()
        while let scalar = peek, !looking(at: end) {
            if scalar == "<" { fault("a bare < in text") }
            text.append(scalar)
            advance()
        }
        var value = decoded(String(text))
        if end == "</textarea>", value.first == "\n" { value.removeFirst() }
        addText(value)
    }

    private mutating func readText() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek, scalar != "<" {
            text.append(scalar)
            advance()
        }
        return decoded(String(text))
    }

    private mutating func addText(_ text: String) {
        for number in open { texts[number, default: ""] += text }
    }

    private mutating func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let entities: [String: String] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "apos": "'", "nbsp": "\u{A0}",
        ]
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            rest.removeFirst()
            guard scalar == "&" else {
                result.append(scalar)
                continue
            }
            guard let end = rest.prefix(12).firstIndex(of: ";") else {
                fault("a bare &")
                result.append("&")
                continue
            }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if let known = entities[name] {
                result.append(contentsOf: known.unicodeScalars)
            } else if name.hasPrefix("#x"), let code = UInt32(name.dropFirst(2), radix: 16),
                let it = Unicode.Scalar(code)
            {
                result.append(it)
            } else if name.hasPrefix("#"), let code = UInt32(name.dropFirst()), let it = Unicode.Scalar(code) {
                result.append(it)
            } else {
                fault("an unknown entity &\(name);")
            }
        }
        return String(result)
    }

    private mutating func readName() -> String {
        var name = ""
        while let scalar = peek, Self.isLetter(scalar) || ("0"..."9").contains(scalar) || scalar == "-" || scalar == ":"
        {
            name.unicodeScalars.append(scalar)
            advance()
        }
        return name
    }

    private var peek: Unicode.Scalar? { peek(0) }

    private func peek(_ ahead: Int) -> Unicode.Scalar? {
        place + ahead < source.count ? source[place + ahead] : nil
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where place < source.count {
            if source[place] == "\n" { line += 1 }
            place += 1
        }
    }

    private mutating func skip(past end: String) {
        while peek != nil, !looking(at: end) { advance() }
        advance(end.unicodeScalars.count)
    }

    private func looking(at text: String) -> Bool {
        var ahead = 0
        for scalar in text.unicodeScalars {
            guard let found = peek(ahead), found.properties.lowercaseMapping == scalar.properties.lowercaseMapping
            else {
                return false
            }
            ahead += 1
        }
        return true
    }

    private mutating func fault(_ words: String) {
        faults.append("line \(line): \(words)")
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
    }
}
