import Foundation

/// The folder that holds `Migrations` and `Templates`.
struct Home {
    let path: String
    /// Where the commands under `deploy/` keep what they make; `.kopiena`, or what `KOPIENA_STATE` names.
    let state: String

    private init(path: String, _ environment: [String: String]) {
        self.path = path
        let named = environment["KOPIENA_STATE"] ?? ""
        state = named.isEmpty ? path + "/.kopiena" : named
    }

    /// Named by `KOPIENA_HOME`; otherwise the nearest such folder above the working folder, or above the program itself.
    static func find(environment: [String: String] = ProcessInfo.processInfo.environment) -> Home? {
        if let named = environment["KOPIENA_HOME"], !named.isEmpty { return Home(path: named, environment) }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for start in [FileManager.default.currentDirectoryPath, program] {
            var folder = URL(fileURLWithPath: start)
            while folder.path != "/" {
                if isHome(folder.path) { return Home(path: folder.path, environment) }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }

    var migrations: String { path + "/Migrations" }
    var templates: String { path + "/Templates" }
    /// What `deploy/run` knows of the cluster it started.
    var settingsFile: String { state + "/settings.env" }

    private static func isHome(_ folder: String) -> Bool {
        ["/Migrations", "/Templates"].allSatisfy { FileManager.default.fileExists(atPath: folder + $0) }
    }
}
