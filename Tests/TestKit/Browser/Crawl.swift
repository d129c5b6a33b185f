import HTTPTypes

/// What a walk through the site by its links has found.
public struct Crawl: Sendable {
    /// One page of every kind, in the order they were found.
    public private(set) var pages: [TestPage] = []
    /// Links that lead nowhere, and what is wrong with the pages.
    public private(set) var faults: [String] = []

    /// Follows every link from the given addresses, each kind of page once: addresses that differ only in numbers and
    /// values are one kind. Where there are more kinds than `limit`, the walk is a fault: what it did not reach is not judged.
    public init(_ browser: TestBrowser, from starts: [String], limit: Int = 400) async throws {
        var waiting = starts.map { (address: $0, from: "the start") }
        var seen = Set(starts.map { Self.kind(of: $0) })
        while !waiting.isEmpty {
            guard pages.count < limit else {
                faults.append(
                    "more than \(limit) kinds of pages: \(waiting.count) are left, first \(waiting[0].address)"
                )
                return
            }
            let (address, from) = waiting.removeFirst()
            let page = try await browser.get(address)
            // A link may ask a stranger to sign in first.
            guard page.status == .ok || page.status == .unauthorized else {
                faults.append("\(address), linked from \(from), answers \(page.status.code)")
                continue
            }
            guard page.headers[.contentType]?.hasPrefix("text/html") ?? false else { continue }
            pages.append(page)
            let document = page.document
            faults += document.houseFaults().map { "\(address): \($0)" }
            for link in document.all("a").compactMap({ $0["href"] }) {
                let target = Self.absolute(link, from: page.address)
                if let target, seen.insert(Self.kind(of: target)).inserted { waiting.append((target, address)) }
            }
        }
    }

    /// The address a link leads to within the site; the other language of a page is the same page.
    private static func absolute(_ link: String, from address: String) -> String? {
        let link = link.split(separator: "#", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        if link.isEmpty || link.contains("lang=") || link.hasPrefix("/assets/") || link.hasPrefix("//") { return nil }
        if link.hasPrefix("/") { return link }
        if link.hasPrefix("?") { return address.prefix { $0 != "?" } + link }
        return nil
    }

    private static func kind(of address: String) -> String {
        let parts = address.split(separator: "?", maxSplits: 1)
        let path = (parts.first ?? "").split(separator: "/").map { segment in
            segment.contains { $0.isNumber } ? ":" : String(segment)
        }
        let names = parts.count < 2 ? [] : parts[1].split(separator: "&").map { $0.prefix { $0 != "=" } }
        return path.joined(separator: "/") + "?" + Set(names).sorted().joined(separator: "&")
    }
}
