import Domain
import GRDB

/// A list as somebody looks at it, under a name: what its address asks. It is that person's own, and in no trail.
public struct SavedView: Sendable, Equatable {
    public let name: String
    /// The query of the address, as it stands behind the `?`.
    public let query: String

    public init(name: String, query: String) { (self.name, self.query) = (name, query) }

    /// As many does a person save of one list.
    public static let most = 30
    public static let longestName = 60
    static let longestQuery = 4_000
}

extension Store {
    /// In order of names as they are stored. A folder of before that can only be read has none.
    package func savedViews(of person: Int, on kind: String, in project: String) throws -> [SavedView] {
        try queue.read { db in
            guard try db.tableExists("saved_views") else { return [] }
            return try Row.fetchAll(
                db,
                sql: "SELECT name, query FROM saved_views WHERE project = ? AND person = ? AND kind = ? ORDER BY name",
                arguments: [project, person, kind]
            ).map { SavedView(name: $0[0], query: $0[1]) }
        }
    }

    /// Saves a view, or says anew what its name stands for. Refused beyond the bounds, and where the folder is only read.
    package func save(_ view: SavedView, of person: Int, on kind: String, in project: String) throws {
        try refuseReadOnly()
        guard !view.name.isEmpty, view.name.count <= SavedView.longestName,
            view.name.utf8.count <= 4 * SavedView.longestName, view.query.utf8.count <= SavedView.longestQuery
        else { throw Refusal("viewUnnamed", [.init("most", .whole(SavedView.longestName))]) }
        try queue.write { db in
            let others =
                try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM saved_views WHERE project = ? AND person = ? AND kind = ? AND name <> ?",
                    arguments: [project, person, kind, view.name]) ?? 0
            guard others < SavedView.most else { throw Refusal("viewsFull", [.init("most", .whole(SavedView.most))]) }
            try db.execute(
                sql: """
                    INSERT INTO saved_views (project, person, kind, name, query) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET query = excluded.query
                    """, arguments: [project, person, kind, view.name, view.query])
        }
    }

    package func forgetView(_ name: String, of person: Int, on kind: String, in project: String) throws {
        try refuseReadOnly()
        try queue.write { db in
            try db.execute(
                sql: "DELETE FROM saved_views WHERE project = ? AND person = ? AND kind = ? AND name = ?",
                arguments: [project, person, kind, name])
        }
    }
}
