extension HTMLDocument {
    /// Everything wrong with the page: syntax, and the rules of the house that a machine can see.
    public func houseFaults() -> [String] {
        var found = faults
        found += idFaults() + labelFaults() + tableFaults() + referenceFaults() + structureFaults() + policyFaults()
        return found
    }

    private func idFaults() -> [String] {
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard let id = element["id"] else { return nil }
            if id.isEmpty || id.contains(" ") { return "line \(element.line): the id '\(id)' is empty or has a space" }
            return seen.insert(id).inserted ? nil : "line \(element.line): the id \(id) is there twice"
        }
    }

    /// Every control that a person fills in has a visible label or a name for screen readers.
    private func labelFaults() -> [String] {
        let labelled = Set(all("label").compactMap { $0["for"] })
        let labels = Set(all("label").map(\.number))
        return elements.compactMap { element in
            guard ["input", "select", "textarea"].contains(element.name) else { return nil }
            if ["hidden", "submit", "button", "image"].contains(element["type"] ?? "") { return nil }
            if let id = element["id"], labelled.contains(id) { return nil }
            if element.has("aria-label") || element.has("aria-labelledby") { return nil }
            if element.ancestors.contains(where: { labels.contains($0) }) { return nil }
            return "line \(element.line): <\(element.name) name=\"\(element["name"] ?? "")\"> has no label"
        }
    }

    /// Every table says what it is about: by a caption, or by a name for screen readers.
    private func tableFaults() -> [String] {
        all("table").compactMap { table in
            if table.has("aria-label") || table.has("aria-labelledby") { return nil }
            let captions = inside(table).filter { $0.name == "caption" && $0.ancestors.last == table.number }
            if captions.contains(where: { !$0.text.isEmpty }) { return nil }
            return "line \(table.line): a table without a caption"
        }
    }

    /// What points to an id points to one that is there.
    private func referenceFaults() -> [String] {
        let ids = Set(elements.compactMap { $0["id"] })
        var found: [String] = []
        for element in elements {
            for name in ["for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form", "headers"] {
                for id in (element[name] ?? "").split(separator: " ") where !ids.contains(String(id)) {
                    found.append("line \(element.line): \(name) names \(id), which is not there")
                }
            }
            if element.name == "a", let href = element["href"], href.hasPrefix("#"), href.count > 1,
                !ids.contains(String(href.dropFirst()))
            {
                found.append("line \(element.line): a link to \(href), which is not there")
            }
        }
        return found
    }

    private func structureFaults() -> [String] {
        var found: [String] = []
        if first("html")?["lang"]?.isEmpty ?? true { found.append("the page names no language") }
        if title.isEmpty { found.append("the page has no title") }
        if all("main").count != 1 { found.append("the page has \(all("main").count) <main>") }
        if all("h1").count != 1 { found.append("the page has \(all("h1").count) <h1>") }
        // The summary of a refused form, an alert with a heading of its own, stands before the page's heading.
        var last = first("div", where: ["role": "alert"]) == nil ? 0 : 1
        for element in elements {
            if let level = Int(element.name.dropFirst()), element.name.hasPrefix("h"), (1...6).contains(level) {
                if level > last + 1 { found.append("line \(element.line): <h\(level)> after <h\(last)>") }
                if element.text.isEmpty { found.append("line \(element.line): an empty heading") }
                last = level
            }
            if element.name == "img", !element.has("alt") {
                found.append("line \(element.line): a picture without alt")
            }
            if element.name == "th", !element.has("scope") { found.append("line \(element.line): <th> without scope") }
            if element.name == "a", !element.has("href") { found.append("line \(element.line): <a> without href") }
            if element.name == "form", element["method"]?.lowercased() == "post", !hasFormToken(element) {
                found.append("line \(element.line): a form without its token")
            }
        }
        return found
    }

    /// What the Content-Security-Policy would refuse, and marks of templates that were not filled.
    private func policyFaults() -> [String] {
        var found: [String] = []
        for element in elements {
            for (name, value) in element.attributes {
                if name == "style" || name.hasPrefix("on") { found.append("line \(element.line): an inline \(name)") }
                if value.contains("[[") || value.contains("{{") {
                    found.append("line \(element.line): unfilled \(value)")
                }
                if ["href", "src", "action"].contains(name), value.lowercased().hasPrefix("javascript:") {
                    found.append("line \(element.line): a javascript: address")
                }
            }
            if element.name == "style" { found.append("line \(element.line): an inline style sheet") }
            if element.name == "script", !element.rawText.isEmpty {
                found.append("line \(element.line): an inline script")
            }
        }
        if let body = first("body")?.text {
            if body.contains("[[") || body.contains("{{") { found.append("the text holds an unfilled [[…]] or {{…}}") }
        }
        return found
    }

    private func hasFormToken(_ form: HTMLElement) -> Bool {
        inside(form).contains { $0.name == "input" && $0["name"] == "formToken" && !($0["value"] ?? "").isEmpty }
    }
}
