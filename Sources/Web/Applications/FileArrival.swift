import Grants
import NIOCore
import Site
import Store

/// An upload on its way: each file goes piece by piece into the store and is looked at as it passes. A file that is not
/// taken is named with its reason, and the others stay.
struct FileArrival {
    let page: PageContext
    /// Makes room for a file of that name.
    let begin: (String) async throws -> FileUpload

    /// How the names of files that are taken end, for the browser's own window.
    static let endings = [
        "pdf", "png", "jpg", "jpeg", "webp", "tif", "tiff", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls",
        "ppt", "asice", "sce", "edoc",
    ].map { ".\($0)" }.joined(separator: ",")

    /// Takes all files of the request; gives the sentences about those that were not taken.
    func receive() async throws -> [String] {
        guard let upload = page.visit.upload else { return [page.texts("applications.files.errors.nothing")] }
        let limits = UploadLimits(file: Int(AttachedFile.largestSize) + 1, files: Question.Limits.hardFiles + 5)
        var errors: [String] = []
        var taken = 0
        for try await part in try await upload.parts(limits: limits) {
            guard let name = part.filename else { continue }
            do {
                if try await take(part, name) { taken += 1 }
            } catch let refusal as AttachmentRefusal {
                errors.append(FileSentences(texts: page.texts).sentence(refusal, name: name.text))
            } catch let flaw as UploadInspection.Flaw {
                errors.append(flaw.sentence)
            } catch Problem.tooLarge {
                // The rest of the request would be read for nothing.
                errors.append(page.texts("applications.files.errors.too_large", ["name": name.text]))
                return errors
            }
        }
        return taken == 0 && errors.isEmpty ? [page.texts("applications.files.errors.nothing")] : errors
    }

    /// False for the empty part that a form without a chosen file sends.
    private func take(_ part: MultipartReader.Part, _ name: DownloadName) async throws -> Bool {
        var pieces = part.body.makeAsyncIterator()
        guard let first = try await pieces.next() else {
            if name == DownloadName("") { return false }
            throw AttachmentRefusal.empty
        }
        var upload = try await begin(name.text)
        do {
            var inspection = UploadInspection(texts: page.texts)
            var piece: ByteBuffer? = first
            while let bytes = piece {
                inspection.feed(bytes)
                try await upload.append(Array(bytes.readableBytesView))
                piece = try await pieces.next()
            }
            let kind = try inspection.kind(named: name)
            _ = try await upload.finish(mediaType: kind.mediaType)
            return true
        } catch {
            try? await upload.abort()
            throw error
        }
    }
}
