import Foundation
import Yams

/// Reads `text/LANG/*.yaml`: a file or a few for each stage, nested maps whose leaves are texts, merged into one flat table.
enum TextFiles {
    static func load(_ folder: String, _ language: Language, into faults: inout [String]) -> Texts {
        var table: [String: String] = [:]
        let path = "\(folder)/text/\(language.rawValue)"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for file in files.sorted() where file.hasSuffix(".yaml") {
            do {
                let yaml = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
                guard let root = try Yams.compose(yaml: yaml) else { continue }
                read(root, under: "", in: "text/\(language.rawValue)/\(file)", into: &table, &faults)
            } catch {
                faults.append("text/\(language.rawValue)/\(file): \(error)")
            }
        }
        return Texts(language: language, table: table)
    }

    /// The node's own scalars are read, not their resolved values: in YAML a plain `no` would otherwise become `false`.
    private static func read(
        _ node: Node,
        under key: String,
        in file: String,
        into table: inout [String: String],
        _ faults: inout [String]
    ) {
        switch node {
        case .mapping(let mapping):
            for (name, value) in mapping {
                guard case .scalar(let scalar) = name else {
                    faults.append("\(file): a key under \(key) is not a word")
                    continue
                }
                read(
                    value,
                    under: key.isEmpty ? scalar.string : "\(key).\(scalar.string)",
                    in: file,
                    into: &table,
                    &faults
                )
            }
        case .scalar(let scalar):
            if key.isEmpty { return }
            if table[key] != nil { faults.append("\(file): the key \(key) is given twice") }
            table[key] = scalar.string
        default:
            faults.append("\(file): \(key) is neither a text nor a map")
        }
    }
}
