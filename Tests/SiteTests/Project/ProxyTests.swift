import Foundation
import Testing

@Suite("The proxy's settings as delivered")
struct ProxyTests {
    @Test("write down no visitor's address: no server of it keeps an access log")
    func noAccessLog() throws {
        let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
        let text = try String(contentsOf: root.appending(path: "deploy/nginx.conf"), encoding: .utf8)
        let servers = text.components(separatedBy: "\nserver {").dropFirst()
        #expect(servers.count == 2)
        for server in servers {
            let logs = server.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { $0.hasPrefix("access_log") }
            #expect(logs == ["access_log off;"])
        }
    }
}
