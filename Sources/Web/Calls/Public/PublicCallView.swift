import Foundation
import Grants
import Site
import Store

/// A call as its own page and its printed form show it.
struct PublicCallView {
    let texts: Texts
    let dossier: CallDossier

    private var call: PublishedCall { dossier.call }
    private var words: CallWords { CallWords(texts: texts) }

    /// `calls/public/show`
    /// - Parameters:
    ///   - mayApply: whether the ways to an application and to a question are open to the visitor: to all but the agency's
    ///     people.
    ///   - ownEnd: the end that counts for the visitor's organisation, with extensions given to it alone.
    func page(at now: Date, mayApply: Bool, ownEnd: Date?) -> View {
        let name = words.text(call.terms.title)
        let published = ["version": String(call.version.version), "instant": texts.instant(call.version.publishedAt)]
        let isExtended = ownEnd.map { $0 > call.closesBefore && now < $0 && cancelled == nil } ?? false
        let phase = call.phase(at: now)
        let isOpen = phase == .open || (isExtended && now >= call.terms.opensAt)
        let ownSentence = ownEnd.map { texts("publiccalls.show.own_end", ["end": words.end($0)]) }
        return content(marking: now).adding([
            "name": name, "number": call.call.number, "kind": words.kind(call.call.kind),
            "tag": words.tag(call, at: now), "versionSentence": texts("publiccalls.show.version", published),
            "deadlineLabel": deadlineLabel(at: now), "deadline": deadline(at: now),
            "timeLeft": words.timeLeft(call, at: now) ?? "", "ownEnd": isExtended ? ownSentence : nil,
            "startHref": isOpen && mayApply ? "\(call.address)/application" : nil,
            "askHref": (isOpen || phase == .coming) && mayApply ? "\(call.address)/questions" : nil,
            "olderEnquiriesHref": dossier.enquiries.older.map { "\(call.address)?before=\($0)#enquiries" },
            "newerEnquiriesHref": newerEnquiries,
            "pdfHref": "\(call.address)/call.pdf", "icsHref": "\(call.address)/call.ics",
        ])
    }

    /// `letters/call`: the same for as long as nothing is published anew, so that it is printed once and kept.
    func paper(at address: String) -> View {
        let named = ["number": call.call.number, "title": words.text(call.terms.title)]
        let over = ["number": call.call.number, "version": String(call.version.version)]
        let window = ["opens": texts.instant(call.terms.opensAt), "closes": words.end(call.closesBefore)]
        let published = ["instant": texts.instant(call.version.publishedAt), "address": address]
        return content(marking: nil).adding([
            "language": texts.language.rawValue, "paperTitle": texts("publiccalls.paper.title", named),
            "over": texts("publiccalls.paper.over", over),
            "deadlineSentence": texts("publiccalls.paper.deadline", window),
            "publishedSentence": texts("publiccalls.paper.published", published),
            "leftOut": dossier.enquiries.older.map { _ in
                let shown = texts.number(dossier.enquiries.rows.count)
                return texts("publiccalls.paper.left_out", ["n": shown, "address": address])
            },
        ])
    }

    private func content(marking now: Date?) -> View {
        let asked = EnquiryViews(texts: texts, terms: call.terms, enquiries: dossier.enquiries.rows)
        let terms = CallTermsView(
            texts: texts,
            terms: call.terms,
            closesBefore: call.closesBefore,
            publishedAt: dossier.versions.first?.at ?? call.version.publishedAt,
            now: now,
            line: dossier.line,
            enquiries: asked.counts
        )
        let groups = asked.groups
        return terms.view.adding([
            "title": words.view(call.terms.title), "cancelled": cancelled, "extended": extended, "groups": groups,
            "anyEnquiries": !groups.isEmpty, "history": history,
            "anyHistory": dossier.versions.count + dossier.extensions.count > 1,
        ])
    }

    private var newerEnquiries: String? {
        switch dossier.enquiries.newer {
        case .before(let question): "\(call.address)?before=\(question)#enquiries"
        case .latest: "\(call.address)#enquiries"
        case nil: nil
        }
    }

    private var cancelled: String? {
        call.cancelledReason.map { texts("publiccalls.deadline.cancelled", ["reason": $0]) }
    }

    private var extended: String? {
        guard call.isExtended, let latest = dossier.extensions.max(by: { $0.closesBefore < $1.closesBefore }) else {
            return nil
        }
        return texts(
            "publiccalls.deadline.extended",
            ["instant": words.end(latest.closesBefore), "reason": latest.reason]
        )
    }

    private func deadlineLabel(at now: Date) -> String? {
        if call.cancelledReason != nil { return nil }
        return texts(call.phase(at: now) == .coming ? "publiccalls.deadline.opens" : "publiccalls.deadline.label")
    }

    private func deadline(at now: Date) -> String {
        call.phase(at: now) == .coming ? texts.instant(call.terms.opensAt) : words.end(call.closesBefore)
    }

    /// Versions and extensions in the order they were published.
    private var history: [View] {
        var entries: [(at: Date, view: View)] = []
        for version in dossier.versions {
            let note = version.number == 1 ? texts("publiccalls.history.first") : version.note
            let what = texts("publiccalls.history.version_n", ["version": String(version.number)])
            entries.append((version.at, ["what": what, "when": texts.instant(version.at), "note": note]))
        }
        for given in dossier.extensions {
            let values = ["instant": words.end(given.closesBefore), "reason": given.reason]
            let what = texts("publiccalls.history.extension")
            let note = texts("publiccalls.history.extended", values)
            entries.append((given.madeAt, ["what": what, "when": texts.instant(given.madeAt), "note": note]))
        }
        return entries.sorted { $0.at < $1.at }.map(\.view)
    }
}
