import Foundation

/// Everything under the templates folder as read at one moment.
struct TemplateFolder: Sendable {
    let pages: [Language: [String: [TemplatePiece]]]
    let texts: [Language: Texts]
    let assets: Assets
    let names: Set<String>
    var stamp: [String: Date]

    init(_ folder: String) throws {
        stamp = Self.stamp(of: folder)
        var faults: [String] = []
        let assets = try Assets(folder: "\(folder)/assets")
        let sources = try Self.sources(in: folder)
        if sources.isEmpty { faults.append("there are no templates in \(folder)") }
        var texts: [Language: Texts] = [:]
        var pages: [Language: [String: [TemplatePiece]]] = [:]
        for language in Language.allCases {
            let known = TextFiles.load(folder, language, into: &faults)
            texts[language] = known
            pages[language] = Self.pages(of: sources, texts: known, assets: assets, faults: &faults)
        }
        guard faults.isEmpty else {
            throw TemplateError.faults(faults)
        }
        self.assets = assets
        self.texts = texts
        self.pages = pages
        names = Set(sources.map(\.name))
    }

    /// Every template with its partials and parents put in.
    private static func pages(
        of sources: [TemplateSource],
        texts: Texts,
        assets: Assets,
        faults: inout [String]
    ) -> [String: [TemplatePiece]] {
        var templates: [String: [TemplateNode]] = [:]
        for source in sources {
            templates[source.name] = source.nodes(texts: texts, assets: assets, faults: &faults)
        }
        let composer = TemplateComposer(templates: templates)
        var pages: [String: [TemplatePiece]] = [:]
        for source in sources {
            do {
                pages[source.name] = try composer.pieces(of: source.name)
            } catch {
                faults.append("\(source.name): \(error)")
            }
        }
        return pages
    }

    private static func sources(in folder: String) throws -> [TemplateSource] {
        try files(in: folder).filter { $0.hasSuffix(".mustache") }.map { path in
            let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
            return TemplateSource(name: String(path.dropLast(".mustache".count)), text: text)
        }
    }

    /// The paths of all files below a folder, sorted; hidden files are left out.
    static func files(in folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var paths: [String] = []
        for case let path as String in walk where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder), !isFolder.boolValue
            {
                paths.append(path)
            }
        }
        return paths.sorted()
    }

    /// When each file was changed, to tell whether to read again.
    static func stamp(of folder: String) -> [String: Date] {
        var stamp: [String: Date] = [:]
        for path in files(in: folder) {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
            stamp[path] = attributes?[.modificationDate] as? Date
        }
        return stamp
    }
}
