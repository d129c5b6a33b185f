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
            ("holder", 40),
            ("total", 18),
        ]
        return TableHead(
            name: name,
            columns: columns.map { TableHead.Column(texts("documents.file.\($0)"), width: $1) }
                + Self.portions.map { TableHead.Column(texts.portion($0), width: 18) },
            zone: OfficeTime.zone
        )
    }

    /// Comma-separated values, sent while they are read.
    func csv(_ dialect: CSVTable.Dialect) -> ResponseBody {
        let table = CSVTable(head, dialect: dialect)
        return ResponseBody { writer in
            try await writer.write(ByteBuffer(string: table.start()))
            for try await batch in documents {
                try await writer.write(ByteBuffer(string: batch.map { table.line(cells($0)) }.joined()))
            }
            try await writer.finish(nil)
        }
    }

    /// A workbook: made in a temporary file, which goes away when it is sent.
    func workbook() async throws -> ResponseBody {
        let file = try SpreadsheetFile(head)
        for try await batch in documents {
            for document in batch { try await file.add(cells(document)) }
        }
        try await file.finish()
        return try ResponseBody(sending: file)
    }

    private func cells(_ held: HeldDocument) -> [Cell] {
        let node = documents.nodes.first { $0.node.code == held.nodeCode }?.node
        return [
            .text(choice.budget.when.sentence(texts)), .text(documents.line.code),
            .text(texts.words(documents.line.name)),
            .text(texts.document(held.document)), .text(held.document.text), .text(held.nodeCode),
            .text(node?.holder.flatMap { documents.holders[$0] }), .money(cents: held.total.cents),
        ] + Self.portions.map { .money(cents: held[$0.stage].cents) }
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
