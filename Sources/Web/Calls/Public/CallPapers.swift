import Documents
import Foundation
import Grants
import Money
import Site
public import Store

/// The printed forms of calls: made by a job whenever what they say has changed and, where a release has changed what they look
/// like, when the service starts.
public struct CallPapers: Sendable {
    private let office: Office

    /// Papers of an office.
    public init(_ office: Office) {
        self.office = office
    }

    /// Does a job of the kind `callPaper`. While the press is busy it throws, so that the job comes back later.
    public func print(_ job: Job) async throws {
        let calls = office.stores.calls
        guard let id = job.payload["call"].flatMap({ Call.ID(typed: $0) }), let dossier = try await calls.dossier(id)
        else { return }
        for language in Language.allCases {
            let page = try page(dossier, language)
            guard try await calls.paper(id, in: language.rawValue, of: page) == nil else { continue }
            let pdf = try await office.papers.paper(page)
            // What has changed meanwhile has a job of its own.
            try await calls.keep(pdf, of: page, as: id, in: language.rawValue) { try self.page($0, language) }
        }
    }

    /// The paper as it was printed. Only while that printing is still under way is it printed for a reader who waits.
    func pdf(_ dossier: CallDossier, in language: Language) async throws -> [UInt8] {
        let page = try page(dossier, language)
        return try await office.papers.paper(page) { [calls = office.stores.calls] in
            try await calls.paper(dossier.call.call.id, in: language.rawValue, of: page)
        }
    }

    private func page(_ dossier: CallDossier, _ language: Language) throws -> String {
        let address = office.settings.origin + dossier.call.address
        let view = PublicCallView(texts: office.templates.texts(language), dossier: dossier).paper(at: address)
        return try office.templates.render("letters/call", view, language: language)
    }
}
