import Foundation
public import HTTPTypes
import NIOCore
import Testing

/// An answer as a test looks at it.
public struct TestPage: Sendable {
    /// The address that was asked for.
    public let address: String
    /// The status.
    public let status: HTTPResponse.Status
    /// The headers.
    public let headers: HTTPFields
    /// The body.
    public let bytes: [UInt8]

    /// The body as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body taken apart.
    public var document: HTMLDocument { HTMLDocument(text) }

    /// Where a redirect leads.
    public var location: String? { headers[.location] }

    /// The form with this action, or the only one in `<main>` that posts.
    public func form(_ action: String? = nil) throws -> TestForm {
        let document = document
        let forms = document.all("form")
        let wanted = forms.filter { form in
            if let action { return form["action"] == action }
            let inMain = form.ancestors.contains { document.elements[$0].name == "main" }
            return inMain && form["method"]?.lowercased() == "post"
        }
        let form = try #require(wanted.first, "\(address) has no form \(action ?? "in main")")
        return TestForm(form, in: document, at: address)
    }

    /// The address of the link with this text.
    public func link(_ text: String) throws -> String {
        let link = document.all("a").first { $0.text.contains(text) }
        return try #require(link?["href"], "\(address) has no link \(text)")
    }

    /// The body as a JSON value.
    public func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Value.self, from: Data(bytes))
    }
}
