import Foundation
public import HTTPTypes
public import Hummingbird
public import NIOCore

extension Response {
    /// A page. Not kept by the browser or by anything between, since most pages say who is signed in.
    public static func html(_ page: String, status: HTTPResponse.Status = .ok) -> Response {
        text(page, type: "text/html; charset=utf-8", status: status)
    }

    /// Plain text of any media type.
    public static func text(
        _ text: String,
        type: String = "text/plain; charset=utf-8",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        bytes(ByteBuffer(string: text), type: type, status: status)
    }

    /// Bytes shown in place, such as a calendar feed.
    public static func bytes(_ bytes: ByteBuffer, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: bytes)
        )
    }

    /// A value as JSON, its keys sorted and its instants in ISO 8601.
    public static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return bytes(ByteBuffer(bytes: try encoder.encode(value)), type: "application/json", status: status)
    }

    /// The answer to every form that did something: look here now. Only addresses of this site are taken, whatever the
    /// caller was given.
    public static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: LocalAddress.checked(path), .cacheControl: "no-store"])
    }

    /// A file to keep: never shown in place, under a name that cannot leave its folder or break the header.
    public static func download(_ name: String, type: String, body: ResponseBody) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type,
                .contentDisposition: DownloadName(name).header,
                .cacheControl: "no-store",
                .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
            ],
            body: body
        )
    }

    /// A file to keep whose bytes are at hand.
    public static func download(_ name: String, type: String, bytes: ByteBuffer) -> Response {
        download(name, type: type, body: ResponseBody(byteBuffer: bytes))
    }
}

/// Addresses within the site.
public enum LocalAddress {
    /// The path if it leads nowhere else, `/` otherwise: `//host`, `/\host` and whole addresses are refused, and so is
    /// anything that could break out of a header.
    public static func checked(_ path: String) -> String {
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/") else { return "/" }
        if bytes.count > 1, bytes[1] == UInt8(ascii: "/") || bytes[1] == UInt8(ascii: "\\") { return "/" }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return "/" }
        return path
    }
}
