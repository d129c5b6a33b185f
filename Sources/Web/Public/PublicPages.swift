import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

/// The pages that stand still: what the law and good manners ask every public site to say.
struct PublicPages {
    /// Address and template. The site map for machines lists them too.
    static let standing = [
        ("/accessibility", "public/accessibility"),
        ("/accessibility/protocol", "public/protocol"),
        ("/privacy", "public/privacy"),
        ("/help", "public/help"),
        ("/site-map", "public/site-map"),
    ]

    /// Other pages worth finding from outside.
    private static let moving = ["/", "/calls", "/measures", "/receipts", "/feedback", "/outages"]

    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        for (path, template) in Self.standing {
            routes.get(path, access: .anyone) { _, page in
                // The site map leads nobody to what is not there for them.
                try page.render(template, ["applies": !(page.visitorIfAny?.isStaff ?? false)])
            }
        }
        routes.get("/sitemap.xml", access: .anyone, machineMap)
        routes.get("/robots.txt", access: .anyone, robots)
    }

    /// The site map in the form machines read (MK 445 p.16).
    @Sendable private func machineMap(_ request: Request, _ page: PageContext) async throws -> Response {
        let calls = try await office.stores.calls.published().map(\.address)
        let paths = (Self.moving + Self.standing.map { $0.0 }).filter(page.hasPage) + calls
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        for path in paths {
            xml += "<url><loc>\(escapeHTML(office.settings.origin + path))</loc></url>\n"
        }
        return .text(xml + "</urlset>\n", type: "application/xml")
    }

    @Sendable private func robots(_ request: Request, _ page: PageContext) async throws -> Response {
        .text("User-agent: *\nDisallow: /sign-in\nSitemap: \(office.settings.origin)/sitemap.xml\n")
    }
}
