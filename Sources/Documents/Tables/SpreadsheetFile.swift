import CXlsxWriter
import Dispatch
import Foundation

/// Writes a table as an Excel workbook, row by row, in constant memory: a row already written lies in a temporary file.
///
/// Typed cells (text never becomes a formula), a frozen header row, column widths and a filter. Rows must come from one caller in
/// order; `finish` closes the workbook, after which the file may be read until `discard`.
public actor SpreadsheetFile {
    /// Why a workbook could not be written.
    public struct Failure: Error, CustomStringConvertible {
        /// One line for the log.
        public let description: String
    }

    /// The most rows of a sheet below its header.
    public static let mostRows = 1_048_575

    /// The file, whole once `finish` has returned.
    public nonisolated let path: String

    private let head: TableHead
    private let executor = QueueExecutor(label: "spreadsheet")
    private let book: OpenBook
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private var formats: Formats?
    private var row: lxw_row_t = 0

    /// Files are written here and not on the threads that serve requests.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Begins a workbook in a temporary folder of its own.
    public init(_ head: TableHead) throws {
        self.head = head
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kopiena-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        book = OpenBook(folder: folder)
        path = folder + "/table.xlsx"
    }

    /// Adds a row.
    public func add(_ cells: [Cell]) throws {
        try begin()
        guard row <= Self.mostRows else { throw Failure(description: "a sheet has at most \(Self.mostRows) rows") }
        for (column, cell) in cells.prefix(head.columns.count).enumerated() {
            try write(cell, at: lxw_col_t(column))
        }
        row += 1
    }

    /// Closes the workbook; `path` may be read then.
    public func finish() throws {
        try begin()
        guard let sheet, let last = lxw_col_t(exactly: head.columns.count - 1) else { return }
        try check(worksheet_autofilter(sheet, 0, 0, max(row, 1) - 1, last))
        try check(close())
    }

    /// Removes the file. Happens by itself when nobody holds the workbook any more.
    public func discard() {
        close()
        book.discard()
    }

    /// Opens the workbook and writes its header at the first need.
    private func begin() throws {
        guard sheet == nil else { return }
        guard row == 0 else { throw Failure(description: "the workbook is closed") }
        let opened: UnsafeMutablePointer<lxw_workbook>? = book.folder.withCString { folder in
            var options = lxw_workbook_options()
            options.constant_memory = 1
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(path, &options)
        }
        guard let opened else { throw Failure(description: "cannot begin a workbook") }
        book.handle = opened
        guard let added = workbook_add_worksheet(opened, Self.sheetName(head.name)) else {
            throw Failure(description: "cannot begin a sheet")
        }
        sheet = added
        let formats = Formats(opened)
        self.formats = formats
        for (column, title) in head.columns.enumerated() {
            try check(worksheet_set_column(added, lxw_col_t(column), lxw_col_t(column), title.width, nil))
            try check(worksheet_write_string(added, 0, lxw_col_t(column), Self.storable(title.title), formats.head))
        }
        worksheet_freeze_panes(added, 1, 0)
        worksheet_repeat_rows(added, 0, 0)
        worksheet_set_landscape(added)
        worksheet_set_paper(added, 9)
        worksheet_fit_to_pages(added, 1, 0)
        row = 1
    }

    private func write(_ cell: Cell, at column: lxw_col_t) throws {
        switch cell {
        case .empty:
            return
        case .text(let text):
            try check(worksheet_write_string(sheet, row, column, Self.storable(text), formats?.text))
        case .number(let number):
            try check(worksheet_write_number(sheet, row, column, Double(number), formats?.number))
        case .money(let cents):
            try check(worksheet_write_number(sheet, row, column, Double(cents) / 100, formats?.money))
        case .day(let year, let month, let day):
            var date = lxw_datetime(
                year: Int32(year),
                month: Int32(month),
                day: Int32(day),
                hour: 0,
                min: 0,
                sec: 0
            )
            try check(worksheet_write_datetime(sheet, row, column, &date, formats?.day))
        case .instant(let instant):
            let clock = WallClock(instant, in: head.zone)
            var date = lxw_datetime(
                year: Int32(clock.year),
                month: Int32(clock.month),
                day: Int32(clock.day),
                hour: Int32(clock.hour),
                min: Int32(clock.minute),
                sec: Double(clock.second) + Double(clock.millisecond) / 1_000
            )
            try check(worksheet_write_datetime(sheet, row, column, &date, formats?.instant))
        }
    }

    @discardableResult
    private func close() -> lxw_error {
        (sheet, formats) = (nil, nil)
        return book.close()
    }

    private func check(_ error: lxw_error) throws {
        guard error != LXW_NO_ERROR else { return }
        throw Failure(description: String(cString: lxw_strerror(error)))
    }

    /// Text as a workbook can hold it: no NUL and nothing XML forbids, plain line feeds, at most 32 767 UTF-16 units.
    private static func storable(_ text: String) -> String {
        var units = 0
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\r" {
            units += scalar.value > 0xFFFF ? 2 : 1
            guard units <= 32_767 else { break }
            kept.append(scalar.isStorableInXML ? scalar : "\u{FFFD}")
        }
        return String(kept)
    }

    /// A name of a sheet: at most 31 characters, none of those Excel forbids.
    private static func sheetName(_ name: String) -> String {
        let allowed = name.unicodeScalars.filter { !"[]:*?/\\'".unicodeScalars.contains($0) && $0.isStorableInXML }
        return String(String(String.UnicodeScalarView(allowed)).prefix(31))
    }

    /// How cells look.
    private struct Formats {
        let head: UnsafeMutablePointer<lxw_format>?
        let text: UnsafeMutablePointer<lxw_format>?
        let number: UnsafeMutablePointer<lxw_format>?
        let money: UnsafeMutablePointer<lxw_format>?
        let day: UnsafeMutablePointer<lxw_format>?
        let instant: UnsafeMutablePointer<lxw_format>?

        init(_ book: UnsafeMutablePointer<lxw_workbook>) {
            func format(_ numbers: String) -> UnsafeMutablePointer<lxw_format>? {
                let format = workbook_add_format(book)
                format_set_num_format(format, numbers)
                format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
                return format
            }
            head = format("@")
            format_set_bold(head)
            format_set_text_wrap(head)
            format_set_bottom(head, UInt8(LXW_BORDER_THIN.rawValue))
            text = format("@")
            number = format("#,##0")
            money = format("#,##0.00")
            day = format("dd.mm.yyyy")
            instant = format("dd.mm.yyyy hh:mm:ss")
        }
    }
}

/// The workbook's memory and folder, which go when the workbook does. A class of its own because an actor with an isolated
/// deinit cannot be used from another module: Swift 6.3 stops there with "circular reference" when it optimises.
private final class OpenBook {
    let folder: String
    var handle: UnsafeMutablePointer<lxw_workbook>?

    init(folder: String) {
        self.folder = folder
    }

    deinit {
        close()
        discard()
    }

    @discardableResult
    func close() -> lxw_error {
        defer { handle = nil }
        guard let handle else { return LXW_NO_ERROR }
        return workbook_close(handle)
    }

    func discard() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// A dispatch queue on which an actor lives whose calls block.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
