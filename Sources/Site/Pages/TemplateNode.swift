/// A part of a template file as it was read: Mustache without lambdas, dotted names and other brackets than its own.
enum TemplateNode: Equatable {
    /// What is printed as it stands.
    case text(String)
    /// `{{name}}`, or `{{{name}}}` where it is not escaped.
    case value(String, escaped: Bool)
    /// `{{#name}} … {{/name}}`, or `{{^name}} … {{/name}}`.
    case section(String, isInverted: Bool, [TemplateNode])
    /// `{{> name}}`.
    case partial(String)
    /// `{{<name}} {{$block}} … {{/block}} {{/name}}`: another template with some of its blocks replaced.
    case parent(String, blocks: [String: [TemplateNode]])
    /// `{{$name}} … {{/name}}`: what a template that names this one as its parent may replace.
    case block(String, [TemplateNode])
}

/// A fault in a template file, in words.
struct TemplateFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
