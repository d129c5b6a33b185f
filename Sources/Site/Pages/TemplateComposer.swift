/// Puts partials and parents into a template when the folder is read, so that showing a page meets only texts, values and
/// sections.
struct TemplateComposer {
    /// Every template of the folder by its name.
    let templates: [String: [TemplateNode]]

    /// The named template as one piece.
    func pieces(of name: String) throws -> [TemplatePiece] {
        try pieces(named: name, blocks: [:], within: [])
    }

    private func pieces(named name: String, blocks: [String: [TemplateNode]], within names: [String]) throws
        -> [TemplatePiece]
    {
        guard let nodes = templates[name] else { throw TemplateFault("there is no template \(name)") }
        guard !names.contains(name) else { throw TemplateFault("\(name) contains itself") }
        return try pieces(of: nodes, blocks: blocks, within: names + [name])
    }

    /// - Parameters:
    ///   - blocks: what the templates around say instead of the blocks here; the outermost has the last word.
    ///   - names: the templates around.
    private func pieces(of nodes: [TemplateNode], blocks: [String: [TemplateNode]], within names: [String]) throws
        -> [TemplatePiece]
    {
        var pieces: [TemplatePiece] = []
        for node in nodes {
            switch node {
            case .text(let text):
                pieces.append(text: text)
            case .value(let name, let escaped):
                pieces.append(.value(name, escaped: escaped))
            case .section(let name, let isInverted, let inner):
                let inner = try self.pieces(of: inner, blocks: blocks, within: names)
                pieces.append(.section(name, isInverted: isInverted, inner))
            case .partial(let name):
                pieces.append(pieces: try self.pieces(named: name, blocks: blocks, within: names))
            case .parent(let name, let own):
                let all = own.merging(blocks) { _, outer in outer }
                pieces.append(pieces: try self.pieces(named: name, blocks: all, within: names))
            case .block(let name, let usual):
                // Inside what replaces a block its name means the block's own place again, not the replacement.
                var others = blocks
                let replacement = others.removeValue(forKey: name)
                pieces.append(pieces: try self.pieces(of: replacement ?? usual, blocks: others, within: names))
            }
        }
        return pieces
    }
}

/// A part of a composed template.
enum TemplatePiece: Sendable {
    /// Bytes to print as they are.
    case text([UInt8])
    /// A value to print.
    case value(String, escaped: Bool)
    /// Pieces to print once, for every element, or not at all.
    case section(String, isInverted: Bool, [TemplatePiece])
}

extension [TemplatePiece] {
    fileprivate mutating func append(text: String) {
        append(bytes: Array<UInt8>(text.utf8))
    }

    fileprivate mutating func append(pieces: [TemplatePiece]) {
        for piece in pieces {
            if case .text(let bytes) = piece { append(bytes: bytes) } else { append(piece) }
        }
    }

    /// Neighbouring texts become one.
    private mutating func append(bytes: [UInt8]) {
        if case .text(let before)? = last {
            self[count - 1] = .text(before + bytes)
        } else if !bytes.isEmpty {
            append(.text(bytes))
        }
    }
}
