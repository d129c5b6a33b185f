import Budget
import Documents
import Foundation
import Hummingbird
import Money
import NIOCore
import Site
import Store

/// The statement of an account as a file: read and written in batches, so that neither memory nor a connection waits for it.
struct StatementExport {
    let texts: Texts
    let when: MomentChoice
    let postings: StatementBatches

    private var account: LedgerAccount { postings.account }

    var name: String { "\(texts("ledger.file.name"))-\(account.id)" }

    private var head: TableHead {
        var columns: [(String, Double)] = [
            ("moment", 40), ("node", 16), ("stage", 20), ("document", 24), ("number", 8), ("effective", 12),
            ("recorded", 20), ("verb", 28), ("move", 10), ("counters", 48), ("cause", 24), ("reason", 48), ("who", 24),
            ("approved", 24), ("amount", 16), ("balance", 16),
        ]
        if postings.rate != nil { columns += [("fund", 16), ("state", 16), ("how", 16)] }
        return TableHead(
            name: name,
            columns: columns.map { TableHead.Column(texts("ledger.file.\($0)"), width: $1) },
            zone: OfficeTime.zone
        )
    }

    /// Comma-separated values, sent while they are read.
    func csv(_ dialect: CSVTable.Dialect) -> ResponseBody {
        let table = CSVTable(head, dialect: dialect)
        return ResponseBody { writer in
            try await writer.write(ByteBuffer(string: table.start()))
            for try await batch in postings {
                let lines = batch.content.lines.map { table.line(cells($0, batch)) }
                try await writer.write(ByteBuffer(string: lines.joined()))
            }
            try await writer.finish(nil)
        }
    }

    /// A workbook: made in a temporary file, which goes away when it is sent.
    func workbook() async throws -> ResponseBody {
        let file = try SpreadsheetFile(head)
        for try await batch in postings {
            for line in batch.content.lines { try await file.add(cells(line, batch)) }
        }
        try await file.finish()
        return try ResponseBody(sending: file)
    }

    private func cells(_ line: StatementLine, _ batch: Named<StatementBatches.Batch>) -> [Cell] {
        let move = line.move
        let counters = line.counters.map { texts.account($0.stage, $0.document, at: $0.nodeCode) }
        let day = move.effective
        return [
            .text(when.sentence(texts)), .text(account.nodeCode), .text(texts.stage(account.stage)),
            .text(account.document?.text), .number(line.version), .day(year: day.year, month: day.month, day: day.day),
            .instant(move.recordedAt), .text(texts.verb(move)), .number(move.id.rawValue),
            .text(counters.joined(separator: "; ") + (line.hasMoreCounters ? "; …" : "")), .text(move.cause?.text),
            .text(move.reason), .text(batch.name(of: move.person)), .text(batch.name(of: move.approvedBy)),
            .money(cents: line.amount.cents), .money(cents: line.balance.cents),
        ] + parts(line, batch.content.parts)
    }

    private func parts(_ line: StatementLine, _ parts: PostingParts?) -> [Cell] {
        guard let part = parts?.part(of: line.amount, at: account, leaving: line.balance, by: line.move.id) else {
            return []
        }
        return [
            .money(cents: part.fund.cents), .money(cents: (line.amount - part.fund).cents), .text(texts.how(part)),
        ]
    }
}
