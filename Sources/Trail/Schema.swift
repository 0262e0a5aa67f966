import Domain
import GRDB

/// The tables of a data folder. Whoever has the file and SQLite gets past their guards, and the chain of the trail says so.
extension Store {
    static let schema = """
        CREATE TABLE IF NOT EXISTS entries (
            project TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), header BLOB NOT NULL,
            PRIMARY KEY (project, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS bodies (
            project TEXT NOT NULL, kind TEXT NOT NULL, record INTEGER NOT NULL, entry INTEGER NOT NULL,
            position INTEGER NOT NULL, digest BLOB NOT NULL CHECK (length(digest) = 32), body BLOB,
            state INTEGER NOT NULL DEFAULT 0 CHECK ((state IN (0, 1)) = (body IS NOT NULL)),
            PRIMARY KEY (project, kind, record, entry)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS bodies_by_entry ON bodies (project, entry, position);
        CREATE TABLE IF NOT EXISTS erasures (
            project TEXT NOT NULL, entry INTEGER NOT NULL, position INTEGER NOT NULL, by_entry INTEGER NOT NULL,
            PRIMARY KEY (project, entry, position, by_entry)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS named_documents (
            hash BLOB NOT NULL, project TEXT NOT NULL, entry INTEGER NOT NULL,
            PRIMARY KEY (hash, project, entry)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS erased_documents (
            hash BLOB NOT NULL, project TEXT NOT NULL, entry INTEGER NOT NULL,
            PRIMARY KEY (hash, project, entry)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS backups (folder TEXT PRIMARY KEY, moment INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS remembered_erasures (gone TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS taken_without_particulars (project TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS withheld_documents (
            project TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (project, hash)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS withheld_in_part (
            project TEXT NOT NULL, entry INTEGER NOT NULL, position INTEGER NOT NULL,
            said BLOB NOT NULL CHECK (length(said) = 32),
            PRIMARY KEY (project, entry, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS footprints (
            project TEXT NOT NULL, what TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (project, what, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS readings (
            project TEXT NOT NULL, person INTEGER NOT NULL, entry INTEGER NOT NULL, moment INTEGER NOT NULL,
            what TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS readings_by_person ON readings (project, person, moment);
        CREATE TABLE IF NOT EXISTS sent (
            project TEXT NOT NULL, key TEXT NOT NULL, content BLOB NOT NULL CHECK (length(content) = 32),
            entry INTEGER NOT NULL, moment INTEGER NOT NULL,
            PRIMARY KEY (project, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS saved_views (
            project TEXT NOT NULL, person INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,
            PRIMARY KEY (project, person, kind, name)) STRICT, WITHOUT ROWID;

        CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE UPDATE ON entries
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS entries_remain BEFORE DELETE ON entries
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS bodies_remain BEFORE DELETE ON bodies
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS bodies_stay BEFORE UPDATE ON bodies
            WHEN NOT (NEW.project IS OLD.project AND NEW.kind IS OLD.kind AND NEW.record IS OLD.record
                AND NEW.entry IS OLD.entry AND NEW.position IS OLD.position AND NEW.digest IS OLD.digest
                AND NEW.state IN (1, 2) AND EXISTS (
                    SELECT 1 FROM erasures AS e WHERE e.project = OLD.project AND e.entry = OLD.entry
                        AND e.position = OLD.position
                        AND e.by_entry = (SELECT max(number) FROM entries WHERE project = OLD.project)))
            BEGIN SELECT RAISE(ABORT, 'a body changes only with an entry that erases it'); END;
        CREATE TRIGGER IF NOT EXISTS withheld_in_part_stays BEFORE UPDATE ON withheld_in_part
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS withheld_in_part_remains BEFORE DELETE ON withheld_in_part
            WHEN NOT EXISTS (
                SELECT 1 FROM erasures AS e WHERE e.project = OLD.project AND e.entry = OLD.entry
                    AND e.position = OLD.position
                    AND e.by_entry = (SELECT max(number) FROM entries WHERE project = OLD.project))
            BEGIN SELECT RAISE(ABORT, 'a body changes only with an entry that erases it'); END;
        CREATE TRIGGER IF NOT EXISTS erasures_stay BEFORE UPDATE ON erasures
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS erasures_remain BEFORE DELETE ON erasures
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS readings_stay BEFORE UPDATE ON readings
            BEGIN SELECT RAISE(ABORT, 'readings are only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS readings_remain BEFORE DELETE ON readings
            BEGIN SELECT RAISE(ABORT, 'readings are only appended to'); END;
        """

    /// A folder of before has no list of erased documents: it is made from the trails. What does not read erased nothing.
    static func noteErasedDocuments(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT \(columns), project FROM bodies WHERE kind = ? AND state = 0",
            arguments: [Erasure.kind])
        for row in rows {
            guard case .erase(let erasure, _)? = try? placed(row).body.change, erasure.isOfDocument
            else { continue }
            try note(erasure, in: row[8], by: row[5], db)
        }
    }
}
