import Foundation
import Grants
import Money
import Site
import Store

/// Receipts in words: on paper and on the page that checks them.
struct ReceiptViews {
    let texts: Texts

    /// The instant to the millisecond with its zone: `30.11.2026. plkst. 23:59:59,800 (Rīgas laiks, UTC+02:00)`.
    func instant(_ instant: Date) -> String {
        let machine = InstantText.of(instant)
        let offset = String(machine.suffix(6))
        let millisecond = String(machine.dropLast(6).suffix(3))
        let values = ["instant": texts.instant(instant), "millisecond": millisecond, "offset": offset]
        return texts("receipts.instant.zone", values)
    }

    /// `letters/receipt`
    func paper(_ receipt: Receipt, site: String) -> View {
        let facts: [View] = [
            fact("applicant", receipt.applicant), fact("call", "\(call(receipt)). \(receipt.callTitle)"),
            fact("requested", texts.money(receipt.requested.cents)), fact("content", receipt.contentSHA256, hash: true),
        ]
        let files = receipt.files.map { file -> View in
            ["name": file.name, "size": texts.fileSize(Int(file.size)), "sha256": file.sha256]
        }
        return [
            "language": texts.language.rawValue,
            "paperTitle": texts("receipts.letter.title", ["number": receipt.number]), "number": receipt.number,
            "received": texts("receipts.letter.received", ["instant": instant(receipt.arrivedAt)]), "facts": facts,
            "files": files, "anyFiles": !files.isEmpty, "code": receipt.code.description,
            "check": texts("receipts.letter.check", ["address": "\(site)/receipts"]),
        ]
    }

    /// `receipts/result`; nothing checked means "does not match".
    /// - Parameter what: `file` or `code`.
    func result(_ checked: CheckedReceipt?, of what: String) -> View {
        guard let checked else {
            return [
                "kind": "stop", "verdict": texts("receipts.result.differs"),
                "sentence": texts("receipts.result.differs_\(what)"), "matches": false,
            ]
        }
        let receipt = checked.receipt
        let facts: [View] = [
            fact("number", receipt.number), fact("arrived", instant(receipt.arrivedAt)), fact("call", call(receipt)),
            fact("standing", standing(checked.standing)),
        ]
        return [
            "kind": "go", "verdict": texts("receipts.result.matches"),
            "sentence": texts("receipts.result.matches_\(what)"), "matches": true, "facts": facts,
        ]
    }

    private func standing(_ standing: CheckedReceipt.Standing) -> String {
        switch standing {
        case .counts: texts("receipts.result.counts")
        case .replaced(let at): texts("receipts.result.replaced", ["instant": texts.instant(at)])
        case .withdrawn(let at): texts("receipts.result.withdrawn", ["instant": texts.instant(at)])
        }
    }

    private func call(_ receipt: Receipt) -> String {
        let values = ["number": receipt.callNumber, "version": String(receipt.callVersion)]
        return texts("receipts.fact.call_version", values)
    }

    private func fact(_ key: String, _ fact: String, hash: Bool = false) -> View {
        ["term": texts("receipts.fact.\(key)"), "fact": fact, "href": nil, "hash": hash]
    }
}
