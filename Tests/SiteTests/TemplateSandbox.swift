import Foundation
import Site

/// A folder of templates made for one test and removed after it.
struct TemplateSandbox: ~Copyable {
    let folder = NSTemporaryDirectory() + "kopiena-templates-" + UUID().uuidString

    init(_ files: [String: String]) throws {
        for (path, text) in files {
            try write(path, text)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func templates(reload: Bool = false) throws -> Templates {
        try Templates(folder: folder, reload: reload, strict: true)
    }

    /// The page `page` over a view, in Latvian.
    static func render(_ page: String, _ view: View, more: [String: String] = [:]) throws -> String {
        let sandbox = try TemplateSandbox(more.merging(["page.mustache": page]) { _, new in new })
        return try sandbox.templates().render("page", view, language: .lv)
    }
}
