import Foundation
import Grants
import Money
import Site
import Store

/// One receipt as a page: what it proves, and what can still happen to the application.
struct ReceiptView {
    let frame: ApplicationFrame
    let receipt: CheckedReceipt
    /// All receipts of the application, the newest first.
    let all: [CheckedReceipt]

    private var texts: Texts { frame.texts }

    var view: View {
        let place = place(of: receipt)
        let others = all.filter { $0.submission != receipt.submission }
        let (heading, sentence, kind) = words
        return frame.view.adding([
            "number": receipt.receipt.number, "heading": heading, "sentence": sentence, "kind": kind,
            "facts": facts, "pdfHref": receipt.hasPaper ? "\(place)/pdf" : nil, "jsonHref": "\(place)/json",
            "contentHref": "\(place)/content", "steps": steps.map { ["step": $0] as View },
            "newestHref": all.first.flatMap { $0.submission == receipt.submission ? nil : self.place(of: $0) },
            "others": !others.isEmpty,
            "receipts": others.map { other -> View in
                ["href": self.place(of: other), "at": InstantWords.exact(other.receipt.arrivedAt, texts)]
            },
        ])
    }

    private func place(of receipt: CheckedReceipt) -> String {
        "\(frame.base)/receipts/\(receipt.receipt.code)"
    }

    private var words: (heading: String, sentence: String, kind: String) {
        let number = ["number": receipt.receipt.number]
        let arrived = InstantWords.exact(receipt.receipt.arrivedAt, texts)
        switch receipt.standing {
        case .counts:
            let sentence = texts("applications.receipt.sentence", ["instant": arrived])
            return (texts("applications.receipt.heading", number), sentence, "go")
        case .replaced(let at):
            let sentence = texts("applications.receipt.sentence_older", ["instant": InstantWords.exact(at, texts)])
            return (texts("applications.receipt.heading", number), sentence, "wait")
        case .withdrawn(let at):
            let sentence = texts("applications.receipt.sentence_withdrawn", ["instant": InstantWords.exact(at, texts)])
            return (texts("applications.receipt.heading_withdrawn", number), sentence, "wait")
        }
    }

    /// What happens next to the application, whichever of its receipts is looked at.
    private var steps: [String] {
        let isInForce = all.first?.standing == .counts
        let keys: [String] =
            switch (frame.file.callState == .cancelled, isInForce, frame.isOver) {
            case (true, _, _): ["cancelled"]
            case (false, true, false): ["may_change", "assessed_later", "told"]
            case (false, true, true): ["final", "assessed", "told"]
            case (false, false, false): ["may_return", "else_not_assessed"]
            case (false, false, true): ["may_not_return"]
            }
        let end = ["instant": texts.lastSecond(before: frame.file.closesBefore)]
        return keys.map { texts("applications.receipt.then_\($0)", end) }
    }

    private var facts: [View] {
        let proof = receipt.receipt
        var facts = [
            fact("number", proof.number), fact("arrived", InstantWords.exact(proof.arrivedAt, texts)),
            fact("applicant", proof.applicant), fact("call", "\(proof.callNumber). \(frame.callTitle)"),
            fact("version", String(proof.callVersion)), fact("requested", texts.money(proof.requested.cents)),
            fact("code", proof.code.description), fact("content_hash", proof.contentSHA256),
        ]
        for file in proof.files {
            facts.append(["term": file.name, "fact": file.sha256, "href": nil])
        }
        return facts
    }

    private func fact(_ key: String, _ value: String) -> View {
        ["term": texts("applications.receipt.\(key)"), "fact": value, "href": nil]
    }
}
