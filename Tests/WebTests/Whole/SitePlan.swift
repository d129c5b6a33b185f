import TestKit
import Web

/// Addresses of every page of the furnished office. A page whose pattern is missing here fails the tests of the whole site.
struct SitePlan: Sendable {
    let office: FurnishedOffice

    /// The places of a page: those with keys from the tables below, the others as they are.
    func places(_ pattern: String) -> [SitePlace] {
        if let queries = Self.plain[pattern] { return queries.map { SitePlace(pattern + $0) } }
        if !pattern.contains(":") { return [SitePlace(pattern)] }
        if pattern.hasPrefix("/applications/") { return applicants(pattern) }
        if pattern.hasPrefix("/calls/") { return publicCalls(pattern) }
        return workplace(pattern)
    }

    /// The same address about something that is not there.
    static func unreal(_ place: SitePlace, _ pattern: String) -> String {
        let path = place.address.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        let names = pattern.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = names.firstIndex(where: { $0.hasPrefix(":") }) else { return place.address }
        var made = path.map(String.init)
        made[first] = names[first] == ":number" ? "SK-NAV-9" : "999999"
        return made.joined(separator: "/") + place.address.dropFirst(path.joined(separator: "/").count)
    }

    /// Pages without keys that differ by their queries.
    private static let plain = [
        "/calls": ["", "?state=open", "?text=paraugs"], "/measures": ["", "?text=digit"],
        "/feedback/thanks": ["?number=1"], "/work/calls": ["", "?kind=initiative"],
        "/work/audit": ["", "?subject=application"],
        "/work/budget": ["", "?sources=yes", "?as-of=15.12.2025.", "?known-at=15.12.2025.+12:00"],
        "/work/budget/forecast": [
            "", "?line=INIC", "?line=x&as-of=15.12.2025.", "?line=VEC&known-at=15.12.2025.+12:00",
        ],
        "/work/budget/proposals": ["", "?decided=yes", "?before=x"],
        "/budget": ["", "?sources=yes", "?as-of=2026-03-31", "?known-at=r%C4%ABt"],
    ]

    private func applicants(_ pattern: String) -> [SitePlace] {
        var places: [SitePlace] = []
        for (papers, keeper) in [(office.ours, Keeper.partner(.ours)), (office.theirs, .partner(.theirs))] {
            places += own(papers, pattern).map { SitePlace("/applications/\($0)", keeper) }
        }
        return places + mixed(pattern).map { SitePlace("/applications/\($0)", .nobody) }
    }

    /// One municipality's pages.
    private func own(_ papers: Papers, _ pattern: String) -> [String] {
        let (draft, submitted) = (papers.draft, papers.submitted)
        return switch pattern {
        case "/applications/:id": ["\(draft)", "\(papers.signing)", "\(submitted)", "\(papers.withdrawn)"]
        case "/applications/:id/sections/:section":
            ["texts", "plan", "money", "documents", "texts?check=1"].map { "\(draft)/sections/\($0)" }
        case "/applications/:id/submission": ["\(papers.signing)/submission", "\(draft)/submission"]
        case "/applications/:id/signature-request": ["\(draft)/signature-request"]
        case "/applications/:id/withdrawal": ["\(submitted)/withdrawal"]
        case "/applications/:id/call-version": ["\(papers.older)/call-version"]
        case "/applications/:id/papers/:field": ["\(draft)/papers/map", "\(draft)/papers/document.decision"]
        case "/applications/:id/files/:file":
            ["\(draft)/files/\(papers.draftFile)", "\(submitted)/files/\(papers.submittedFile)"]
        case "/applications/:id/files/:file/removal": ["\(draft)/files/\(papers.draftFile)/removal"]
        case "/applications/:id/content": ["\(draft)/content", "\(submitted)/content"]
        case "/applications/:id/checks": ["\(draft)/checks", "\(papers.older)/checks"]
        case "/applications/:id/history": ["\(draft)/history"]
        case "/applications/:id/history/:field": ["\(draft)/history/goal"]
        case "/applications/:id/receipt": ["\(submitted)/receipt", "\(papers.withdrawn)/receipt"]
        case "/applications/:id/receipts/:code": ["\(submitted)/receipts/\(papers.code)"]
        case "/applications/:id/receipts/:code/json": ["\(submitted)/receipts/\(papers.code)/json"]
        case "/applications/:id/receipts/:code/content": ["\(submitted)/receipts/\(papers.code)/content"]
        case "/applications/:id/receipts/:code/pdf": ["\(submitted)/receipts/\(papers.code)/pdf"]
        case "/applications/:id/questions": ["\(draft)/questions", "\(draft)/questions?field=goal"]
        default: []
        }
    }

    /// Things that are there under applications to which they do not belong.
    private func mixed(_ pattern: String) -> [String] {
        let (ours, theirs) = (office.ours, office.theirs)
        return switch pattern {
        case "/applications/:id/files/:file":
            [
                "\(ours.draft)/files/\(theirs.draftFile)", "\(theirs.draft)/files/\(ours.draftFile)",
                "\(ours.draft)/files/\(ours.submittedFile)",
            ]
        case "/applications/:id/files/:file/removal":
            ["\(ours.draft)/files/\(theirs.draftFile)/removal", "\(ours.draft)/files/\(ours.submittedFile)/removal"]
        case "/applications/:id/receipts/:code":
            ["\(ours.submitted)/receipts/\(theirs.code)", "\(ours.withdrawn)/receipts/\(ours.code)"]
        case "/applications/:id/receipts/:code/json": ["\(ours.submitted)/receipts/\(theirs.code)/json"]
        case "/applications/:id/receipts/:code/content": ["\(ours.submitted)/receipts/\(theirs.code)/content"]
        case "/applications/:id/receipts/:code/pdf": ["\(ours.submitted)/receipts/\(theirs.code)/pdf"]
        default: []
        }
    }

    private func publicCalls(_ pattern: String) -> [SitePlace] {
        guard pattern.hasPrefix("/calls/:number") else { return [] }
        let rest = pattern.dropFirst("/calls/:number".count)
        var published = [FurnishedOffice.open, FurnishedOffice.changing, FurnishedOffice.coming, FurnishedOffice.ended]
        // Printing takes a second of a processor; one paper is enough, where it can be printed at all.
        if rest == "/call.pdf" { published = Judges.areInstalled ? [FurnishedOffice.open] : [] }
        return published.map { SitePlace("/calls/\($0)\(rest)") } + [
            SitePlace("/calls/\(office.preparing)\(rest)", .nobody)
        ]
    }

    private func workplace(_ pattern: String) -> [SitePlace] {
        if pattern.hasPrefix("/work/applications/:id") { return workApplications(pattern) }
        if pattern == "/work/budget/lines/:code" {
            return ["IAP", "INIC", "INIC?stage=advanced", "VEC?sources=yes", "23.1"].map {
                SitePlace("/work/budget/lines/\($0)")
            }
        }
        if pattern.hasPrefix("/work/budget/") { return budget(pattern) }
        if pattern == "/work/mail/:id" { return [SitePlace("/work/mail/\(office.mail)")] }
        guard pattern.hasPrefix("/work/calls/:number") else { return [] }
        let rest = String(pattern.dropFirst("/work/calls/:number".count))
        if rest == "/questions/:id" {
            return [
                SitePlace("/work/calls/\(FurnishedOffice.open)/questions/\(office.asked)"),
                SitePlace("/work/calls/\(FurnishedOffice.open)/questions/\(office.answered)"),
                SitePlace("/work/calls/\(FurnishedOffice.changing)/questions/\(office.asked)", .nobody),
            ]
        }
        if rest == "/quotas/proposals/:id" {
            let ids = [office.places.waiting, office.places.others, office.places.agreed]
            return ids.map { SitePlace("/work/calls/\(FurnishedOffice.open)/quotas/proposals/\($0)") } + [
                SitePlace("/work/calls/\(FurnishedOffice.changing)/quotas/proposals/\(ids[0])", .nobody)
            ]
        }
        let pages = Self.workCalls[rest] ?? (rest.contains(":") ? [] : [rest])
        if rest.hasPrefix("/applications") {
            let open = pages.map { SitePlace("/work/calls/\(FurnishedOffice.open)\($0)") }
            return open + [SitePlace("/work/calls/\(office.preparing)\(rest)", .nobody)]
        }
        let calls =
            rest == "/number" || rest == "/removal" ? [office.preparing] : [FurnishedOffice.open, office.preparing]
        return calls.flatMap { call in
            pages.compactMap { page in
                // The parts of the call in preparation.
                let isPart =
                    page.hasPrefix("/preview/project")
                    || page.contains("/edit/") && page.split(separator: "/").count > 2
                if isPart, call == FurnishedOffice.open { return nil }
                return SitePlace("/work/calls/\(call)\(page)")
            }
        }
    }

    private func budget(_ pattern: String) -> [SitePlace] {
        let ledger = office.ledger
        let pages =
            switch pattern {
            case "/work/budget/accounts/:id":
                [
                    "accounts/\(ledger.free)", "accounts/\(ledger.free)?verb=reserve&from=1.1.2026&least=x&order=up",
                    "accounts/\(ledger.advanced)?as-of=2026-02-11&sources=yes",
                    "accounts/\(ledger.advanced)?known-at=1.1.2026+10:00",
                ]
            case "/work/budget/accounts/:id/statement.csv": ["accounts/\(ledger.free)/statement.csv?sources=yes"]
            case "/work/budget/accounts/:id/statement.xlsx": ["accounts/\(ledger.free)/statement.xlsx"]
            case "/work/budget/moves/:id":
                ["moves/\(ledger.payment)", "moves/\(ledger.payment)?as-of=2026-02-11&sources=yes"]
            case "/work/budget/documents/:reference":
                [
                    "documents/contract%3ASK-INIC-1%2F7",
                    "documents/contract%3ASK-INIC-1%2F7?as-of=2026-02-02&sources=yes",
                    "documents/appropriation:2025-02-24",
                ]
            case "/work/budget/documents/:reference/plan": ["documents/contract%3ASK-INIC-1%2F7/plan"]
            case "/work/budget/partners/:organisation":
                ["partners/\(ledger.ours)?sources=yes", "partners/\(ledger.theirs)"]
            case "/work/budget/proposals/:id": ["proposals/\(ledger.waiting)", "proposals/\(ledger.others)"]
            case "/work/budget/proposals/:id/papers/:file": ["proposals/\(ledger.waiting)/papers/\(office.amendment)"]
            case "/work/budget/lines/:code/documents.csv":
                ["lines/INIC/documents.csv?sources=yes", "lines/VEC/documents.csv?stage=committed&for=excel"]
            case "/work/budget/lines/:code/documents.xlsx": ["lines/INIC/documents.xlsx"]
            case "/work/budget/lines/:code/distribution":
                ["lines/IAP-SPEC/distribution", "lines/IAP-SPEC/distribution?need=learners"]
            default: [String]()
            }
        return pages.map { SitePlace("/work/budget/\($0)") }
    }

    private static let workCalls = [
        "/removal": ["/removal?item=questions.need"],
        "/preview/:section": ["/preview/project", "/preview/documents"],
        "/edit/:part": ["texts", "money", "applicants", "dates", "scoring"].map { "/edit/\($0)" },
        "/edit/:part/:item": [
            "sections/project", "questions/need", "questions/new?section=project", "documents/authorisation",
            "conformity/partner", "quality/need", "categories/new",
        ].map { "/edit/\($0)" },
        "/applications": [
            "/applications", "/applications?state=submitted&sort=number&order=up", "/applications?text=augam",
        ],
    ]

    private func workApplications(_ pattern: String) -> [SitePlace] {
        let rest = pattern.dropFirst("/work/applications/:id".count)
        var places: [SitePlace] = []
        for papers in [office.ours, office.theirs] {
            let filled = String(rest).replacing(":code", with: papers.code)
            let handedIn = filled.replacing(":file", with: "\(papers.submittedFile)")
            places.append(SitePlace("/work/applications/\(papers.submitted)\(handedIn)"))
            // Whatever is not handed in is the applicant's alone.
            let draft = filled.replacing(":file", with: "\(papers.draftFile)")
            for hidden in [papers.draft, papers.signing, papers.withdrawn] {
                places.append(SitePlace("/work/applications/\(hidden)\(draft)", .nobody))
            }
        }
        if rest.contains(":") {
            let mixed = rest.replacing(":code", with: office.theirs.code)
                .replacing(":file", with: "\(office.theirs.submittedFile)")
            places.append(SitePlace("/work/applications/\(office.ours.submitted)\(mixed)", .nobody))
        }
        return places
    }
}
