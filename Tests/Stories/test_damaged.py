"""A project in which something cannot be read: it is named, looked at, repaired, and stops no other."""

import contextlib
import hashlib
import json
import re
import sqlite3

import pytest

from conftest import shot, violations
from test_trail_agreement import Database, canonical

EVENT = {"id": 1, "kind": "event", "sorts": ["studyVisit"], "status": "planned"}


def write(data, *records, project="small"):
    """Appends an entry as a program of others might: well chained, whatever its bodies say."""
    with contextlib.closing(sqlite3.connect(data / "grozd.sqlite", isolation_level=None)) as base:
        [(number, last)] = base.execute(
            "SELECT number, header FROM entries WHERE project = ? ORDER BY number DESC LIMIT 1", (project,)).fetchall()
        digest, rows = hashlib.sha256(), []
        for position, record in enumerate(records):
            body = hashlib.sha256(bytes([position])).hexdigest()[:32].encode() + b" " + canonical(record)
            own = hashlib.sha256(body).digest()
            digest.update(own + f"{record['kind']}/{record['id']}\n".encode())
            rows.append((project, record["kind"], record["id"], number + 1, position, own, body))
        header = {**json.loads(last), "entry": number + 1, "previous": hashlib.sha256(last).hexdigest(), "verb": "change-event",
                  "bodies": len(records), "digest": digest.hexdigest()}
        header.pop("documents", None)
        base.execute("BEGIN")
        base.execute("INSERT INTO entries VALUES (?, ?, ?)", (project, number + 1, canonical(header)))
        base.executemany("INSERT INTO bodies (project, kind, record, entry, position, digest, body) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        base.execute("COMMIT")
    return number + 1


@pytest.fixture
def damaged(grozd, data):
    """A project with an event (entry 2) whose last version (entry 4) has no title, and a sound one beside it."""
    for name in ("small", "other"):
        grozd.new_project(name, data)
        grozd.do(name, "add-event", {"title": "Visit to Kiel", "sorts": ["studyVisit"]}, data)
    grozd.do("small", "add-activity", {"title": "Before"}, data)
    assert write(data, EVENT) == 4
    return data


def listed(grozd, data):
    return {line["name"]: line.get("trouble") for line in json.loads(grozd("project", "list", "--json", data=data))}


def add(title):
    return {"title": title}


@pytest.mark.parametrize("served", [True, False], ids=["served", "by commands"])
def test_it_is_named_looked_at_and_repaired(served, grozd, damaged):
    data = damaged
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(grozd.serve(data)) if served else None
        trouble = listed(grozd, data)
        assert trouble == {"other": None, "small": {"code": "damaged", "entry": "4", "record": "event/1", "reason": "title: text", "shown": "3"}}
        # Every command that enters something is refused; what reads, reads as of the entry before.
        ran = grozd.run("do", "small", "add-activity", "--as", 1, "--with", "-", data=data, input=json.dumps(add("No")))
        assert ran.returncode == 1 and "Entry 4 cannot be read (event/1; title: text)" in ran.stderr and "trail repair" in ran.stderr, ran
        [event] = json.loads(grozd("show", "small", "events", "--json", data=data))
        assert event["title"] == "Visit to Kiel"
        assert json.loads(grozd("trail", "verify", "small", "--json", data=data))["count"] == 4
        if server:
            look_at_pages(server)
        # The sound one goes on.
        assert grozd.do("other", "add-activity", add("Meanwhile"), data)["entry"] == 3

        for command, code, says in [
            (["small", "event/1", "--entry", 4, "--reason", "x"], 1, "entry 0 withdraws it"),
            (["small", "event/1", "--entry", 9, "--reason", "x"], 2, "9"),
            (["small", "event/1", "--entry", -1, "--reason", "x"], None, ""),
            (["small", "event/1", "--entry", 2, "--reason", " "], 1, "reason"),
            (["small", "activity/1", "--entry", 2, "--reason", "x"], 1, "activity/1"),
            (["small", "moon/1", "--entry", 2, "--reason", "x"], 2, "moon"),
            (["nowhere", "event/1", "--entry", 2, "--reason", "x"], 2, "nowhere"),
            (["other", "event/1", "--entry", 2, "--reason", "x"], 1, "event/1"),
        ]:
            ran = grozd.run("trail", "repair", *command, data=data)
            assert ran.returncode == code or code is None and ran.returncode != 0, ran
            assert says in ran.stderr and "⟦" not in ran.stderr, ran
        assert listed(grozd, data) == trouble

        said = json.loads(grozd(
            "trail", "repair", "small", "event/1", "--entry", 2, "--reason", "Written by a program of others", "--json", data=data))
        assert said["entry"] == 5
        assert listed(grozd, data) == {"other": None, "small": None}
        assert grozd.do("small", "add-activity", add("After"), data)["entry"] == 6
        verified = json.loads(grozd("trail", "verify", "small", "--json", data=data))
        assert verified["good"] and verified["count"] == 6
        shown = grozd("trail", "show", "small", data=data)
        assert "Written by a program of others" in shown
        history = json.loads(grozd("trail", "show", "small", "--record", "event/1", "--json", data=data))
        assert [version["entry"] for version in history] == [2, 4, 5] and "title" not in history[1]["body"]
        if server:
            visitor = server.visitor("small/1", language="en")
            status, page = visitor.get("/projects/small/trail/4")
            assert status == 200 and "cannot be read: title: text" in page and "event 1" in page.lower(), page
            status, page = visitor.get("/projects/small/events/1")
            assert status == 200 and "cannot be read" in page
            status, page = visitor.get("/projects/small")
            assert status == 200 and "trail repair" not in page
            assert visitor.post("/projects/small/activities", add("By a form"))[0] < 300
    # And so it is when it is opened anew; an export of it is taken in elsewhere.
    with grozd.serve(data) as server:
        assert server.visitor("small/1").get("/projects/small/events/1")[0] == 200
    grozd("trail", "export", "small", data / "export", data=data)
    grozd("trail", "import", data / "export", data=data / "elsewhere")
    assert json.loads(grozd("show", "small", "events", "--json", data=data / "elsewhere"))[0]["title"] == "Visit to Kiel"


def look_at_pages(server):
    """Every page of the project says what is wrong, and its forms do nothing."""
    visitor = server.visitor("small/1", language="en")
    for path in ("", "/events", "/events/1", "/activities", "/trail", "/trail/3", "/trail/4", "/events/1?as-known=3", "/trail/diff?from=1&to=4"):
        status, page = visitor.get(f"/projects/small{path}")
        assert status == 200 and "⟦" not in page, (path, status)
        assert "Entry 4 cannot be read" in page, path
    assert "cannot be read: title: text" in visitor.get("/projects/small/trail/4")[1]
    for path in ("/activities", "/events/1", "/events"):
        status, page = visitor.post(f"/projects/small{path}", {**add("No"), "sorts": "studyVisit"}, accept="text/html")
        assert status == 403 and "Entry 4 cannot be read" in page, (path, status)
    status, page = server.visitor().get("/projects")
    assert status == 200 and "Entry 4 cannot be read" in page and "/projects/small" in page
    assert "cannot be read" not in visitor.get("/projects/other")[1]


def test_several_are_repaired_one_after_the_other_and_one_that_never_was_is_withdrawn(grozd, damaged):
    write(damaged, {"id": 7, "kind": "event", "status": "planned"}, {"id": 1, "kind": "activity", "title": 4})
    assert listed(grozd, damaged)["small"]["entry"] == "4"
    for record, entry in [("event/1", 3), ("activity/1", 3), ("event/7", 0)]:
        assert listed(grozd, damaged)["small"]
        ran = grozd.run("trail", "repair", "small", record, "--entry", entry, "--reason", "Of others", data=damaged)
        assert ran.returncode == 0 and ("cannot be read" in ran.stderr) == (record != "event/7"), ran
    assert listed(grozd, damaged)["small"] is None
    assert [event["id"] for event in json.loads(grozd("show", "small", "events", "--json", data=damaged))] == [1]
    assert grozd.do("small", "add-activity", add("After"), damaged)["entry"] == 9
    grozd("trail", "verify", "small", data=damaged)


@pytest.mark.parametrize("language, says", [("en", "Entry 4 cannot be read"), ("sl", "Vnosa 4 ni mogoče prebrati")])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_says_it_in_front_of_everything_else(language, says, width, grozd, damaged, new_page):
    with grozd.serve(damaged) as server:
        page = new_page(server, desk="small/1", language=language, width=width)
        for path in ("/projects", "/projects/small", "/projects/small/events/1", "/projects/small/trail/4"):
            page.goto(f"{server.address}{path}")
            assert says in page.locator("main").inner_text()
            assert violations(page) == []
            shot(page, f"damaged-{language}-{width}{path.replace('/', '-')}")


# Headers

ROWS = {
    "the last header is no JSON": ("UPDATE entries SET header = x'7b' WHERE project = 'small' AND number = 3", 3),
    "the last header is nothing": ("UPDATE entries SET header = x'' WHERE project = 'small' AND number = 3", 3),
    "every header is zeros": ("UPDATE entries SET header = zeroblob(300) WHERE project = 'small'", 1),
    "a header in the middle is no JSON": ("UPDATE entries SET header = x'7b' WHERE project = 'small' AND number = 2", 2),
    "the last row is missing": ("DELETE FROM entries WHERE project = 'small' AND number = 3", 3),
    "a row in the middle is missing": ("DELETE FROM entries WHERE project = 'small' AND number = 2", 2),
    "the first row is missing": ("DELETE FROM entries WHERE project = 'small' AND number = 1", 1),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_header_that_does_not_read_is_damage_of_its_project_alone(what, grozd, data, tmp_path):
    sql, entry = ROWS[what]
    for name in ("small", "other"):
        grozd.new_project(name, data)
        grozd.do(name, "add-event", {"title": "Visit to Kiel", "sorts": ["studyVisit"]}, data)
        grozd.do(name, "add-activity", add("Before"), data)
    base = Database(data)
    base.ask(sql)
    base.connection.close()
    ran = grozd.run("trail", "verify", "small", data=data)
    assert ran.returncode == 1 and f"entry {entry}" in ran.stderr + ran.stdout, ran
    ran = grozd.run("trail", "export", "small", data / "export", data=data)
    assert ran.returncode == 1 and not (data / "export").exists(), ran
    ran = grozd.run("do", "small", "add-activity", "--as", "steward", "--with", "-", data=data, input=json.dumps(add("No")))
    assert ran.returncode == 1 and f"entry {entry}" in ran.stderr, ran
    # A backup is made of all the same, and says so.
    ran = grozd.run("backup", tmp_path / "backups", data=data)
    assert ran.returncode == 1 and "Backup made" in ran.stdout and f"small is damaged at entry {entry}" in ran.stderr, ran
    with grozd.serve(data) as server:
        visitor = server.visitor("small/1", language="en")
        # It is looked at whole beside the first answers.
        for _ in range(100):
            if "was looked at" in server.said:
                break
            visitor.get("/projects")
        assert listed(grozd, data)["other"] is None
        assert listed(grozd, data)["small"]["code"] == "damagedTrail"
        assert f"at entry {entry}" in visitor.get("/projects")[1]
        for path in ("", "/events", "/events/1", "/activities", "/trail", "/calendar", *[f"/trail/{number}" for number in range(1, 5)],
                     *[f"?as-known={known}" for known in ("1", "2", "3", "2026-11-23", "1999-01-01")], "/trail/diff?from=1&to=3"):
            status, page = visitor.get(f"/projects/small{path}")
            assert status in (200, 403, 404), (path, status, page)
            assert "⟦" not in page
        # Where nothing reads, nobody sits at the desk either.
        if what not in ("the last row is missing", "every header is zeros"):
            assert f"Entry {entry}" in visitor.get("/projects/small/trail")[1]
        status, page = visitor.post("/projects/small/activities", add("No"))
        assert status == 403, (status, page)
        sound = server.visitor("other/1")
        assert sound.post("/projects/other/activities", add("Meanwhile"))[0] < 300
        assert not re.search(r"fault [0-9A-F]{8}", server.said), server.said
    assert grozd.run("trail", "repair", "small", "event/1", "--entry", 1, "--reason", "x", data=data).returncode == 1
