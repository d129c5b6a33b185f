import AsyncHTTPClient
import Foundation
public import HTTPTypes
import Hummingbird
public import HummingbirdTesting
public import NIOCore
import NIOHTTP1

/// A browser without scripts: keeps cookies, knows the forms of the page it is on, sends what browsers send beside them.
public actor TestBrowser {
    /// Asks the site: method, address, headers, body.
    private typealias Way = @Sendable (HTTPRequest.Method, String, HTTPFields, ByteBuffer?) async throws -> TestPage

    private let ask: Way
    private let origin: String
    /// The cookies it holds.
    public private(set) var cookies: [String: String] = [:]
    /// Every `Set-Cookie` header it was given.
    public private(set) var cookieHeaders: [String] = []
    /// The page it is on.
    public private(set) var page: TestPage?

    /// A browser that has been nowhere yet.
    /// - Parameter origin: the site's own; over a real connection it has the port.
    public init(_ client: any TestClientProtocol, origin: String = "http://localhost") {
        self.origin = origin
        ask = { method, path, headers, body in
            let response = try await client.executeRequest(uri: path, method: method, headers: headers, body: body)
            return TestPage(
                address: path,
                status: response.status,
                headers: response.headers,
                bytes: Array(response.body.readableBytesView)
            )
        }
    }

    /// A browser that reaches a site on a port of this machine, over real connections.
    /// - Parameter patience: how long it waits for an answer.
    public init(port: Int, patience: Duration = .seconds(180)) {
        origin = "http://127.0.0.1:\(port)"
        let seconds = patience.components.seconds
        ask = { [origin] method, path, headers, body in
            var request = HTTPClientRequest(url: origin + path)
            request.method = HTTPMethod(rawValue: method.rawValue)
            for field in headers { request.headers.add(name: field.name.rawName, value: field.value) }
            request.body = body.map { .bytes($0) }
            let response = try await HTTPClient.manyConnections.execute(request, timeout: .seconds(seconds))
            var fields = HTTPFields()
            for (name, value) in response.headers {
                if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
            }
            let bytes = try await response.body.collect(upTo: 100_000_000)
            return TestPage(
                address: path,
                status: HTTPResponse.Status(code: Int(response.status.code)),
                headers: fields,
                bytes: Array(bytes.readableBytesView)
            )
        }
    }

    /// Goes to an address; redirects are followed, as people see it.
    @discardableResult
    public func get(_ address: String, headers: HTTPFields = [:]) async throws -> TestPage {
        try await follow(send(.get, address, headers: headers))
    }

    /// Asks and shows what came, redirects included.
    @discardableResult
    public func send(
        _ method: HTTPRequest.Method,
        _ address: String,
        headers: HTTPFields = [:],
        body: ByteBuffer? = nil
    ) async throws -> TestPage {
        var headers = headers
        if !cookies.isEmpty, headers[.cookie] == nil {
            headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
                separator: "; "
            )
        }
        if headers[.accept] == nil { headers[.accept] = "text/html" }
        let path = address.split(separator: "#", omittingEmptySubsequences: false).first.map(String.init) ?? address
        let page = try await ask(method, path, headers, body)
        for header in page.headers[values: .setCookie] { keep(header) }
        if page.headers[.contentType]?.hasPrefix("text/html") ?? false { self.page = page }
        return page
    }

    /// Sends fields as a form of ours would, with a form token of the page it is on unless the fields have one.
    @discardableResult
    public func post(
        _ address: String,
        _ fields: [(String, String)] = [],
        headers: HTTPFields = [:]
    ) async throws -> TestPage {
        var fields = fields
        if !fields.contains(where: { $0.0 == "formToken" }), let token = formToken() {
            fields.insert(("formToken", token), at: 0)
        }
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        var all: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .origin: origin,
        ]
        for field in headers { all[field.name] = field.value.isEmpty ? nil : field.value }
        return try await send(.post, address, headers: all, body: ByteBuffer(string: body))
    }

    /// Sends fields and files.
    @discardableResult
    public func upload(
        _ address: String,
        _ fields: [(String, String)] = [],
        files: [TestFile],
        headers: HTTPFields = [:]
    ) async throws -> TestPage {
        var fields = fields
        if !fields.contains(where: { $0.0 == "formToken" }), let token = formToken() {
            fields.insert(("formToken", token), at: 0)
        }
        let boundary = "kopiena-test-boundary"
        var body = ByteBuffer()
        for (name, value) in fields {
            body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
        }
        for file in files {
            let head = "form-data; name=\"\(file.field)\"; filename=\"\(file.name)\""
            body.writeString("--\(boundary)\r\nContent-Disposition: \(head)\r\n")
            body.writeString("Content-Type: application/octet-stream\r\n\r\n")
            body.writeBytes(file.bytes)
            body.writeString("\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        var all: HTTPFields = [
            .contentType: "multipart/form-data; boundary=\(boundary)", .origin: origin,
        ]
        for field in headers { all[field.name] = field.value }
        return try await send(.post, address, headers: all, body: body)
    }

    /// Fills in a form of the page it is on and sends it; follows the redirect.
    /// - Parameters:
    ///   - form: the form's action; without it, the one in `<main>` that posts.
    ///   - button: the words on the button that is pressed, if it has a name.
    @discardableResult
    public func submit(
        _ changes: KeyValuePairs<String, String> = [:],
        form action: String? = nil,
        button: String? = nil
    ) async throws -> TestPage {
        guard let page else { return try await get("/") }
        var form = try page.form(action)
        for name in Set(changes.map(\.key)) {
            form.fill(name, changes.filter { $0.key == name }.map(\.value))
        }
        var fields = form.fields.map { ($0.name, $0.value) }
        if let button, let pressed = form.buttons.first(where: { $0.label.contains(button) }), let name = pressed.name {
            fields.append((name, pressed.value))
        }
        if form.method == "get" {
            let query = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
            return try await get("\(form.action)?\(query)")
        }
        if form.isMultipart { return try await follow(upload(form.action, fields, files: [])) }
        return try await follow(post(form.action, fields))
    }

    /// A form token of the page it is on.
    public func formToken() -> String? {
        page?.document.first("input", where: ["name": "formToken"])?["value"]
    }

    /// Forgets or plants a cookie.
    public func setCookie(_ name: String, _ value: String?) {
        cookies[name] = value
    }

    private func follow(_ first: TestPage) async throws -> TestPage {
        var page = first
        for _ in 0..<10 {
            guard [301, 302, 303, 307, 308].contains(page.status.code), let location = page.location else {
                return page
            }
            page = try await send(.get, location)
        }
        return page
    }

    private func keep(_ header: String) {
        cookieHeaders.append(header)
        let parts = header.split(separator: ";").map { $0.drop { $0 == " " } }
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
        let ends = parts.dropFirst().contains { $0.lowercased() == "max-age=0" }
        cookies[String(pair[..<equals])] = ends ? nil : String(pair[pair.index(after: equals)...])
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}

extension HTTPClient {
    /// Opens as many connections as there are requests at once: a crowd is not one browser.
    fileprivate static let manyConnections = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_000
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

/// A file to upload.
public struct TestFile: Sendable {
    let field: String
    let name: String
    let bytes: [UInt8]

    /// A file of the given name and bytes for a field.
    public init(field: String = "file", name: String, bytes: [UInt8]) {
        self.field = field
        self.name = name
        self.bytes = bytes
    }
}
