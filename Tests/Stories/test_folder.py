"""One process has the data folder. Everybody else is carried out by it, or refused with a reason."""

import ctypes
import json
import os
import pathlib
import resource
import socket
import tempfile
import threading

import pytest

from conftest import free_port


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
        bodies = [json.loads(line[2:]) for line in export.read_bytes().split(b"\n") if line.startswith(b"B ")]
    return [body["title"] for body in bodies if body["kind"] == "activity"]


# One server


def test_a_second_server_is_refused_with_a_reason(grozd, small):
    with grozd.serve(small) as first:
        for command in ["serve", "demo"]:
            second = grozd.run(command, "--port", free_port(), data=small, timeout=30)
            assert second.returncode == 1, second
            assert str(small) in second.stderr, second
            assert "Fatal" not in second.stderr
        assert first.visitor().get("/")[0] == 200
    with grozd.serve(small) as again:
        assert again.visitor().get("/")[0] == 200


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
    grozd.do("small", "add-activity", {"title": "Study visit", "status": "planned"}, data=small)

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
        done = grozd.do("small", "add-activity", {"title": "Study visit in Žiri", "status": "planned"}, data=small)
        assert done["records"] == ["activity/1"]
        status, shown = visitor.get("/projects/small/activities/1")
        assert status == 200 and "Study visit in Žiri" in shown

        status, body = visitor.post("/projects/small/activities", {"title": "Final event", "status": "planned"})
        assert status < 300 and json.loads(body)["entry"] == done["entry"] + 1, body
        # And the other way round, though nothing was stopped in between.
        assert titles(grozd, small) == ["Study visit in Žiri", "Final event"]


def test_a_batch_is_one_entry(grozd, small):
    steps = [
        {"verb": "add-activity", "with": {"title": title, "status": "planned"}} for title in ["First", "Second"]
    ]
    with grozd.serve(small):
        before = grozd.do("small", "add-activity", {"title": "Before", "status": "planned"}, data=small)["entry"]
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
    assert grozd.do("small", "add-activity", {"title": "After", "status": "planned"}, data=small)["entry"] == 2
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
            input=json.dumps({"title": "Once", "status": "planned"}))
        listener.shutdown(socket.SHUT_RDWR)
    assert ran.returncode == 4 and ran.stdout == "" and ran.stderr and "⟦" not in ran.stderr, ran
    assert len(calls) == 1
    (small / "grozd.sock").unlink()
    assert titles(grozd, small) == []


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
        status, body = visitor.post("/projects/small/activities", {"title": title, "status": "planned"})
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
                assert visitor.post("/projects/small/activities", {"title": "No", "status": "planned"})[0] == status

            disk.empty()
            status, body = visitor.post("/projects/small/activities", {"title": "Room again", "status": "planned"})
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
    assert grozd.do("small", "add-activity", {"title": "Room again", "status": "planned"}, data=small)
