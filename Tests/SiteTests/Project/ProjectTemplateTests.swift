import Foundation
import Site
import Testing

@Suite("The project's own templates")
struct ProjectTemplateTests {
    /// The root of the project, found from this file.
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path

    @Test("are read without a fault")
    func load() throws {
        _ = try Templates(folder: "\(Self.root)/Templates")
    }
}
