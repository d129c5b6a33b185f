import Documents
import Foundation
import Grants
import Hummingbird
import Money
import NIOCore
import Site
import Store

/// A selection of applications as a file: read and written in batches, so that neither memory nor a connection waits for it.
struct ApplicationExport {
    let texts: Texts
    let applications: Applications
    let filter: ApplicationFilter
    let sort: ApplicationSort
    let visitor: Visitor

    private var head: TableHead {
        let columns: [(String, Double)] = [
            ("call", 14), ("number", 22), ("title", 48), ("organisation", 36), ("region", 12), ("state", 16),
            ("requested", 16),
            ("submitted", 20), ("updated", 20),
        ]
        return TableHead(
            name: texts("workapplications.list.title"),
            columns: columns.map { TableHead.Column(texts("workapplications.column.\($0)"), width: $1) },
            zone: OfficeTime.zone
        )
    }

    /// Comma-separated values, sent while they are read.
    func csv(_ dialect: CSVTable.Dialect) throws -> ResponseBody {
        let table = CSVTable(head, dialect: dialect)
        let batches = try applications.export(filter, sort: sort, for: visitor)
        return ResponseBody { writer in
            try await writer.write(ByteBuffer(string: table.start()))
            for try await rows in batches {
                let lines = rows.map { table.line(cells($0)) }
                try await writer.write(ByteBuffer(string: lines.joined()))
            }
            try await writer.finish(nil)
        }
    }

    /// A workbook: made in a temporary file, which goes away when it is sent.
    func workbook() async throws -> ResponseBody {
        let file = try SpreadsheetFile(head)
        for try await rows in try applications.export(filter, sort: sort, for: visitor) {
            for row in rows { try await file.add(cells(row)) }
        }
        try await file.finish()
        let handle = try FileHandle(forReadingFrom: URL(filePath: file.path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 0)
        return ResponseBody(contentLength: Int(size)) { writer in
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: 65_536), !piece.isEmpty {
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
            await file.discard()
        }
    }

    private func cells(_ row: ApplicationSummary) -> [Cell] {
        [
            .text(row.callNumber), .text(row.application.number), .text(row.title), .text(row.organisation),
            .text(row.region), .text(texts("applications.state.\(row.application.state.rawValue)")),
            .money(cents: row.requested.cents), .instant(row.application.submittedAt), .instant(row.updatedAt),
        ]
    }
}
