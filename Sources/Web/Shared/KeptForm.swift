import Foundation
import HTTPTypes
import Site

/// A form that could not be taken: the session had ended, the database was away, or somebody else was faster. Its text is carried through signing in and
/// shown again; nothing is ever sent by itself.
struct KeptForm: Codable, Sendable {
    /// Where it was sent: an address of this site.
    let path: String
    private let fields: [[String]]

    /// More than this is not carried, so that the page that carries it can be posted in its turn.
    static let largest = 500_000

    /// The form of a request, if it is worth keeping.
    init?(_ page: PageContext) {
        guard page.head.method == .post else { return nil }
        self.init(path: page.address, fields: page.form.fields.map { [$0.name, $0.value] })
    }

    /// The form carried by a page.
    init?(carried text: String) {
        guard !text.isEmpty, let data = Data(base64Encoded: text),
            let kept = try? JSONDecoder().decode(KeptForm.self, from: data)
        else {
            return nil
        }
        self.init(path: LocalAddress.checked(kept.path), fields: kept.fields)
    }

    private init?(path: String, fields: [[String]]) {
        let carried = fields.filter { $0.count == 2 && $0[0] != Site.formTokenField && !Self.isSecret($0[0]) }
        let size = carried.reduce(0) { $0 + $1[0].utf8.count + $1[1].utf8.count }
        guard size <= Self.largest, path != "/", !Self.isOurOwn(path) else { return nil }
        let versioned = Self.versioned(carried)
        guard carried.contains(where: { !Self.isHidden($0, versioned) }) else { return nil }
        self.path = path
        self.fields = carried
    }

    /// As a hidden field carries it.
    var carried: String {
        (try? JSONEncoder().encode(self))?.base64EncodedString() ?? ""
    }

    /// For the partial `problems/kept`.
    /// - Parameter problem: what kept it from being taken. Where it may have been done all the same, this is said; where somebody
    ///   else was faster it is shown to be copied only, for sent again it would be as old as before.
    func view(_ visit: Visit, after problem: Problem? = nil) -> View {
        var kept: [View] = []
        var hidden: [View] = []
        let versioned = Self.versioned(fields)
        for (index, field) in fields.enumerated() {
            let (name, value) = (field[0], field[1])
            if Self.isHidden(field, versioned) {
                hidden.append(["name": name, "value": value])
            } else {
                let lines = value.split(separator: "\n", omittingEmptySubsequences: false).count
                let rows = min(max(lines, value.count / 80 + 1), 12)
                kept.append(["id": "kept-\(index + 1)", "name": name, "value": value, "rows": rows])
            }
        }
        return [
            "keeps": true, "perhaps": problem == .timedOut, "outdated": problem == .changedMeanwhile, "again": path,
            "formToken": visit.lazyFormToken, "kept": kept,
            "hidden": hidden,
        ]
    }

    /// Where nothing is kept.
    static let nothing: View = ["keeps": false, "again": nil, "formToken": nil, "kept": nil, "hidden": nil]

    /// Signing in and out and choosing an organisation lose nothing.
    private static func isOurOwn(_ path: String) -> Bool {
        ["/sign-in", "/sign-out", "/organisation", "/session/"].contains { path.hasPrefix($0) }
    }

    private static func isSecret(_ name: String) -> Bool {
        name.lowercased().contains("password")
    }

    /// Names of hidden fields and of buttons: what stands in them was never typed.
    private static let machinery: Set = [
        "action", "add", "base", "field", "former", "go", "item", "key", "move", "node", "remove", "replaces",
        "revision", "take",
    ]

    /// What nobody typed goes along unseen: keys, versions, buttons, ticks, and fields left empty.
    private static func isHidden(_ field: [String], _ versioned: Set<String>) -> Bool {
        let (name, value) = (field[0], field[1])
        if name.hasPrefix("version.") || name.hasSuffix("[]") { return true }
        let stem = name.hasPrefix("former.") ? "former" : name
        if machinery.contains(stem), !versioned.contains(stem) { return true }
        return value == "yes" || value == "no" || value.allSatisfy(\.isWhitespace)
    }

    /// Questions of the form have a version beside them, whatever their keys: one may be called like a button.
    private static func versioned(_ fields: [[String]]) -> Set<String> {
        Set(fields.compactMap { $0[0].hasPrefix("version.") ? String($0[0].dropFirst(8)) : nil })
    }
}
