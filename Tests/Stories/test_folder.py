"""One process has the data folder. Everybody else is carried out by it, or refused with a reason."""

import contextlib
import ctypes
import hashlib
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import pytest

from conftest import SMALL, VERIFY_TRAIL, free_port


@pytest.fixture
def small(grozd, data):
    """A data folder with one small project."""
    grozd.new_project("small", data)
    return data


def titles(grozd, data):
    """The titles of all activities, as the exported trail has them."""
    with tempfile.TemporaryDirectory() as folder:
        export = pathlib.Path(folder) / "export"
        grozd("trail", "export", "small", export, data=data)
        # A body is its salt, and then the record.
        bodies = [json.loads(line[line.index(b"{"):]) for line in export.read_bytes().split(b"\n") if line.startswith(b"B ")]
    return [body["title"] for body in bodies if body["kind"] == "activity"]


# One server


def test_a_second_server_is_refused_with_a_reason(grozd, small):
    with grozd.serve(small) as first:
        for command in ["serve", "demo"]:
            second = grozd.run(command, "--port", free_port(), data=small, timeout=30)
            assert second.returncode == 1, second
            assert str(small) in second.stderr and first.address in second.stderr, second
            assert "Fatal" not in second.stderr
        assert first.visitor().get("/")[0] == 200
    with grozd.serve(small) as again:
        assert again.visitor().get("/")[0] == 200


# A server that sees other folders than who calls it


@pytest.fixture
def confined(grozd, tmp_path):
    """The program, as a unit confines its server: under `hidden` it sees an empty folder of its own, and `kept` it may only read."""
    hidden, kept = tmp_path / "hidden", tmp_path / "kept"
    hidden.mkdir()
    kept.mkdir()
    mounts = f'mount -t tmpfs own "{hidden}" && mount --bind "{kept}" "{kept}" && mount -o remount,bind,ro "{kept}"'
    program = tmp_path / "confined"
    program.write_text(f"""#!/bin/sh
exec unshare -rm sh -c '{mounts} && exec "$0" "$@"' {grozd.binary} "$@"
""")
    program.chmod(0o700)
    if subprocess.run(["unshare", "-rm", "sh", "-c", mounts], capture_output=True).returncode:
        pytest.skip("may not make namespaces")
    return type(grozd)(program), hidden, kept


def test_what_a_server_cannot_reach_for_a_command_is_refused_and_what_it_is_given_is_read_by_who_calls(grozd, small, confined, tmp_path):
    program, hidden, kept = confined
    shared = tmp_path / "shared"
    shared.mkdir()
    grozd("trail", "export", "small", hidden / "small.trail", data=small)
    fields = hidden / "fields.json"
    fields.write_text(json.dumps({"title": "Typed where only I see it"}))
    table = hidden / "persons.csv"
    table.write_text("name\nAna Žagar\n")
    with program.serve(small) as server:
        for command in [
            ("backup", hidden / "backups"), ("backup", kept), ("trail", "export", "small", hidden / "again.trail"),
            ("trail", "export", "small", kept / "again.trail"), ("trail", "import", hidden / "small.trail"),
        ]:
            ran = grozd.run(*command, data=small)
            assert ran.returncode == 2 and "docs/serving.md" in ran.stderr and str(command[-1]) in ran.stderr, ran
            assert ran.stdout == ""
        # Nor is anything left where only the server sees it.
        inside = subprocess.run(["ls", f"/proc/{server.process.pid}/root{hidden}"], capture_output=True, text=True)
        assert inside.stdout == ""
        assert sorted(hidden.iterdir()) == [fields, table, hidden / "small.trail"] and list(kept.iterdir()) == []
        grozd("do", "small", "add-activity", "--as", "1", "--with", fields, data=small)
        grozd("import", "small", "persons", table, "--as", "1", data=small)
        grozd("backup", shared, data=small)
        grozd("trail", "export", "small", shared / "small.trail", data=small)
        assert grozd.run("trail", "import", shared / "nothing", data=small).stderr.count("docs/serving.md") == 0
    assert len(list(shared.iterdir())) == 2
    assert "Typed where only I see it" in titles(grozd, small)


def test_a_taken_port_is_refused_with_a_reason(grozd, small):
    with grozd.serve(small) as first, tempfile.TemporaryDirectory() as other:
        grozd.new_project("small", other)
        second = grozd.run("serve", "--port", first.port, data=other, timeout=30)
        assert second.returncode == 1, second
        assert str(first.port) in second.stderr and "Fatal" not in second.stderr


def test_a_server_stops_when_it_is_asked_to(grozd, small):
    server = grozd.serve(small)
    visitor = server.visitor()
    assert visitor.get("/")[0] == 200
    # The visitor's connection is still open.
    assert server.stop() == 0
    assert grozd("trail", "verify", "small", data=small)


# Commands while a server runs


COMMANDS = [
    ["project", "list"],
    ["project", "list", "--json"],
    ["verbs", "--json"],
    ["results", "small"],
    ["results", "small", "--language", "sl", "--as-of", "2025-01-31", "--json"],
    ["trail", "verify", "small"],
    ["trail", "verify", "small", "--head", "0" * 64],
    ["trail", "show", "small", "--json"],
    ["trail", "show", "small", "--record", "partner/1"],
    ["trail", "diff", "small", "1", "2"],
    ["results", "nowhere"],
    ["results", "small", "--as-of", "31 January"],
    ["results", "small", "--language", "xx"],
    ["trail", "show", "small", "--record", "partner/99"],
    ["do", "small", "add-activity", "--as", "99", "--with", "/dev/null"],
    ["nothing"],
]


def test_commands_answer_the_same_with_and_without_a_server(grozd, small):
    grozd.do("small", "add-activity", {"title": "Study visit"}, data=small)

    def answers():
        return [(ran.returncode, ran.stdout, ran.stderr) for ran in (grozd.run(*command, data=small) for command in COMMANDS)]

    alone = answers()
    with grozd.serve(small):
        served = answers()
    for command, without, with_server in zip(COMMANDS, alone, served):
        assert with_server == without, command
    codes = dict(zip(map(" ".join, COMMANDS), [code for code, _, _ in alone]))
    assert [codes[" ".join(command)] for command in COMMANDS[:6]] == [0] * 6
    assert codes["trail verify small --head " + "0" * 64] == 1
    assert codes["results nowhere"] == codes["results small --as-of 31 January"] == codes["results small --language xx"] == 2
    assert codes["nothing"] == 2


def test_what_a_command_does_the_server_shows_at_once(grozd, small):
    with grozd.serve(small) as server:
        visitor = server.visitor("small/1")
        done = grozd.do("small", "add-activity", {"title": "Study visit in Žiri"}, data=small)
        assert done["records"] == ["activity/1"]
        status, shown = visitor.get("/projects/small/activities/1")
        assert status == 200 and "Study visit in Žiri" in shown

        status, body = visitor.post("/projects/small/activities", {"title": "Final event"})
        assert status < 300 and json.loads(body)["entry"] == done["entry"] + 1, body
        # And the other way round, though nothing was stopped in between.
        assert titles(grozd, small) == ["Study visit in Žiri", "Final event"]


def test_a_batch_is_one_entry(grozd, small):
    steps = [
        {"verb": "add-activity", "with": {"title": title}} for title in ["First", "Second"]
    ]
    with grozd.serve(small):
        before = grozd.do("small", "add-activity", {"title": "Before"}, data=small)["entry"]
        ran = grozd.run("do", "small", "batch", "--as", 1, "--with", "-", "--json", data=small, input=json.dumps(steps))
        assert ran.returncode == 0, ran
        done = json.loads(ran.stdout)
        assert (done["entry"], done["records"]) == (before + 1, ["activity/2", "activity/3"])
        assert done["head"] == json.loads(grozd("trail", "verify", "small", "--json", data=small))["head"]


def test_a_refused_verb_says_why_and_leaves_nothing(grozd, small):
    with grozd.serve(small):
        before = grozd("trail", "show", "small", "--json", data=small)
        ran = grozd.run(
            "do", "small", "add-activity", "--as", 1, "--with", "-", data=small, input=json.dumps({"status": "planned"}))
        assert ran.returncode == 1 and ran.stderr, ran
        assert grozd("trail", "show", "small", "--json", data=small) == before


def test_only_the_owner_reaches_the_folder(grozd, small):
    with grozd.serve(small):
        for path in [small / "grozd.sock", *small.glob("*.sqlite*")]:
            assert path.stat().st_mode & 0o077 == 0, path


# What outlives the server


def test_no_child_can_inherit_the_folder(grozd, small):
    """Every file of the folder, and the socket in it, is closed in a child that the server starts: O_CLOEXEC is set."""
    with grozd.serve(small) as server:
        server.visitor().get("/")
        # The check beside the start opens files, and closes them.
        wait_until(lambda: "the data folder was looked at" in server.said)
        sockets = [
            f"socket:[{line.split()[6]}]" for line in pathlib.Path("/proc/net/unix").read_text().splitlines() if line.endswith("/grozd.sock")
        ]
        assert sockets
        handles = pathlib.Path(f"/proc/{server.process.pid}/fd")
        ours = [handle for handle in handles.iterdir() if os.readlink(handle).startswith(str(small)) or os.readlink(handle) in sockets]
        assert len(ours) >= 3
        for handle in ours:
            info = (handles.parent / "fdinfo" / handle.name).read_text()
            flags = int(next(line for line in info.splitlines() if line.startswith("flags:")).split()[1], 8)
            assert flags & os.O_CLOEXEC, os.readlink(handle)


def test_a_socket_that_a_killed_server_left_hinders_nobody(grozd, small):
    server = grozd.serve(small)
    server.kill()
    assert (small / "grozd.sock").exists()
    assert grozd.do("small", "add-activity", {"title": "After"}, data=small)["entry"] == 2
    with grozd.serve(small) as again:
        assert again.visitor().get("/projects/small/activities/1")[0] == 200


@pytest.mark.parametrize("said", [b"", b"\x00\x00", b"\x00\x00\x00\x09garbage!!"])
def test_who_gets_no_answer_says_that_nobody_knows(said, grozd, small):
    """The server ended before it answered: 4, at once, and nothing is tried twice."""
    calls = []

    def end_without_answer(listener):
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            calls.append(peer.recv(1 << 16))
            peer.sendall(said)
            peer.close()

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(small / "grozd.sock"))
        listener.listen()
        threading.Thread(target=end_without_answer, args=(listener,), daemon=True).start()
        ran = grozd.run(
            "do", "small", "add-activity", "--as", 1, "--with", "-", data=small, timeout=20,
            input=json.dumps({"title": "Once"}))
        listener.shutdown(socket.SHUT_RDWR)
    assert ran.returncode == 4 and ran.stdout == "" and ran.stderr and "⟦" not in ran.stderr, ran
    assert len(calls) == 1
    (small / "grozd.sock").unlink()
    assert titles(grozd, small) == []


# Open files used up


def test_a_shortage_of_open_files_passes_and_commands_are_answered_meanwhile(grozd, small):
    """Connections that nobody uses are as many as the process may have descriptors, and more: some are kept for its own files."""
    with grozd.serve(small, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (80, 80))) as server:
        handles = pathlib.Path(f"/proc/{server.process.pid}/fd")
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(120)]
        wait_until(lambda: len(list(handles.iterdir())) >= 50)
        assert len(list(handles.iterdir())) < 79
        for language in ["en", "sl", "hu"]:
            listed = grozd("project", "list", "--language", language, data=small)
            assert listed.startswith("small\t") and "⟦" not in listed
        for connection in idle:
            connection.close()
        visitor = server.visitor()
        status, page = visitor.get("/")
        assert status == 200 and "⟦" not in page
        assert grozd("project", "list", data=small).startswith("small\t")

# The end, and what the log says of it


def test_the_end_is_in_the_log_and_comes_at_once(grozd, small):
    for number in [signal.SIGILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGTRAP]:
        server = grozd.serve(small)
        begun = time.monotonic()
        server.process.send_signal(number)
        assert server.ended() == -number
        assert time.monotonic() - begun < 2
        assert re.search(rf"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+0000 critical grozd: ended by signal {number:02};", server.said, re.M), server.said
    server = grozd.serve(small)
    assert server.stop() == 0
    assert "ended as asked" in server.said


FAILING_SYNC = r"""
#include <errno.h>
#include <unistd.h>
static int fails(void) { return access("%s", F_OK) == 0; }
int fsync(int file) { if (fails()) { errno = EIO; return -1; } return 0; }
int fdatasync(int file) { return fsync(file); }
"""


def test_a_disk_that_fails_ends_the_server_with_a_word_in_the_log(grozd, small, tmp_path):
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        pytest.skip("needs a C compiler")
    broken = tmp_path / "broken"
    source, library = tmp_path / "sync.c", tmp_path / "sync.so"
    source.write_text(FAILING_SYNC % broken)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    server = grozd.serve(small, preload=library)
    visitor = server.visitor("small/1")
    assert visitor.post("/projects/small/activities", {"title": "Kept"})[0] < 300
    broken.touch()
    with pytest.raises((http.client.HTTPException, OSError, AssertionError)):
        assert visitor.post("/projects/small/activities", {"title": "Lost"})[0] >= 400
        raise AssertionError
    assert server.ended() == 70
    assert " critical grozd.desk: " in server.said and "syncFailed" in server.said
    assert "Kept" in titles(grozd, small)
    assert grozd.do("small", "add-activity", {"title": "After"}, data=small)


def test_what_was_refused_is_in_the_log_without_what_anybody_typed(grozd, small):
    with grozd.serve(small) as server:
        visitor = server.visitor("small/1")
        assert visitor.ask("POST", "/projects/small/activities?q=Petra", {"Sec-Fetch-Site": "cross-site"}, "title=Petra")[0] == 403
        assert visitor.ask("POST", "/projects/small/registrations/own/Petra", {"Sec-Fetch-Site": "cross-site"}, "")[0] in (403, 404)
        assert visitor.get("/projects/small/Petra")[0] == 404
        ran = grozd.run(
            "do", "small", "erase-body", "--as", 1, "--with", "-", data=small,
            input=json.dumps({"entry": 99, "position": 0, "ground": "Petra asked for it"}))
        assert ran.returncode == 1
        said = server.said
    assert re.search(r"^\S+ warning grozd\.web\S*: .*403 POST /projects/small/\S+$", said, re.M), said
    assert re.search(r"^\S+ warning grozd\.desk\S*: .*small: erase-body refused: \w+$", said, re.M), said
    assert "Petra" not in said and "404" not in said


# A folder that is not there


def test_a_folder_that_is_not_there_is_named_and_not_made_by_whoever_only_looks(grozd, data, tmp_path):
    (data / "empty").mkdir()
    for folder in [data / "nosuch", data / "empty"]:
        for command in [
                ["project", "list"], ["trail", "verify", "small"], ["trail", "export", "small", tmp_path / "file"],
                ["backup", tmp_path / "backups"], ["show", "small", "activities"], ["results", "small"], ["week", "small"],
                ["do", "small", "add-activity", "--as", 1], ["restored"], ["project", "bring-back", "small", "--reason", "why"]]:
            ran = grozd.run(*command, data=folder)
            assert ran.returncode == 2 and str(folder) in ran.stderr and ran.stdout == "", (command, ran)
    assert os.listdir(data) == ["empty"] and os.listdir(data / "empty") == [] and os.listdir(tmp_path) == []
    assert "add-activity" in grozd("verbs", data=data / "verbs")
    grozd.new_project("small", data / "nosuch")
    assert grozd("project", "list", data=data / "nosuch").startswith("small\t")


def test_a_restore_over_a_folder_that_was_ended_between_its_two_names_is_refused_by_everybody_until_the_next(grozd, data, tmp_path):
    folder, half = data / "d", data / ".d.restoring"
    grozd.new_project("small", folder)
    backup = json.loads(grozd("backup", tmp_path / "backups", "--json", data=folder))["folder"]
    shutil.copytree(folder, half)
    (half / "half-restored").touch()
    folder.rename(data / "d.before-1")
    for command in [["project", "list"], ["trail", "verify", "small"], ["backup", tmp_path / "others"], ["serve", "--port", "0"], ["demo", "--no-serve"]]:
        ran = grozd.run(*command, data=folder)
        assert ran.returncode == 1 and "Restore it once more" in ran.stderr, (command, ran)
    assert sorted(os.listdir(data)) == [".d.restoring", "d.before-1"]
    grozd("restore", backup, "--over", data=folder)
    assert grozd("project", "list", data=folder).startswith("small\t") and sorted(os.listdir(data)) == ["d", "d.before-1"]


def test_a_restore_over_a_folder_that_is_served_says_so(grozd, small, tmp_path):
    backup = json.loads(grozd("backup", tmp_path / "backups", "--json", data=small))["folder"]
    with grozd.serve(small):
        ran = grozd.run("restore", backup, "--over", data=small)
        assert ran.returncode == 1 and "Stop it first" in ran.stderr and "answer" not in ran.stderr, ran


# A folder that may only be read


@contextlib.contextmanager
def read_only(folder):
    """The folder as a disk that is mounted for reading."""
    libc = ctypes.CDLL(None, use_errno=True)
    bind, remount, readonly = 4096, 32, 1
    if os.geteuid() != 0 or libc.mount(bytes(folder), bytes(folder), None, bind, None) != 0:
        pytest.skip("only root may mount")
    try:
        assert libc.mount(None, bytes(folder), None, bind | remount | readonly, None) == 0
        yield
    finally:
        libc.umount2(bytes(folder), 2)


def test_a_folder_that_may_only_be_read_is_read(grozd, small):
    # A killed server leaves in the log beside the database what was answered.
    server = grozd.serve(small)
    assert server.visitor("small/1").post("/projects/small/activities", {"title": "Kept"})[0] < 300
    status, _ = server.visitor("small/1").post("/projects/small/contacts", {"person": "1", "telephone": "+386 4 123"})
    assert status < 300
    server.kill()
    with read_only(small):
        assert "Kept" in grozd("show", "small", "activities", data=small)
        grozd("trail", "verify", "small", data=small)
        with tempfile.TemporaryDirectory() as folder:
            ran = grozd.run("trail", "export", "small", f"{folder}/whole", data=small)
            assert ran.returncode == 1 and "noted" in ran.stderr and "--without-particulars" in ran.stderr, ran
            assert os.listdir(folder) == []
            backup = json.loads(grozd("backup", f"{folder}/backups", "--json", data=small))
            assert backup["good"] and [project["name"] for project in backup["projects"]] == ["installation", "small"]
            grozd("restore", backup["folder"], data=f"{folder}/restored")
            assert "Kept" in grozd("show", "small", "activities", data=f"{folder}/restored")
            grozd("trail", "export", "small", f"{folder}/without", "--without-particulars", data=small)
            assert "Kept" in pathlib.Path(folder, "without").read_text()
        ran = grozd.run("do", "small", "add-activity", "--as", 1, "--with", "-", data=small, input='{"title": "No"}')
        assert ran.returncode == 1 and "only be read" in ran.stderr, ran
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(SMALL, file)
            file.flush()
            assert grozd.run("project", "new", "other", "--with", file.name, data=small).returncode == 1
        with grozd.serve(small) as server:
            visitor = server.visitor("small/1")
            assert "may only be read" in server.said
            status, page = visitor.get("/projects/small/activities")
            assert status == 200 and "Kept" in page
            assert visitor.get("/projects/small")[0] == 200
            # Nobody could note who looked, so particulars are not shown.
            for address in ["contacts/1", "contacts/1?as=json", "contacts?as=csv"]:
                status, page = visitor.get(f"/projects/small/{address}")
                assert status == 422 and "+386 4 123" not in page, address
            status, page = visitor.post("/projects/small/activities", {"title": "No"}, accept="text/html")
            assert status == 403 and "only be read" in page and "⟦" not in page
            assert visitor.upload("/projects/small/activities", {"title": "No"}, "a.pdf", b"%PDF")[0] == 403
            assert grozd("project", "list", data=small).startswith("small\t")
        assert not (small / "documents").exists() or not any(file.is_file() for file in (small / "documents").rglob("*"))
    assert titles(grozd, small) == ["Kept"]
    assert not [folder for folder in os.listdir(tempfile.gettempdir()) if folder.startswith("grozd-reading-")]


# Damage


def test_what_is_damaged_is_named_and_read_only_and_the_others_go_on(grozd, small):
    grozd.new_project("other", small)
    grozd.do("small", "add-activity", {"title": "Study visit"}, data=small)
    with sqlite3.connect(small / "grozd.sqlite") as database:
        database.execute("DROP TRIGGER bodies_stay")
        database.execute("UPDATE bodies SET body = CAST(replace(body, 'Study', 'Stade') AS BLOB) WHERE project = 'small' AND kind = 'activity'")
    database.close()
    with grozd.serve(small) as server:
        wait_until(lambda: "the data folder was looked at" in server.said)
        assert re.search(r" critical grozd\.desk\S*: .*damaged: project=small entry=2 what=body$", server.said, re.MULTILINE)
        visitor = server.visitor("small/1")
        [other, damaged] = json.loads(visitor.get("/projects?as=json")[1])
        assert damaged["trouble"]["code"] == "damagedTrail" and "trouble" not in other
        assert "damaged at entry 2" in visitor.get("/")[1] and "damaged at entry 2" in grozd("project", "list", data=small)
        assert visitor.get("/projects/small/activities/1")[0] == 200
        for project, status in [("small", 403), ("other", 303)]:
            asked = server.visitor(f"{project}/1")
            assert asked.post(f"/projects/{project}/activities", {"title": "After"}, accept="text/html")[0] == status
    ran = grozd.run("backup", small.parent / f"{small.name}-backups", data=small)
    shutil.rmtree(small.parent / f"{small.name}-backups")
    assert ran.returncode == 1 and "not whole" in ran.stdout and "verified" not in ran.stdout and "at entry 2" in ran.stderr, ran
    # Without a server the one who enters is told as well, and the one who looks at the list.
    assert "damaged at entry 2" in grozd("project", "list", data=small)
    ran = grozd.run("do", "small", "add-activity", "--as", 1, "--with", "-", data=small, input='{"title": "No"}')
    assert ran.returncode == 1 and "entry 2" in ran.stderr, ran


# A clock that was wrong


def written_in_2100(export):
    """The same trail of one entry, as a machine with another clock would have written it."""
    lines = export.read_bytes().split(b"\n")
    place = next(place for place, line in enumerate(lines) if line.startswith(b"H "))
    old = hashlib.sha256(lines[place][2:]).hexdigest().encode()
    lines[place] = re.sub(rb'"moment":"[^"]*"', b'"moment":"4102444800000 2100-01-01"', lines[place])
    new = hashlib.sha256(lines[place][2:]).hexdigest().encode()
    export.write_bytes(b"\n".join(line.replace(old, new) for line in lines))


def test_a_trail_from_the_future_is_read_only_until_the_operator_accepts_the_clock(grozd, small, tmp_path):
    export, data = tmp_path / "future.trail", tmp_path / "data"
    grozd("trail", "export", "small", export, data=small)
    written_in_2100(export)
    grozd("trail", "import", export, data=data)
    entered = ["do", "small", "add-partner", "--as", "steward", "--with", "-"]
    partner = '{"name": "Town", "country": "SI"}'
    with grozd.serve(data) as server:
        ran = grozd.run(*entered, data=data, input=partner)
        assert ran.returncode == 1 and "2100-01-01 00:00 UTC" in ran.stderr, ran
        ran = grozd.run("clock", data=data)
        assert ran.returncode == 1 and "small" in ran.stdout, ran
        assert server.visitor().get("/projects/small")[0] == 200
        assert "small" in grozd("clock", "accept", "--reason", "The other machine was wrong", data=data)
        assert grozd.run("clock", data=data).returncode == 0
        grozd(*entered, data=data, input=partner)
        ran = grozd.run("clock", "accept", "--reason", "Again", data=data)
        assert ran.returncode == 1 and ran.stderr, ran
        ran = grozd.run("show", "small", "partners", "--as-known", "2050-01-01", data=data)
        assert ran.returncode == 0 and "2100" in ran.stderr, ran
        status, page = server.visitor().get("/projects/small?as-known=2050-01-01")
        assert status == 200 and "2100" in page
    headers = json.loads(grozd("trail", "show", "small", "--json", data=data))
    assert [header["verb"] for header in headers] == ["begin-project", "accept-clock", "add-partner"]
    moments = [int(header["moment"].split()[0]) for header in headers]
    assert moments[1] < moments[0] and moments[1] <= moments[2]
    # Both verifiers know the one place where it may go back.
    grozd("trail", "verify", "small", data=data)
    grozd("trail", "verify", "installation", data=data)
    grozd("trail", "export", "small", tmp_path / "small.trail", data=data)
    ran = subprocess.run([sys.executable, VERIFY_TRAIL, tmp_path / "small.trail"], capture_output=True, text=True)
    assert ran.returncode == 0, ran


# A project begun by mistake


def test_a_project_begun_by_mistake_is_put_away_and_its_name_is_free_again(grozd, small):
    grozd.new_project("other", small)
    grozd.do("small", "add-activity", {"title": "Unmistakable title"}, data=small)
    head = json.loads(grozd("trail", "verify", "small", "--json", data=small))["head"]
    with grozd.serve(small) as server:
        coordinator = server.visitor("small/1")
        assert server.visitor().get("/projects/small/put-away")[0] == 403
        assert server.visitor("other/1").get("/projects/small/put-away")[0] == 403
        assert server.visitor("other/1").post("/projects/small/put-away", {"name": "small", "reason": "Begun twice"})[0] == 403
        assert "/projects/small/put-away" in coordinator.get("/projects/small")[1]
        assert "/projects/small/put-away" not in server.visitor().get("/projects/small")[1]
        assert coordinator.get("/projects/small/put-away")[0] == 200
        for fields in [{}, {"name": "smal", "reason": "Begun twice"}, {"name": "small"}]:
            status, page = coordinator.post("/projects/small/put-away", fields, accept="text/html")
            assert status == 422 and "⟦" not in page
        assert coordinator.post("/projects/small/put-away", {"name": "small", "reason": "Begun twice"})[0] == 303
        assert coordinator.get("/projects/small")[0] == 404
        assert [project["name"] for project in json.loads(grozd("project", "list", "--json", data=small))] == ["other"]
        [file] = (small / "put-away").iterdir()
        assert file.stat().st_mode & 0o077 == 0
        for place in small.glob("grozd.sqlite*"):
            assert b"Unmistakable title" not in place.read_bytes(), place
        grozd.new_project("small", small)
        ran = grozd.run("project", "bring-back", "small", "--reason", "It was right", data=small)
        assert ran.returncode == 1 and ran.stderr, ran
        grozd("project", "put-away", "small", "--reason", "The wrong one", data=small)
        assert grozd.run("project", "bring-back", "nothing", "--reason", "Why", data=small).returncode == 2
        assert len(list((small / "put-away").iterdir())) == 2
        # The latest comes back first, then the one before, when the name is free again.
        assert head not in grozd("project", "bring-back", "small", "--reason", "It was right", data=small)
        grozd("project", "put-away", "small", "--reason", "The wrong one", data=small)
        grozd("trail", "verify", "installation", data=small)
        grozd("trail", "verify", "other", data=small)
    # The file is an export like any other, and what was put away can be proved without us.
    ran = subprocess.run([sys.executable, VERIFY_TRAIL, file, "--head", head], capture_output=True, text=True)
    assert ran.returncode == 0, ran


def wait_until(what, patience=20):
    end = time.monotonic() + patience
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


# A full disk


class FullDisk:
    """A folder on a small disk of its own, which can be filled and emptied."""

    def __init__(self, megabytes):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grozd-disk-"))
        size = f"size={megabytes}m".encode()
        libc = ctypes.CDLL(None, use_errno=True)
        if os.geteuid() != 0 or libc.mount(b"tmpfs", bytes(self.folder), b"tmpfs", 0, size) != 0:
            self.folder.rmdir()
            raise PermissionError("may not mount")
        self.filler = self.folder / "filler"

    def fill(self):
        with open(self.filler, "wb", buffering=0) as file:
            for size in [1 << 16, 1 << 12, 1]:
                try:
                    while True:
                        if file.write(b"\0" * size) < size:
                            break
                except OSError:
                    pass

    def empty(self):
        self.filler.unlink()

    def close(self):
        ctypes.CDLL(None).umount2(bytes(self.folder), 2)
        self.folder.rmdir()


def add_until_refused(visitor, most=4000):
    """How many activities were kept, and the first answer that says no."""
    kept = []
    for number in range(most):
        title = f"Activity {number} " + "x" * 400
        status, body = visitor.post("/projects/small/activities", {"title": title})
        if status >= 300:
            return kept, status, body
        kept.append(title)
    raise AssertionError(f"{most} entries, and the disk is not full")


def test_a_full_disk_refuses_verbs_and_the_server_goes_on(grozd):
    try:
        disk = FullDisk(24)
    except PermissionError:
        pytest.skip("only root may mount a small disk")
    try:
        data = disk.folder / "data"
        grozd.new_project("small", data)
        with grozd.serve(data) as server:
            visitor = server.visitor("small/1")
            assert visitor.get("/projects/small/activities")[0] == 200
            disk.fill()
            kept, status, body = add_until_refused(visitor)
            assert status in (503, 507), body

            # Readers notice nothing, what was refused is not shown, and a second try is refused too.
            for _ in range(3):
                assert visitor.get("/projects/small/activities")[0] == 200
                assert visitor.get(f"/projects/small/activities/{len(kept) + 1}")[0] == 404
                assert visitor.post("/projects/small/activities", {"title": "No"})[0] == status

            disk.empty()
            status, body = visitor.post("/projects/small/activities", {"title": "Room again"})
            assert status < 300 and json.loads(body)["records"] == [f"activity/{len(kept) + 1}"], body
            assert titles(grozd, data) == kept + ["Room again"]
            assert server.process.poll() is None
        grozd("trail", "verify", "small", data=data)
        assert titles(grozd, data) == kept + ["Room again"]
    finally:
        disk.close()


def test_a_file_that_may_not_grow_refuses_verbs_and_nothing_is_lost(grozd, small):
    """The same without root: the process may write files up to a size only, as with `ulimit -f`."""
    largest = sum(file.stat().st_size for file in small.rglob("*") if file.is_file()) + (1 << 20)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    # Python ignores the signal that would end the process, and hands that on.
    with grozd.serve(small, preexec_fn=limit, restore_signals=False) as server:
        visitor = server.visitor("small/1")
        kept, status, body = add_until_refused(visitor, most=8000)
        assert status in (503, 507), body
        assert visitor.get("/projects/small/activities")[0] == 200
    assert titles(grozd, small) == kept
    grozd("trail", "verify", "small", data=small)
    assert grozd.do("small", "add-activity", {"title": "Room again"}, data=small)
