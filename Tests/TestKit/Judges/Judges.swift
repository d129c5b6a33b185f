import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Programs not of this project that judge its files. `deploy/test` installs them.
public enum Judges {
    /// The Python with WeasyPrint.
    public static let weasyprint =
        ProcessInfo.processInfo.environment["KOPIENA_WEASYPRINT_PYTHON"]
        ?? Project.root + "/.kopiena/weasyprint/bin/python"

    /// The Python with the judges.
    static let python =
        ProcessInfo.processInfo.environment["KOPIENA_TEST_PYTHON"] ?? Project.root + "/.kopiena/test-venv/bin/python"

    /// Whether WeasyPrint and the judges can be asked.
    public static let areInstalled = [weasyprint, python].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What a judge says about some bytes: a Python program that gets them as a file named by its first argument.
    public static func verdict(of program: String, on bytes: [UInt8], suffix: String) async throws -> String {
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

    /// What the validator of PDF/UA-1 says; `Result: no failures in implemented checks` if all is well.
    public static func pdfVerdict(on pdf: [UInt8]) async throws -> String {
        let program = """
            import sys, page
            print(page.validate_pdf(sys.argv[1], profile=page.ValidationProfile.PDF_UA_1))
            """
        return try await verdict(of: program, on: pdf, suffix: "pdf")
    }
}
