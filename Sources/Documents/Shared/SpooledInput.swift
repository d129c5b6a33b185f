import Foundation

#if canImport(System)
    public import System
#else
    public import SystemPackage
#endif

/// What a program of another process reads: a file without a name, ready to be read from its start.
///
/// A pipe would do as well if the program always read it. One that dies first leaves the writing end open, and swift-subprocess
/// 1.0.2 then stops our whole process ("FileDescriptor … was not closed").
public enum SpooledInput {
    /// Writes the bytes and gives the open file; whoever gets it closes it.
    /// - Throws: an `Errno` if the disk takes no more.
    public static func open(_ bytes: [UInt8]) throws -> FileDescriptor {
        let path = FilePath(FileManager.default.temporaryDirectory.path)
            .appending("kopiena-input-\(UUID().uuidString)")
        let file = try FileDescriptor.open(
            path,
            .readWrite,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerRead, .ownerWrite]
        )
        do {
            // The name goes at once, so that nothing is left behind whatever happens to us.
            try FileManager.default.removeItem(atPath: path.string)
            try file.writeAll(bytes)
            try file.seek(offset: 0, from: .start)
            return file
        } catch {
            try? file.close()
            throw error
        }
    }
}
