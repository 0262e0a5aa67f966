"""A trail is taken in whole or not at all: whenever the process ends, and whatever the file is."""

import concurrent.futures
import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import time

import pytest

from conftest import LONG
from test_trail_agreement import Export, canonical

# Calls at whose beginning an import is ended: everything that changes what lies on the disk. They are counted for each
# thread, so a sort that comes seldom is counted by itself.
CALLS = ["rename,renameat2,link,linkat", "mkdir,rmdir", "unlink,unlinkat,ftruncate", "fsync,fdatasync", "pwrite64,write"]
# Kills of a serving process in the midst of an import.
KILLS = 40 if LONG else 6
LETTERS = [b"Minutes of Kranj", b"Minutes of Kiel"]
# What a refused import may need at most.
MEMORY = 150 << 20
SECONDS = 20


@pytest.fixture(scope="module")
def small(grozd, tmp_path_factory):
    """An exported trail with two documents, and a folder that has another project."""
    place = tmp_path_factory.mktemp("taking")
    grozd.new_project("small", place / "from")
    with grozd.serve(place / "from") as server:
        for letter in LETTERS:
            status, said = server.visitor("small/1").upload(
                "/projects/small/activities", {"title": letter.decode()}, "list.txt", letter)
            assert status < 300, said
    for number in range(20):
        grozd.do("small", "add-activity", {"title": f"Activity {number}"}, place / "from")
    grozd.do("small", "add-event", {"title": "Visit", "sorts": ["studyVisit"]}, place / "from")
    grozd("trail", "export", "small", place / "small", data=place / "from")
    grozd.new_project("other", place / "into")
    (place / "into" / "grozd.sock").unlink(missing_ok=True)
    return place


@pytest.fixture
def into(small, tmp_path):
    """Makes the folder anew in which another project is."""
    def fresh():
        shutil.rmtree(tmp_path / "into", ignore_errors=True)
        return shutil.copytree(small / "into", tmp_path / "into")
    return fresh


def documents(data):
    return sorted(file.read_bytes() for file in (data / "documents").rglob("*") if file.is_file())


def whole_or_nothing(grozd, data, export, tmp_path):
    """The folder opens, everything in it verifies, and the import is in whole or not at all; whether it is."""
    names = [line["name"] for line in json.loads(grozd("project", "list", "--json", data=data))]
    assert names in (["other"], ["other", "small"])
    for name in names:
        grozd("trail", "verify", name, data=data)
    grozd("trail", "verify", "installation", data=data)
    # Nothing of what was cut is left: no scratch place, no document that no trail names.
    assert list(data.glob("scratch/*")) == []
    with contextlib.closing(sqlite3.connect(data / "grozd.sqlite")) as base:
        [(told,)] = base.execute("SELECT count(*) FROM bodies WHERE project = 'installation' AND instr(body, CAST('\"project\":\"small\"' AS BLOB)) > 0")
    if names == ["other"]:
        assert documents(data) == [] and not told
        return False
    assert documents(data) == sorted(LETTERS) and told
    grozd("trail", "export", "small", tmp_path / "again", data=data)
    assert (tmp_path / "again").read_bytes() == export.read_bytes()
    return True


def test_an_import_cut_anywhere_is_whole_or_nothing_and_succeeds_the_second_time(grozd, small, into, tmp_path, cut):
    kills, taken = 0, 0
    for calls in CALLS:
        number = 1
        while True:
            data = into()
            code = cut(calls, number, "trail", "import", small / "small", "--data", data)
            if code is not None:
                break
            kills += 1
            if whole_or_nothing(grozd, data, small / "small", tmp_path):
                taken += 1
            else:
                grozd("trail", "import", small / "small", data=data)
                assert whole_or_nothing(grozd, data, small / "small", tmp_path)
            number += 1 if LONG else number
        assert code == 0 and whole_or_nothing(grozd, data, small / "small", tmp_path)
    print(f"{kills} kills, {taken} of them after it was taken in")
    assert kills >= 12


def test_a_server_killed_while_it_takes_in_has_it_whole_or_not(grozd, small, into, tmp_path):
    chance = random.Random("grozd taking")
    begin = time.monotonic()
    with grozd.serve(into()) as server:
        grozd("trail", "import", small / "small", data=server.data)
    longest = time.monotonic() - begin
    found = {True: 0, False: 0}
    for _ in range(KILLS):
        data = into()
        server = grozd.serve(data)
        asking = subprocess.Popen(
            [grozd.binary, "trail", "import", small / "small", "--data", data], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=grozd.environment())
        time.sleep(chance.random() * min(longest, 1.5))
        answered = asking.poll() == 0
        server.kill()
        # Without a server the command goes on by itself, or ends.
        asking.kill()
        asking.wait()
        is_in = whole_or_nothing(grozd, data, small / "small", tmp_path)
        assert is_in or not answered
        found[is_in] += 1
        if not is_in:
            grozd("trail", "import", small / "small", data=data)
            assert whole_or_nothing(grozd, data, small / "small", tmp_path)
    print(f"taken in or not: {found}")


# Bad files


def measured(grozd, *arguments):
    """Code, what it said, seconds and the most memory that it had."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [grozd.binary, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        text=True, env=grozd.environment(), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (1200, 1200)))
    said = process.stdout.read() + process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    return process.returncode, said, time.monotonic() - begin, used.ru_maxrss << 10


def preface(**members):
    """The export with another preface."""
    def make(export, file):
        lines = export.read_bytes().split(b"\n")
        lines[1] = b"P " + canonical({**json.loads(lines[1][2:]), **members})
        file.write_bytes(b"\n".join(lines))
    return make


def again(change):
    """The export taken apart, changed, and put together again by somebody who knows how."""
    def make(export, file):
        parts = Export(export.read_bytes())
        file.write_bytes(parts.chained(change(parts)))
    return make


def written(what):
    def make(export, file):
        file.write_bytes(what(export.read_bytes()))
    return make


def line_without_end(letter):
    """A line of a GiB, of which the disk holds nothing."""
    def make(export, file):
        lines = export.read_bytes().split(b"\n")
        with open(file, "wb") as out:
            out.write(b"\n".join(lines[:3]) + b"\n" + letter + b" {")
            out.truncate(1 << 30)
    return make


def event(**members):
    """The event with other members."""
    def change(parts):
        number, position, record = parts.find("event")
        line = parts.entries[number - 1][1][position]
        record = {name: value for name, value in {**record, **members}.items() if value is not None}
        parts.entries[number - 1][1][position] = line[:2] + line[2:35] + canonical(record)
    return again(change)


def renamed(name):
    def change(parts):
        parts.preface["name"] = name
        return {number: {"project": name} for number in range(1, len(parts.entries) + 1)}
    return again(change)


def empty_entries(count):
    """Behind the last entry so many more, chained, in which nothing is; only the last line of the file does not count them."""
    def make(export, file):
        parts = Export(export.read_bytes())
        lines = parts.chained().split(b"\n")
        header = json.loads([line for line in lines if line[:2] == b"H "][-1][2:])
        head, entry = parts.preface["head"], header["entry"]
        first = {**header, "bodies": 0, "digest": hashlib.sha256(b"").hexdigest(), "entry": 0, "previous": ""}
        first.pop("documents", None)
        before, between, after = canonical(first).replace(b'"entry":0,', b'"entry":|,').replace(b'"previous":""', b'"previous":"|"').split(b"|")
        more = []
        for number in range(entry + 1, entry + count + 1):
            line = before + b"%d" % number + between + head.encode() + after
            more.append(b"H " + line)
            head = hashlib.sha256(line).hexdigest()
        end = next(number for number, line in enumerate(lines) if line[:1] in (b"D", b"Z"))
        lines[1] = b"P " + canonical({**parts.preface, "entries": entry + count, "head": head})
        lines[end:end] = more
        file.write_bytes(b"\n".join(lines))
    return make


def fifo(export, file):
    os.mkfifo(file)


def zeros(export, file):
    with open(file, "wb") as out:
        out.truncate(1 << 30)


def closed(export, file):
    if os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    shutil.copy(export, file)
    file.chmod(0)


NO_TRAIL, NO_FILE = (2, "no exported trail"), (2, "cannot be read")
MANY = 1_000_000 if LONG else 10_000
BAD = {
    "a count of one more": (preface(entries=25), (1, "number of entries")),
    "a count of one fewer": (preface(entries=23), (1, "number of entries")),
    "a count of ten million": (preface(entries=10_000_000), (1, "number of entries")),
    "a count of 2^53": (preface(entries=2**53), (1, "number of entries")),
    "a count beyond 2^63": (preface(entries=10**30), NO_TRAIL),
    "a count of none": (preface(entries=0), NO_TRAIL),
    "a count below none": (preface(entries=-24), NO_TRAIL),
    "a body of a GiB": (line_without_end(b"B"), (1, "entry 1")),
    "a header of a GiB": (line_without_end(b"H"), (1, "entry 1")),
    "a document of a GiB": (line_without_end(b"D"), (1, "entry 1")),
    "zeros": (zeros, NO_TRAIL),
    "nothing": (written(lambda content: b""), NO_TRAIL),
    "half of a file": (written(lambda content: content[: len(content) // 2]), (1, "entry ")),
    "a file without its last line feed": (written(lambda content: content[:-1]), (1, "entry ")),
    "many empty entries": (empty_entries(MANY), (1, "entry ")),
    "the installation": (renamed("installation"), (1, "installation")),
    "a name in capitals": (renamed("SMALL"), NO_TRAIL),
    "a name of a path": (renamed("../small"), NO_TRAIL),
    "a project that is here": (renamed("other"), (1, "other")),
    "an unknown kind": (event(kind="moonbase"), (1, "Project small was made by a newer Grozd")),
    "a newer file": (written(lambda content: content.replace(b"grozd-trail 2", b"grozd-trail 3", 1)), (2, "newer")),
    "a newer entry": (again(lambda parts: {24: {"format": 3}}), (1, "newer")),
    "a record that never was": (event(host=99), (1, "partner/99")),
    "an event without title": (event(title=None), (1, "event/1")),
    "an event with a title of other make": (event(title=["Visit"]), (1, "event/1")),
    "a folder": (lambda export, file: file.mkdir(), NO_FILE),
    "a pipe into which nobody writes": (fifo, NO_FILE),
    "a device": (lambda export, file: file.symlink_to("/dev/zero"), NO_FILE),
    "a link to nothing": (lambda export, file: file.symlink_to("/nothing"), NO_FILE),
    "a file that is closed": (closed, NO_FILE),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_soon_with_little_memory_and_leaves_nothing(what, grozd, small, into, tmp_path):
    make, (code, says) = BAD[what]
    data, file = into(), tmp_path / "file"
    make(small / "small", file)
    said = measured(grozd, "trail", "import", file, "--data", data)
    print(f"{what}: {said[0]}, {said[2]:.1f} s, {said[3] >> 20} MiB: {said[1].strip()}")
    assert said[0] == code and says in said[1] and "⟦" not in said[1], said
    assert said[2] < (1800 if LONG and what == "many empty entries" else SECONDS) and said[3] < MEMORY, said
    assert not whole_or_nothing(grozd, data, small / "small", tmp_path)
    # What is refused hinders nothing that is good.
    grozd("trail", "import", small / "small", data=data)
    assert whole_or_nothing(grozd, data, small / "small", tmp_path)


def test_of_the_same_trail_at_once_one_is_taken_in(grozd, small, into, tmp_path):
    data = into()
    with grozd.serve(data):
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            ran = list(pool.map(lambda _: grozd.run("trail", "import", small / "small", data=data), range(3)))
        assert sorted(one.returncode for one in ran) == [0, 1, 1], ran
        assert all("small" in one.stderr for one in ran if one.returncode), ran
        once_more = grozd.run("trail", "import", small / "small", data=data)
        assert once_more.returncode == 1 and "small" in once_more.stderr
    assert whole_or_nothing(grozd, data, small / "small", tmp_path)
