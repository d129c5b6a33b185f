/// The fields of a form or of an address's query: text only, cleaned of what no field of ours can hold.
/// A name may come twice only if it ends in `[]`.
public struct Form: Sendable, Equatable {
    /// How large a form may be.
    public struct Limits: Sendable {
        /// Bytes in the whole body.
        public var body = 1 << 20
        /// Number of fields.
        public var fields = 2000
        /// Bytes in a name.
        public var name = 200

        /// The usual limits.
        public init() {}
    }

    private var values: [String: [String]] = [:]
    private var order: [String] = []

    /// A form with no fields.
    public init() {}

    /// Reads `a=1&b=2`, percent-encoded.
    public init(urlencoded bytes: some Collection<UInt8>, limits: Limits = Limits()) throws(Problem) {
        guard bytes.count <= limits.body else { throw .tooLarge(limit: limits.body) }
        for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            guard order.count < limits.fields else { throw .unreadable(.tooManyFields) }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
            try add(
                name: PercentEncoding.decoded(pair[..<equals]),
                value: PercentEncoding.decoded(value),
                limits: limits
            )
        }
    }

    /// The query of an address.
    public init(query: String?) throws(Problem) {
        try self.init(urlencoded: (query ?? "").utf8)
    }

    /// Adds one field as it came over the wire.
    mutating func add(name: [UInt8], value: [UInt8], limits: Limits = Limits()) throws(Problem) {
        guard name.count <= limits.name else { throw .unreadable(.tooManyFields) }
        guard order.count < limits.fields else { throw .unreadable(.tooManyFields) }
        let name = try CleanText.read(name)
        let value = try CleanText.read(value)
        if values[name] != nil, !name.hasSuffix("[]") { throw .unreadable(.doubledField) }
        values[name, default: []].append(value)
        order.append(name)
    }

    /// The value of a field as typed, `""` if the form has no such field.
    public subscript(name: String) -> String {
        values[name]?.first ?? ""
    }

    /// The value of a field without white space around it.
    public func trimmed(_ name: String) -> String {
        CleanText.trimmed(self[name])
    }

    /// The value of a field, or nothing if the form has no such field.
    public func find(_ name: String) -> String? {
        values[name]?.first
    }

    /// Whether the form has the field at all, as a ticked box does.
    public func contains(_ name: String) -> Bool {
        values[name] != nil
    }

    /// All values of a field that may come many times; `name` and `name[]` mean the same.
    public func all(_ name: String) -> [String] {
        values[name.hasSuffix("[]") ? name : "\(name)[]"] ?? values[name] ?? []
    }

    /// Names and values in the order they came, for pages that keep what was typed.
    public var fields: [(name: String, value: String)] {
        var seen: [String: Int] = [:]
        return order.compactMap { name in
            let place = seen[name, default: 0]
            seen[name] = place + 1
            return values[name].map { (name, $0[place]) }
        }
    }

    /// Whether two forms hold the same fields.
    public static func == (left: Form, right: Form) -> Bool {
        left.values == right.values && left.order == right.order
    }
}
