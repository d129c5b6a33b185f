import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Programs not of this project that judge its files. `deploy/test` installs them.
enum Judge {
    /// The folder of the project.
    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The Python with WeasyPrint.
    static let weasyprint =
        ProcessInfo.processInfo.environment["KOPIENA_WEASYPRINT_PYTHON"] ?? project + "/.kopiena/weasyprint/bin/python"

    /// The Python with the judges.
    static let python =
        ProcessInfo.processInfo.environment["KOPIENA_TEST_PYTHON"] ?? project + "/.kopiena/test-venv/bin/python"

    static let prints = FileManager.default.isExecutableFile(atPath: weasyprint)
    static let judges = FileManager.default.isExecutableFile(atPath: python)

    /// What a judge says about some bytes: a Python program that gets them as a file named by its first argument.
    static func verdict(of program: String, on bytes: [UInt8], suffix: String) async throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).\(suffix)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        let result = try await run(
            .path(FilePath(python)),
            arguments: ["-c", program, file.path],
            output: .string(limit: 1_048_576),
            error: .string(limit: 1_048_576)
        )
        return result.standardOutput + result.standardError.suffix(2_000)
    }
}
