import Budget
import Documents
import Foundation
import Hummingbird
import Money
import NIOCore
import Site
import Store

/// The documents of a line as a file: the same selection as on its page, all pages of it, in batches.
struct LineDocumentsExport {
    let texts: Texts
    let choice: LineChoice
    let documents: LineDocumentBatches

    /// What a document can hold.
    private static let portions = Portion.allCases.filter { $0.stage.isOfDocument }

    var name: String { "\(texts("documents.file.name"))-\(documents.line.code)" }

    private var head: TableHead {
        let columns: [(String, Double)] = [
            ("moment", 40), ("line", 12), ("name_of_line", 60), ("document", 24), ("reference", 28), ("node", 20),
            ("holder", 40), ("payer", 26), ("total", 18),
        ]
        return TableHead(
            name: name,
            columns: columns.map { TableHead.Column(texts("documents.file.\($0)"), width: $1) }
                + Self.portions.map { TableHead.Column(portion($0), width: 18) },
            zone: OfficeTime.zone
        )
    }

    private func portion(_ portion: Portion) -> String {
        documents.rate == nil ? texts.portion(portion) : "\(texts.portion(portion)) (\(texts.splitting(portion)))"
    }

    /// Comma-separated values, sent while they are read.
    func csv(_ dialect: CSVTable.Dialect) -> ResponseBody {
        let table = CSVTable(head, dialect: dialect)
        return ResponseBody { writer in
            try await writer.write(ByteBuffer(string: table.start()))
            for try await batch in documents {
                try await writer.write(ByteBuffer(string: rows(batch).map { table.line($0) }.joined()))
            }
            try await writer.finish(nil)
        }
    }

    /// A workbook: made in a temporary file, which goes away when it is sent.
    func workbook() async throws -> ResponseBody {
        let file = try SpreadsheetFile(head)
        for try await batch in documents {
            for row in rows(batch) { try await file.add(row) }
        }
        try await file.finish()
        return try ResponseBody(sending: file)
    }

    private func rows(_ batch: LineDocumentBatches.Batch) -> [[Cell]] {
        batch.documents.flatMap { held -> [[Cell]] in
            let facts = facts(held)
            let whole = Portions(held.sums)
            let all = row(facts, texts("budget.sources.both"), whole)
            guard let fund = batch.parts?.fund(of: whole, at: held.place) else { return [all] }
            return [
                all, row(facts, texts.payer(.fund, of: whole), fund),
                row(facts, texts.payer(.state, of: whole), whole - fund),
            ]
        }
    }

    private func row(_ facts: [Cell], _ payer: String, _ sums: Portions) -> [Cell] {
        facts + [.text(payer), .money(cents: sums.total.cents)] + Self.portions.map { .money(cents: sums[$0].cents) }
    }

    private func facts(_ held: HeldDocument) -> [Cell] {
        let node = documents.nodes.first { $0.node.code == held.nodeCode }?.node
        return [
            .text(choice.budget.when.sentence(texts)), .text(documents.line.code),
            .text(texts.words(documents.line.name)),
            .text(texts.document(held.document)), .text(held.document.text), .text(held.nodeCode),
            .text(node?.holder.flatMap { documents.holders[$0] }),
        ]
    }
}

extension ResponseBody {
    /// A finished workbook, piece by piece; the file goes away when it is sent.
    init(sending file: SpreadsheetFile) throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: file.path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 0)
        self.init(contentLength: Int(size)) { writer in
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: 65_536), !piece.isEmpty {
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
            await file.discard()
        }
    }
}
