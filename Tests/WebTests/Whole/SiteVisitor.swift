import Grants
import HummingbirdTesting
import TestKit
import Web

/// Everybody who may stand before the furnished office.
enum SiteVisitor: String, CaseIterable, Sendable {
    case stranger, editor, signatory
    /// Writes and signs for another municipality.
    case outsider
    case officer, finance, evaluator, auditor, administrator

    /// The municipalities of the furnished office.
    enum Partner: Sendable { case ours, theirs }

    var email: String? {
        switch self {
        case .stranger: nil
        case .editor: "sagatavo@example.lv"
        case .signatory: "paraksta@example.lv"
        case .outsider: "svess@example.lv"
        case .officer: "programma@example.lv"
        case .finance: "finanses@example.lv"
        case .evaluator: "verte@example.lv"
        case .auditor: "revide@example.lv"
        case .administrator: "parvalda@example.lv"
        }
    }

    var partner: Partner? {
        switch self {
        case .editor, .signatory: .ours
        case .outsider: .theirs
        default: nil
        }
    }

    /// Whether a route lets this visitor in, whatever it is asked for: written down apart from the code under test.
    func may(_ access: Access) -> Bool {
        switch access {
        case .anyone: true
        case .signedIn: self != .stranger
        case .applicant: partner != nil
        case .signatory: self == .signatory || self == .outsider
        case .agency(let roles): Role(rawValue: rawValue).map { partner == nil && roles.contains($0) } ?? false
        }
    }

    func browser(_ client: any TestClientProtocol) async throws -> TestBrowser {
        try await Self.browser(of: email, client)
    }

    static func browser(of email: String?, _ client: any TestClientProtocol) async throws -> TestBrowser {
        let browser = TestBrowser(client)
        if let email { try await browser.signIn(email) }
        return browser
    }

    /// Everybody, signed in.
    static func browsers(_ client: any TestClientProtocol) async throws -> [SiteVisitor: TestBrowser] {
        var browsers: [SiteVisitor: TestBrowser] = [:]
        for visitor in allCases { browsers[visitor] = try await visitor.browser(client) }
        return browsers
    }
}

/// For whom a thing that is there exists.
enum Keeper: Sendable, Hashable {
    case everybody
    case partner(SiteVisitor.Partner)
    /// Nobody: it is not published, or it is no part of what stands before it in the address.
    case nobody

    func shows(to visitor: SiteVisitor) -> Bool {
        switch self {
        case .everybody: true
        case .partner(let partner): visitor.partner == partner
        case .nobody: false
        }
    }
}

/// An address of a route with keys of things that are there.
struct SitePlace: Sendable, Hashable {
    let address: String
    /// For whom it is there, among those whom the route lets in.
    let keeper: Keeper

    init(_ address: String, _ keeper: Keeper = .everybody) {
        self.address = address
        self.keeper = keeper
    }
}
