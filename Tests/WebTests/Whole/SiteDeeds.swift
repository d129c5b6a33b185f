import TestKit

/// Something that a form of the site does: where the form stands, who may send it, and what is typed in it.
struct SiteDeed: Sendable {
    enum Sending: Sendable {
        /// The form of a page with these values typed; the rest as it stands.
        case form(page: String, [(String, String)])
        /// What the page's script sends.
        case script([(String, String)])
        case upload(TestFile)
    }

    /// The pattern of the route.
    let pattern: String
    let address: String
    let by: SiteVisitor
    let keeper: Keeper
    let sending: Sending

    init(_ pattern: String, _ address: String, by: SiteVisitor, for keeper: Keeper = .everybody, _ sending: Sending) {
        (self.pattern, self.address, self.by, self.keeper, self.sending) = (pattern, address, by, keeper, sending)
    }
}

extension SitePlan {
    /// Everything that can be done to things that are there, in an order in which each can be done.
    var deeds: [SiteDeed] {
        writing + signing + running + preparing + budgeting
    }

    private func ours(_ rest: String, _ address: String, by: SiteVisitor = .editor, _ sending: SiteDeed.Sending)
        -> SiteDeed
    {
        SiteDeed("/applications/:id\(rest)", "/applications/\(address)", by: by, for: .partner(.ours), sending)
    }

    private var writing: [SiteDeed] {
        let papers = office.ours
        let (draft, file) = (papers.draft, papers.draftFile)
        let base = "/applications/\(draft)"
        return [
            ours(
                "/sections/:section",
                "\(draft)/sections/texts",
                .form(page: "\(base)/sections/texts", [("goal", "Cits")])
            ),
            ours(
                "/sections/:section/fields",
                "\(draft)/sections/texts/fields",
                .script([("field[]", "count"), ("version.count", "1"), ("count", "26")])
            ),
            ours("/presence", "\(draft)/presence", .script([("section", "texts")])),
            ours(
                "/questions",
                "\(draft)/questions",
                .form(page: "\(base)/questions?field=goal", [("text", "Vai var?")])
            ),
            ours(
                "/call-version",
                "\(papers.older)/call-version",
                .form(page: "/applications/\(papers.older)/call-version", [])
            ),
            ours(
                "/files/:file/removal",
                "\(draft)/files/\(file)/removal",
                .form(page: "\(base)/files/\(file)/removal", [])
            ),
            ours(
                "/papers/:field",
                "\(draft)/papers/document.decision",
                .upload(TestFile(field: "files", name: "lemums.pdf", bytes: ApplicantsOffice.pdf))
            ),
        ]
    }

    private var signing: [SiteDeed] {
        let papers = office.ours
        let base = "/applications/\(papers.draft)"
        let returning = "/applications/\(papers.signing)/submission"
        return [
            ours(
                "/signature-request",
                "\(papers.draft)/signature-request",
                .form(page: "\(base)/signature-request", [])
            ),
            ours(
                "/signature-request/return",
                "\(papers.signing)/signature-request/return",
                by: .signatory,
                .form(page: returning, [("note", "Lūdzu, precizējiet.")])
            ),
            ours(
                "/submission",
                "\(papers.draft)/submission",
                by: .signatory,
                .form(page: "\(base)/submission", ApplicantsOffice.declared.map { ($0.key, $0.value) })
            ),
            ours(
                "/withdrawal",
                "\(papers.submitted)/withdrawal",
                by: .signatory,
                .form(page: "/applications/\(papers.submitted)/withdrawal", [("reason", "Jālabo.")])
            ),
            SiteDeed(
                "/calls/:number/questions",
                "/calls/\(FurnishedOffice.open)/questions",
                by: .editor,
                .form(page: "/calls/\(FurnishedOffice.open)/questions", [("text", "Vai var sākt agrāk?")])
            ),
            SiteDeed(
                "/calls/:number/applications",
                "/calls/\(office.preparing)/applications",
                by: .editor,
                for: .nobody,
                .form(page: "/calls/\(FurnishedOffice.open)/application", [])
            ),
            SiteDeed(
                "/calls/:number/applications",
                "/calls/\(FurnishedOffice.open)/applications",
                by: .editor,
                .form(page: "/calls/\(FurnishedOffice.open)/application", [])
            ),
        ]
    }

    private func work(
        _ rest: String,
        _ address: String,
        for keeper: Keeper = .everybody,
        page: String? = nil,
        _ typed: [(String, String)] = []
    ) -> SiteDeed {
        SiteDeed(
            "/work/calls/:number\(rest)",
            "/work/calls/\(address)",
            by: .officer,
            for: keeper,
            .form(page: "/work/calls/\(page ?? address)", typed)
        )
    }

    private var running: [SiteDeed] {
        let open = FurnishedOffice.open
        let words = [("published", "Vai drīkst?"), ("answer", "Jā.")]
        return [
            work(
                "/quotas/distribution",
                "\(open)/quotas/distribution",
                [("reason", "Pēc vajadzības."), ("action", "propose")]
            ),
            work(
                "/quotas/proposals/:id/approval",
                "\(open)/quotas/proposals/\(office.places.others)/approval",
                page: "\(open)/quotas/proposals/\(office.places.others)"
            ),
            work(
                "/quotas/proposals/:id/refusal",
                "\(open)/quotas/proposals/\(office.places.waiting)/refusal",
                page: "\(open)/quotas/proposals/\(office.places.waiting)",
                [("reason", "Pārdomāju.")]
            ),
            work(
                "/extensions",
                "\(open)/extensions",
                [("last.day", "20"), ("last.month", "1"), ("last.year", "2027"), ("reason", "Traucējumi.")]
            ),
            work(
                "/questions/:id",
                "\(FurnishedOffice.changing)/questions/\(office.asked)",
                for: .nobody,
                page: "\(open)/questions/\(office.asked)",
                words
            ),
            work("/questions/:id", "\(open)/questions/\(office.asked)", words),
            work("/cancellation", "\(FurnishedOffice.coming)/cancellation", [("reason", "Nenotiks.")]),
            SiteDeed(
                "/work/outages/:id/withdrawal",
                "/work/outages/\(office.outage)/withdrawal",
                by: .administrator,
                .form(page: "/work/outages", [])
            ),
        ]
    }

    private var budgeting: [SiteDeed] {
        let base = "/work/budget"
        let (mine, others) = (office.ledger.waiting, office.ledger.others)
        return [
            SiteDeed(
                "\(base)/lines/:code/distribution",
                "\(base)/lines/IAP-SPEC/distribution",
                by: .officer,
                .form(
                    page: "\(base)/lines/IAP-SPEC/distribution",
                    [("reason", "Pēc vajadzības."), ("action", "propose")]
                )
            ),
            SiteDeed(
                "\(base)/proposals/:id/papers",
                "\(base)/proposals/\(mine)/papers",
                by: .officer,
                .upload(TestFile(field: "files", name: "grozijumi.pdf", bytes: ApplicantsOffice.pdf))
            ),
            SiteDeed(
                "\(base)/documents/:reference/plan",
                "\(base)/documents/contract%3ASK-INIC-1%2F7/plan",
                by: .finance,
                .form(
                    page: "\(base)/documents/contract%3ASK-INIC-1%2F7/plan",
                    [("due.1", "18.12.2026."), ("sum.1", "1 400,00"), ("reason", "Pārskats kavējas.")]
                )
            ),
            SiteDeed(
                "\(base)/proposals/:id/approval",
                "\(base)/proposals/\(others)/approval",
                by: .officer,
                .form(page: "\(base)/proposals/\(others)", [])
            ),
            SiteDeed(
                "\(base)/proposals/:id/refusal",
                "\(base)/proposals/\(mine)/refusal",
                by: .officer,
                .form(page: "\(base)/proposals/\(mine)", [("reason", "Pārdomāju.")])
            ),
        ]
    }

    private var preparing: [SiteDeed] {
        let call = office.preparing
        return [
            work("/edit/:part", "\(call)/edit/texts", [("title.en", "Another title")]),
            work("/edit/:part/:item", "\(call)/edit/questions/need", [("title.en", "Another need")]),
            work("/order", "\(call)/order", page: "\(call)/form", [("move", "questions.need.up")]),
            work("/removal", "\(call)/removal", page: "\(call)/removal?item=questions.need"),
            work("/number", "\(call)/number", [("number", "SK-CITS-1")]),
            work("/publication", "SK-CITS-1/publication"),
        ]
    }
}
