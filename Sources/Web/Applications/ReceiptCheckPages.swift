import Crypto
import Foundation
import Grants
import Hummingbird
import NIOCore
import Site
import Store

/// The public page that checks receipts: by the file, byte for byte, or by the code printed on it. A number is never enough,
/// and nothing is said about applications whose receipt was not shown.
struct ReceiptCheckPages {
    let office: Office
    /// A code has 128 bits, so guessing is hopeless; the limit keeps the database free of people who try.
    private let limiter = RateLimiter(burst: 20, interval: .seconds(6))

    /// No receipt of ours is larger.
    static let largestFile = 2_000_000

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/receipts", access: .anyone, show)
        routes.post("/receipts/code", access: .anyone, checkCode)
        routes.post("/receipts/file", access: .anyone, checkFile)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        try page.render("receipts/check", form(page))
    }

    private func checkCode(_ request: Request, _ page: PageContext) async throws -> Response {
        try limiter.take(networkOfAddress(page.visit.address))
        let typed = page.form.trimmed("code")
        guard let code = ReceiptCode(typed: typed) else {
            return try refuse(page, codeFault(typed), at: "code", code: typed)
        }
        return try answer(page, try await office.stores.applications.receipts.find(code), of: "code")
    }

    private func checkFile(_ request: Request, _ page: PageContext) async throws -> Response {
        try limiter.take(networkOfAddress(page.visit.address))
        guard let upload = page.visit.upload else { throw Problem.unsupportedContent }
        do {
            guard let digest = try await Self.digest(of: upload) else {
                return try refuse(page, "file_missing", at: "file")
            }
            return try answer(page, try await office.stores.applications.receipts.find(sha256: digest), of: "file")
        } catch Problem.tooLarge {
            return try refuse(page, "file_large", at: "file")
        }
    }

    /// The digest of the one file sent, read as it comes; nothing if none or an empty one was.
    private static func digest(of upload: MultipartReader) async throws -> [UInt8]? {
        var digest: [UInt8]?
        for try await part in try await upload.parts(limits: UploadLimits(file: largestFile, files: 1)) {
            guard part.filename != nil, part.name == "file" else { continue }
            var hash = SHA256()
            var size = 0
            for try await piece in part.body {
                hash.update(data: piece.readableBytesView)
                size += piece.readableBytes
            }
            if size > 0 { digest = Array(hash.finalize()) }
        }
        return digest
    }

    private func codeFault(_ typed: String) -> String {
        if typed.isEmpty { return "code_missing" }
        return typed.uppercased().hasPrefix("SK-") ? "code_number" : "code_shape"
    }

    private func answer(_ page: PageContext, _ checked: CheckedReceipt?, of what: String) throws -> Response {
        try page.render("receipts/result", ReceiptViews(texts: page.texts).result(checked, of: what))
    }

    private func refuse(_ page: PageContext, _ fault: String, at field: String, code: String = "") throws -> Response {
        let limit = page.texts.fileSize(Self.largestFile)
        let sentence = page.texts("receipts.error.\(fault)", ["limit": limit])
        let view = form(page, code: code, errors: [field: sentence])
        return try page.refuse("receipts/check", view, [FormError(field: field, sentence: sentence)])
    }

    private func form(_ page: PageContext, code: String = "", errors: [String: String] = [:]) -> View {
        let texts = page.texts
        let file = Field(
            "file",
            label: texts("receipts.check.file"),
            hint: texts("receipts.check.file_hint"),
            error: errors["file"]
        )
        let typed = Field(
            "code",
            label: texts("receipts.check.code"),
            hint: texts("receipts.check.code_hint"),
            error: errors["code"]
        )
        return [
            "fileField": file.file(accept: ".pdf,.json", bytes: Self.largestFile),
            "codeField": typed.text(code, isCode: true, autocomplete: "off"),
        ]
    }
}
