"""Inserts the rows of a trail into an empty database of the same make, and prints how many rows a second were durable.

    append.py TRAIL COPY ENTRIES   so many entries in one transaction
"""

import sqlite3
import sys
import time

source, copy, together = sys.argv[1], sys.argv[2], int(sys.argv[3])

trail = sqlite3.connect(source)
schema = [sql for (sql,) in trail.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")]
entries = trail.execute("SELECT * FROM entries WHERE project <> 'installation' AND number > 1 ORDER BY number, project").fetchall()
bodies = {(row[0], row[3]): row for row in trail.execute("SELECT * FROM bodies")}
trail.close()

db = sqlite3.connect(copy, isolation_level=None)
db.executescript(
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;")
for sql in sorted(schema, key=lambda sql: ("TABLE", "INDEX", "TRIGGER").index(sql.split()[1])):
    db.execute(sql)

batches = [entries[at:at + together] for at in range(0, len(entries), together)]
batches = [(batch, [bodies[row[0], row[1]] for row in batch]) for batch in batches]
begun = time.perf_counter()
for headers, changed in batches:
    db.execute("BEGIN")
    db.executemany("INSERT INTO entries VALUES (?, ?, ?)", headers)
    db.executemany("INSERT INTO bodies VALUES (?, ?, ?, ?, ?, ?, ?, ?)", changed)
    db.execute("COMMIT")
print(2 * len(entries) / (time.perf_counter() - begun))
