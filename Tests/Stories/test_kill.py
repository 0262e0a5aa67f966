"""Whoever was told that an entry is kept, finds it again, whenever the machine stops; and what was erased, nobody finds."""

import base64
import concurrent.futures
import hashlib
import http.client
import json
import os
import pathlib
import random
import shutil
import tempfile
import threading
import time

from conftest import LONG, Visitor, verify_trail

KILLS = int(os.environ.get("GROZD_KILLS") or (300 if LONG else 40))
# After this many seconds no further server is started, so that a slow machine ends the test too.
LONGEST = 600 if LONG else 150
LANES = 2
WRITERS = 4
# So many kills hit one data folder; then a new one begins, because a longer trail only takes longer to look at.
KILLS_IN_ONE_FOLDER = 25


def titles_by_entry(export):
    """What activities the entries of an exported trail hold, and its documents, after the auditor's program has verified it."""
    with open(export, "rb") as file:
        verify_trail.Trail().verify(file)
    titles, documents, entry = {}, set(), 0
    for line in export.read_bytes().split(b"\n"):
        if line.startswith(b"H "):
            entry += 1
        elif line.startswith(b"B "):
            body = json.loads(line[line.index(b"{"):])
            if body["kind"] == "activity":
                titles.setdefault(entry, []).append(body["title"])
        elif line.startswith(b"D "):
            documents.add(base64.b64decode(line.split(b" ")[2]))
    return titles, documents


class Lane:
    """One data folder after the other, whose servers are killed while several people write."""

    def __init__(self, grozd, seed, kills, end):
        self.grozd, self.chance, self.kills, self.end = grozd, random.Random(seed), kills, end
        self.killed = 0
        self.written = 0
        self.gone = 0

    def run(self):
        while self.killed < self.kills and time.monotonic() < self.end:
            folder = pathlib.Path(tempfile.mkdtemp(prefix="grozd-kill-"))
            try:
                self.run_folder(folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        return self

    def run_folder(self, folder):
        data = folder / "data"
        self.grozd.new_project("small", data)
        # Entry number to titles, of everything that was answered; and every title that was ever sent.
        answered, sent = {}, set()
        # Contents of documents that came with an entry, and of those that somebody was told are erased.
        self.uploaded, self.erased = {}, set()
        for _ in range(min(KILLS_IN_ONE_FOLDER, self.kills - self.killed)):
            if time.monotonic() > self.end:
                break
            self.kill_one_server(data, answered, sent)
            self.killed += 1
            if self.chance.random() < 0.1:
                self.look(folder, data, answered, sent)
        self.look(folder, data, answered, sent)
        self.written += len(answered)

    def kill_one_server(self, data, answered, sent):
        # On a slow machine the one who erases while others write is always too late; between two servers nobody is.
        if self.chance.random() < 0.3:
            self.erase(data)
        server = self.grozd.serve(data)
        unexpected = []
        prefix = f"Kill {self.killed}"
        first_answer = threading.Event()
        writers = [
            threading.Thread(target=self.write, args=(server.port, f"{prefix}, writer {number}", number, answered, sent, first_answer, unexpected))
            for number in range(WRITERS)
        ]
        # One of the writers is a command now and then, which reaches the server by its socket.
        if self.chance.random() < 0.2:
            title = f"{prefix}, command"
            sent.add(title)
            writers[0] = threading.Thread(target=self.command, args=(data, title, answered))
        if self.chance.random() < 0.5:
            writers.append(threading.Thread(target=self.erase, args=(data,)))
        for writer in writers:
            writer.start()
        first_answer.wait(10)
        time.sleep(self.chance.random() ** 2 * 0.08)
        server.kill()
        for writer in writers:
            writer.join()
        assert not unexpected, unexpected[0]

    def write(self, port, prefix, place, answered, sent, first_answer, unexpected):
        """Adds one activity after the other until the server is gone."""
        visitor = Visitor(port, "small/1", timeout=10)
        for number in range(40):
            title = f"{prefix}, {number}"
            with_document = (number + place) % 3 == 1
            content = f"Document of {title}.".encode()
            sent.add(title)
            try:
                if with_document:
                    status, body = visitor.upload("/projects/small/activities", {"title": title}, "list.txt", content)
                    # What comes with a refused form is not kept.
                    refused, _ = visitor.upload("/projects/small/activities", {"title": ""}, "list.txt", b"Refused: " + content)
                    assert refused == 422
                else:
                    status, body = visitor.post("/projects/small/activities", {"title": title})
            except (OSError, http.client.HTTPException):
                return
            if status >= 300:
                unexpected.append(f"{title}: {status} {body[:400]}")
                return
            answered.setdefault(json.loads(body)["entry"], []).append(title)
            if with_document:
                self.uploaded[title] = content
            first_answer.set()

    def erase(self, data):
        """Erases a document that was uploaded before, by command."""
        left = sorted(set(self.uploaded.values()) - self.erased)
        if not left:
            return
        content = self.chance.choice(left)
        ran = self.grozd.run(
            "do", "small", "erase-document", "--as", "steward", "--with", "-", data=data,
            input=json.dumps({"document": hashlib.sha256(content).hexdigest(), "ground": "asked"}))
        # One of which nobody knows whether it was carried out is asked for again.
        if ran.returncode == 0 or "erased already" in ran.stderr:
            self.erased.add(content)

    def command(self, data, title, answered):
        ran = self.grozd.run(
            "do", "small", "add-activity", "--as", 1, "--with", "-", "--json", data=data,
            input=json.dumps({"title": title}))
        if ran.returncode == 0:
            answered.setdefault(json.loads(ran.stdout)["entry"], []).append(title)

    def look(self, folder, data, answered, sent):
        """Nothing that was answered is lost, nothing is there twice, nothing is there that nobody sent."""
        export = folder / "export"
        self.grozd("trail", "verify", "small", data=data)
        self.grozd("trail", "export", "small", export, data=data)
        kept, documents = titles_by_entry(export)
        lost = {entry: titles for entry, titles in answered.items() if kept.get(entry) != titles}
        assert not lost, f"answered, but not kept: {lost}"
        every = [title for titles in kept.values() for title in titles]
        assert len(every) == len(set(every)), f"kept twice: {sorted(title for title in every if every.count(title) > 1)}"
        assert set(every) <= sent
        # A document lies in the folder when its trail has it, and nowhere else; what was erased lies nowhere.
        shelves = data / "documents"
        assert {file.read_bytes() for file in shelves.rglob("*") if file.is_file()} == documents
        assert not self.erased & documents
        lost = {title for title, content in self.uploaded.items() if content not in documents | self.erased}
        gone = json.loads(self.grozd("show", "small", "erasures", "--json", data=data))
        maybe = {erasure["old"] for erasure in gone}
        assert all(hashlib.sha256(self.uploaded[title]).hexdigest() in maybe for title in lost), lost
        everything = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
        assert b"Refused: " not in everything
        assert not [content for content in self.erased if content in everything]
        self.gone += len(self.erased)


def test_what_was_answered_survives_any_kill(grozd):
    end = time.monotonic() + LONGEST
    share = [KILLS // LANES + (number < KILLS % LANES) for number in range(LANES)]
    with concurrent.futures.ThreadPoolExecutor(LANES) as pool:
        lanes = list(pool.map(lambda number: Lane(grozd, f"grozd {number}", share[number], end).run(), range(LANES)))
    killed = sum(lane.killed for lane in lanes)
    written = sum(lane.written for lane in lanes)
    gone = sum(lane.gone for lane in lanes)
    print(f"{killed} kills, {written} entries answered, {gone} times an erased document was looked for")
    # A test that never wrote anything could not fail.
    assert killed >= min(KILLS, 20)
    assert written > killed and gone > 0
