"""A backup, a restore and an erasure are cut short at every step; what was erased comes back by none of them."""

import hashlib
import json
import shutil

import pytest

from conftest import LONG

SECRET = b"Skrivnost 4711"
TEXT = b"Skrivnost 4712"
# Calls at whose beginning a process is ended: everything that changes what lies on the disk. They are counted for each thread,
# so a sort that comes seldom is counted by itself. Of the frequent ones every so many; all of them takes minutes.
CALLS = [("rename,mkdir,rmdir", 1), ("unlink,unlinkat,ftruncate", 1), ("fsync,fdatasync", 1 if LONG else 3), ("pwrite64,write", 1 if LONG else 5)]


def everywhere(folder):
    """Every byte that the files of a folder hold."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_socket())


@pytest.fixture
def filled(grozd, data):
    """A folder with a document (entry 2) and a title (entry 3) that will be erased."""
    folder = data / "data"
    grozd.new_project("small", folder)
    with grozd.serve(folder) as server:
        status, said = server.visitor("small/1").upload(
            "/projects/small/activities", {"title": "With a document"}, "list.txt", SECRET)
        assert status < 300, said
    grozd.do("small", "add-activity", {"title": TEXT.decode()}, folder)
    (folder / "grozd.sock").unlink()
    assert SECRET in everywhere(folder) and TEXT in everywhere(folder)
    return folder


ERASURES = [
    ("erase-document", {"document": hashlib.sha256(SECRET).hexdigest(), "ground": "asked"}),
    ("redact-body", {"entry": 3, "position": 0, "replacement": '{"id": 2, "title": "Activity 2", "status": "planned"}', "ground": "asked"}),
]


def erase(grozd, folder):
    for verb, fields in ERASURES:
        grozd.do("small", verb, fields, folder, person="steward")
    assert SECRET not in everywhere(folder) and TEXT not in everywhere(folder)


def backups(folder):
    """The whole backups in a folder; what has another name is none."""
    return sorted(path for path in folder.glob("grozd-*"))


def cuts(run, again=lambda: None):
    """Calls at which a run was cut, sort by sort until one was not; that each sort cut it at all is asked for."""
    for calls, step in CALLS:
        number, done = 1, 0
        while (code := run(calls, number)) is None:
            done += 1
            yield calls, number
            number += step
        assert code == 0 and done > 0, (calls, code, done)
        again()


def test_a_backup_is_made_while_people_write_and_is_a_command_like_any_other(grozd, filled, tmp_path):
    with grozd.serve(filled) as server:
        visitor = server.visitor("small/1")
        said = grozd("backup", tmp_path / "backups", data=filled)
        assert "small\t3\t" in said
        assert visitor.post("/projects/small/activities", {"title": "Later"})[0] < 300
        made = json.loads(grozd("backup", tmp_path / "backups", "--json", data=filled))
        assert made["good"] and {"name": "small", "entries": 4}.items() <= made["projects"][1].items()
        # Nobody restores over what is served.
        ran = grozd.run("restore", backups(tmp_path / "backups")[0], "--over", data=filled)
        assert ran.returncode == 1 and "Stop it first" in ran.stderr, ran
    first, second = backups(tmp_path / "backups")
    there = tmp_path / "there"
    grozd("restore", first, data=there)
    assert json.loads(grozd("trail", "verify", "small", "--json", data=there))["count"] == 3
    assert "restored accept" in grozd("restored", data=there)
    grozd("restored", "accept", data=there)
    assert "restored accept" not in grozd("restored", data=there)
    assert grozd.run("restored", "accept", data=there).returncode == 1
    for wrong in [tmp_path, filled, tmp_path / "nothing", first.parent]:
        ran = grozd.run("restore", wrong, data=tmp_path / "elsewhere")
        assert ran.returncode == 2 and not (tmp_path / "elsewhere").exists(), ran
    assert grozd.run("restore", second, data=there).returncode == 2
    grozd("restore", second, "--over", data=there)
    assert json.loads(grozd("trail", "verify", "small", "--json", data=there))["count"] == 4
    [before] = tmp_path.glob("there.before-*")
    assert json.loads(grozd("trail", "verify", "small", "--json", data=before))["count"] == 3


def test_an_erasure_is_told_to_the_newest_backup_and_holds_when_an_older_one_is_restored(grozd, filled, tmp_path):
    for _ in range(2):
        grozd("backup", tmp_path / "backups", data=filled)
    erase(grozd, filled)
    first, second = backups(tmp_path / "backups")
    assert SECRET in everywhere(first) and TEXT in everywhere(first)
    assert [len(json.loads((made / "manifest.json").read_text()).get("erasures", [])) for made in (first, second)] == [0, 2]
    there = tmp_path / "there"
    assert "again: 2" in grozd("restore", first, data=there)
    assert SECRET not in everywhere(there) and TEXT not in everywhere(there)
    shown = grozd("trail", "show", "small", data=there)
    assert "Erase again after a restore" in shown
    grozd("trail", "verify", "small", data=there)


def test_a_backup_cut_anywhere_is_none_and_harms_nothing(grozd, filled, tmp_path, cut):
    place = tmp_path / "backups"
    known = 0
    for _ in cuts(lambda *call: cut(*call, "backup", place, "--data", filled)):
        for made in backups(place)[known:]:
            # It has its name: then it is whole.
            there = tmp_path / "whole"
            grozd("restore", made, data=there)
            grozd("trail", "verify", "small", data=there)
            shutil.rmtree(there)
        known = len(backups(place))
        for part in place.glob(".grozd-*"):
            assert grozd.run("restore", part, data=tmp_path / "half").returncode in (0, 2)
            shutil.rmtree(tmp_path / "half", ignore_errors=True)
        grozd("trail", "verify", "small", data=filled)
    grozd("backup", place, data=filled)
    assert not list(place.glob(".grozd-*"))


def test_a_restore_cut_anywhere_is_half_and_refused_or_whole_without_what_was_erased(grozd, filled, tmp_path, cut):
    place = tmp_path / "backups"
    grozd("backup", place, data=filled)
    erase(grozd, filled)
    [made] = backups(place)
    before = everywhere(made)
    there = tmp_path / "there"
    def whole():
        # The rest of those that were cut is gone as well.
        assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "there"]
        assert SECRET not in everywhere(there) and TEXT not in everywhere(there)
        grozd("trail", "verify", "small", data=there)
        shutil.rmtree(there)

    for _ in cuts(lambda *call: cut(*call, "restore", made, "--data", there), whole):
        assert everywhere(made) == before
        if there.exists():
            ran = grozd.run("trail", "verify", "small", data=there)
            assert ran.returncode == 0 or "half restored" in ran.stderr, ran
            assert SECRET not in everywhere(there) and TEXT not in everywhere(there)
            shutil.rmtree(there)


@pytest.mark.parametrize("verb, fields", ERASURES)
def test_an_erasure_cut_anywhere_is_none_or_whole_as_soon_as_somebody_looks(verb, fields, grozd, filled, tmp_path, cut):
    secret = SECRET if verb == "erase-document" else TEXT
    grozd("backup", tmp_path / "backups", data=filled)
    [made] = backups(tmp_path / "backups")
    fresh = tmp_path / "fresh"
    shutil.copytree(filled, fresh)

    def run(*call):
        shutil.rmtree(filled)
        shutil.copytree(fresh, filled)
        return cut(*call, "do", "small", verb, "--as", "steward", "--with", "-", "--data", filled, input=json.dumps(fields))

    erased = 0
    for _ in cuts(run):
        entries = json.loads(grozd("trail", "verify", "small", "--json", data=filled))["count"]
        assert (secret not in everywhere(filled)) == (entries == 4), entries
        if entries == 4:
            erased += 1
            assert "asked" in (made / "manifest.json").read_text()
    assert secret not in everywhere(filled)
    assert "asked" in (made / "manifest.json").read_text()
