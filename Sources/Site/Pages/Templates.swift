import Foundation
import Synchronization

/// The folder of pages, letters, texts and assets, read once at start; in development read again when a file in it
/// has changed.
public final class Templates: Sendable {
    private let folder: String
    private let reload: Bool
    private let strict: Bool
    private let current: Mutex<TemplateFolder>

    /// Reads the folder and throws one error that lists everything wrong in it.
    /// - Parameters:
    ///   - reload: look for changed files at each rendering (development).
    ///   - strict: a tag that names nothing is an error. On in debug builds.
    public init(folder: String, reload: Bool = false, strict: Bool = Templates.strictByDefault) throws {
        self.folder = folder
        self.reload = reload
        self.strict = strict
        current = Mutex(try TemplateFolder(folder))
    }

    /// Whether this build renders strictly unless told otherwise.
    public static var strictByDefault: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }

    /// The texts of one language.
    public func texts(_ language: Language) -> Texts {
        fresh().texts[language] ?? Texts(language: language, table: [:])
    }

    /// The style sheets, scripts and pictures.
    public var assets: Assets { fresh().assets }

    /// The names of all templates, such as `calls/show`.
    public var names: [String] { fresh().names.sorted() }

    /// The page: the named template filled with the view.
    public func render(_ name: String, _ view: View, language: Language) throws -> String {
        guard let pieces = fresh().pages[language]?[name] else { throw TemplateError.noTemplate(name) }
        var renderer = TemplateRenderer(view)
        renderer.print(pieces)
        guard !strict || renderer.unknown.isEmpty else {
            throw TemplateError.unknownNames(renderer.unknown.sorted(), template: name)
        }
        return renderer.text
    }

    /// The folder as it is now. A change that cannot be read is told once by the next start, not in the middle of a
    /// page: until it is mended the last good state is used.
    private func fresh() -> TemplateFolder {
        current.withLock { known in
            guard reload, TemplateFolder.stamp(of: folder) != known.stamp else { return known }
            do {
                known = try TemplateFolder(folder)
            } catch {
                FileHandle.standardError.write(Data("\(error)\n".utf8))
                known.stamp = TemplateFolder.stamp(of: folder)
            }
            return known
        }
    }
}

/// What can be wrong with templates.
public enum TemplateError: Error, CustomStringConvertible {
    /// The folder cannot be used; every fault is listed.
    case faults([String])
    /// A page asked for a template that is not there.
    case noTemplate(String)
    /// The template names what no view has.
    case unknownNames([String], template: String)

    /// The error in words.
    public var description: String {
        switch self {
        case .faults(let faults): "Templates:\n" + faults.map { "  \($0)" }.joined(separator: "\n")
        case .noTemplate(let name): "There is no template \(name)"
        case .unknownNames(let names, let template):
            "The template \(template) names what its view does not have: \(names.joined(separator: ", "))"
        }
    }
}
