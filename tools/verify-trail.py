#!/usr/bin/env python3
"""Verifies an exported trail of Grozd, with nothing but Python 3.9 and what comes with it.

    verify-trail.py FILE [--head HASH] [--json]

Exit 0: the trail is whole, and one line says what it holds. Exit 1: it is not, and one line names the first entry at
which that shows. Exit 2: the file cannot be read, or is no export of a trail, or the command was asked wrongly.

WHAT IS SHOWN, AND WHAT NOT
    That entries, their order, and all that was written in them are those that lead to the *head*: one SHA-256, which
    the file states and this program computes again. Whoever makes a file can make another one with another head; so
    compare the head with one that you have from elsewhere (a printed report, a weekly mail) by `--head HASH`. It may
    be the head of an earlier day: then the trail up to there is the one that was known that day, and it has grown
    since. Outside the head lies only which bodies an export without particulars withholds.

THE FILE
    UTF-8, lines end with one line feed, fields within a line are parted by one blank. In this order:

    grozd-trail 1
    P {"entries":N,"head":"HASH","name":"inno-industry","particulars":true}
    then for each entry, from number 1 on:
        H HEADER                  what is hashed is these bytes, as they stand here
        then one line for each body of the entry, in order of position, from 0:
        B BODY                    as it was written: JSON with "kind" and "id"
        R OLD BODY                redacted: OLD is the SHA-256 of what was written, BODY what is said instead
        E OLD KIND/NUMBER         erased, a body of this record
        W OLD KIND/NUMBER         withheld; only where "particulars" is false
    then the documents that headers name, each once:
        D HASH BASE64             the document, and its SHA-256
        X HASH                    erased
    Z N HASH                      the count of entries and the head once more: nothing was cut off

A HEADER is canonical JSON (names in order, no blanks, each value written in one way only) with
    bodies      how many bodies
    digest      SHA-256 over, for each body in order: the 32 raw bytes of its SHA-256, and whose body it is, as a line:
                "event/12" and a line feed. In lines B and R that is the body's own "kind" and "id"
    documents   SHA-256 of the documents that came with the entry; absent if none
    entry       its number, from 1
    format      1
    moment      milliseconds of UTC since 1970, and the day it was in the project's time zone: "1700000000000 2023-11-14".
                It never goes back, but in an entry with the verb "accept-clock": the clock had been wrong before
    person      the number of who did it; absent for the installation itself
    previous    SHA-256 of the header before; 64 zeros in the first
    project     its name
    reason      absent if none was asked for
    verb        what was done
The head is the SHA-256 of the last header. Through `previous` it stands for every header, through `digest` and
`documents` for every body and document.

ERASURE
    A body can be erased, or replaced by a redacted one, and a document can be erased (GDPR, art. 17). Its SHA-256 stays,
    so the head stays too. It counts as erased only if an erasure says so: a body of kind "erasure", which names `entry`,
    `position` and `old` (what was written), and `new` for what is said instead; for a document `old` alone. A body's
    erasure lies in a later entry. What is gone without an erasure is lost, or was taken away, and does not verify.
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import re
import sys

HASH = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"(0|-?[1-9][0-9]{0,15}) ([0-9]{4}-[0-9]{2}-[0-9]{2})")
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
RECORD = re.compile(rb"[a-z]+(-[a-z]+)*/[1-9][0-9]{0,15}")
LARGEST = 2**53
BEGINNING = "0" * 64
# The one verb whose entry may be earlier than the entry before: the operator accepted the clock as it was.
ACCEPTS_CLOCK = "accept-clock"

# The members of a header and the type of each; those in OPTIONAL may be absent.
HEADER = {
    "bodies": int, "digest": str, "documents": list, "entry": int, "format": int, "moment": str, "person": int,
    "previous": str, "project": str, "reason": str, "verb": str,
}
OPTIONAL = {"documents", "person", "reason"}
PREAMBLE = {"entries": int, "head": str, "name": str, "particulars": bool}


class Fault(Exception):
    """The trail does not verify."""

    def __init__(self, where, what):
        super().__init__(f"{where}: {what}")
        match = re.match(r"entry (\d+)$", where)
        self.entry = int(match.group(1)) if match else None


class Unusable(Exception):
    """This is not an export of a trail."""


def sha256(content):
    return hashlib.sha256(content).hexdigest()


# JSON as the trail writes it


def canonical(value):
    """The only bytes in which this value may be written."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def read_json(content):
    """The value in these bytes, or ValueError. There are no fractions, and no name stands twice in an object."""

    def whole(text):
        number = int(text)
        if abs(number) > LARGEST:
            raise ValueError("a number beyond 2^53")
        return number

    def refuse(text):
        raise ValueError(f"the number {text}")

    def members(pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a name that stands twice")
        return dict(pairs)

    try:
        return json.loads(
            content.decode("utf-8"), parse_int=whole, parse_float=refuse, parse_constant=refuse,
            object_pairs_hook=members)
    except RecursionError:
        raise ValueError("too deep") from None


def read_canonical(content, where, what):
    """The value in these bytes, which must be written in the one canonical way."""
    try:
        value = read_json(content)
        if canonical(value) == content:
            return value
    except ValueError:
        pass
    raise Fault(where, f"{what} is not canonical JSON")


def require_members(value, types, where, what, optional=frozenset()):
    if not isinstance(value, dict):
        raise Fault(where, f"{what} is not an object")
    for name in value:
        if name not in types:
            raise Fault(where, f"{what} has {name!r}, which format 1 does not know")
    for name, wanted in types.items():
        # By the exact type, because Python takes True for a whole number.
        if name in value and type(value[name]) is not wanted or name not in value and name not in optional:
            raise Fault(where, f"{what} lacks a proper {name!r}")


def is_hash(value):
    return isinstance(value, str) and HASH.fullmatch(value) is not None


# The file


class Lines:
    """The lines of the file, one at a time, so that a trail may be larger than the memory."""

    def __init__(self, file):
        self.file = file
        self.number = 0

    def next(self):
        """The letter of the next line and the bytes after it, or None at the end."""
        line = self.file.readline()
        if not line:
            return None
        self.number += 1
        if not line.endswith(b"\n"):
            raise Fault(self.place, "the line does not end; the file was cut off")
        if line[1:2] != b" ":
            raise Fault(self.place, "a line of no known sort")
        return chr(line[0]), line[2:-1]

    @property
    def place(self):
        return f"line {self.number}"


class Trail:
    """What has been read of a trail so far, and whether it holds."""

    def __init__(self, expected_head=None):
        self.expected_head = expected_head
        # The entry at which the expected head was the head.
        self.met_expected_head_at = None
        self.entries = 0
        self.head = BEGINNING
        self.moment = None
        self.counts = {"B": 0, "R": 0, "E": 0, "W": 0, "D": 0, "X": 0}
        # Bodies that do not stand as written: (entry, position) to sort, digest of what was written, and of what stands.
        self.absent = {}
        # Erasures of bodies: (entry, position) to the erasing entry, the old digest, and the new one or None.
        self.erasures = {}
        # Erased documents, and named ones: digest to the last entry that says so.
        self.erased_documents = {}
        self.named_documents = {}
        self.first_naming = {}

    def verify(self, file):
        lines = Lines(file)
        self.read_preamble(lines)
        line = lines.next()
        while line and line[0] == "H":
            self.read_entry(line[1], lines)
            line = lines.next()
        self.require_head(self.preamble["head"], self.preamble["entries"], "line 2")
        if line and line[0] in "BREW":
            raise Fault(f"entry {self.entries}", "more bodies than its header counts")
        self.require_erasures()
        while line and line[0] in "DX":
            self.read_document(line[0], line[1], lines)
            line = lines.next()
        self.require_documents()
        self.read_close(line, lines)
        if lines.file.read(1):
            raise Fault(f"line {lines.number + 1}", "something follows after the last line")
        if self.expected_head and self.met_expected_head_at is None:
            raise Fault(
                f"entry {self.entries}",
                f"the head is {self.head}; {self.expected_head} was not the head after any entry")

    def read_preamble(self, lines):
        first = lines.file.readline(64)
        lines.number = 1
        if first != b"grozd-trail 1\n":
            if first.startswith(b"grozd-trail "):
                raise Unusable("an export of another format; this program reads format 1")
            raise Unusable("not an export of a trail: its first line is not 'grozd-trail 1'")
        letter, content = lines.next() or ("", b"")
        if letter != "P":
            raise Fault(lines.place, "must be the line 'P' with name, count and head")
        preamble = read_canonical(content, lines.place, "the line 'P'")
        require_members(preamble, PREAMBLE, lines.place, "the line 'P'")
        if preamble["entries"] < 1 or not is_hash(preamble["head"]):
            raise Fault(lines.place, "the line 'P' has no proper count and head")
        self.preamble = preamble

    # Entries

    def read_entry(self, content, lines):
        where = f"entry {self.entries + 1}"
        header = read_canonical(content, where, "its header")
        if isinstance(header, dict) and type(header.get("format")) is int and header["format"] > 1:
            raise Fault(where, f"is written in format {header['format']}; this program reads format 1")
        require_members(header, HEADER, where, "its header", OPTIONAL)
        self.require_order(header, where)

        entry = self.entries = header["entry"]
        self.head = sha256(content)
        if self.head == self.expected_head:
            self.met_expected_head_at = entry

        digests = hashlib.sha256()
        for position in range(header["bodies"]):
            digest, name = self.read_body(entry, position, header["bodies"], lines)
            digests.update(bytes.fromhex(digest) + name + b"\n")
        if digests.hexdigest() != header["digest"]:
            which = "body 0 is" if header["bodies"] == 1 else "its bodies are"
            raise Fault(where, f"{which} not what was written (digest {digests.hexdigest()}, written {header['digest']})")

        for document in header.get("documents", []):
            self.first_naming.setdefault(document, entry)
            self.named_documents[document] = entry

    def require_order(self, header, where):
        """The header follows the one before: in number, in hash, and in time."""
        if header["entry"] != self.entries + 1:
            raise Fault(where, f"entry {header['entry']} stands in its place")
        if header["previous"] != self.head:
            if self.entries == 0:
                raise Fault(where, "does not begin the trail: entries before it are missing")
            raise Fault(
                f"entry {self.entries}",
                f"its header is not what was written (SHA-256 {self.head}; {where} was written after {header['previous']})")
        if header["project"] != self.preamble["name"]:
            raise Fault(where, f"belongs to project {header['project']!r}, not to {self.preamble['name']!r}")
        if header["format"] != 1 or header["bodies"] < 0 or not is_hash(header["digest"]):
            raise Fault(where, "its header has no proper format, count and digest")
        documents = header.get("documents", ["0" * 64])
        if not documents or not all(is_hash(document) for document in documents):
            raise Fault(where, "its header has no proper list of documents")
        milliseconds = self.milliseconds(header["moment"])
        if milliseconds is None:
            raise Fault(where, "its header has no proper moment")
        if self.moment is not None and milliseconds < self.moment and header["verb"] != ACCEPTS_CLOCK:
            raise Fault(where, f"was recorded before entry {self.entries}: time ran backwards")
        self.moment = milliseconds

    @staticmethod
    def milliseconds(text):
        """Of a moment that is written well, on a day that the calendar has."""
        moment = MOMENT.fullmatch(text)
        try:
            datetime.date.fromisoformat(moment.group(2))
        except (AttributeError, ValueError):
            return None
        return int(moment.group(1))

    def read_body(self, entry, position, bodies, lines):
        """Reads the line of one body; the SHA-256 of what was written, and the name of the record that it is of."""
        where, which = f"entry {entry}", f"body {position}"
        letter, content = lines.next() or ("", b"")
        if letter not in ("B", "R", "E", "W"):
            raise Fault(where, f"{which} is missing; its header counts {bodies}")
        self.counts[letter] += 1
        if letter == "B":
            body = self.record(content, where, which)
            self.note_erasure(body, entry)
            return sha256(content), self.name(body)

        if letter == "W" and self.preamble["particulars"]:
            raise Fault(where, f"{which} is withheld, though the export says that it holds particulars")
        old = content[:64].decode("ascii", "replace")
        blank, rest = content[64:65], content[65:]
        if not is_hash(old) or blank != b" " or letter != "R" and not RECORD.fullmatch(rest):
            raise Fault(where, f"{which} has no proper line '{letter}'")
        stands = None
        if letter == "R":
            rest, stands = self.name(self.record(rest, where, which)), sha256(rest)
        self.absent[entry, position] = (letter, old, stands)
        return old, rest

    @staticmethod
    def record(content, where, which):
        """A body is a record, and so has a kind and a number."""
        try:
            body = read_json(content)
        except ValueError:
            body = None
        if not isinstance(body, dict) or not isinstance(body.get("kind"), str) or type(body.get("id")) is not int:
            raise Fault(where, f"{which} is not the JSON of a record")
        if not RECORD.fullmatch(Trail.name(body)):
            raise Fault(where, f"{which} is of no proper record")
        return body

    @staticmethod
    def name(body):
        return f"{body['kind']}/{body['id']}".encode()

    # What is gone on purpose

    def note_erasure(self, body, by):
        """Remembers what an erasure says; a body of another kind, or the withdrawal of an erasure, says nothing."""
        if body["kind"] != "erasure" or not is_hash(body.get("old")):
            return
        if "entry" not in body:
            self.erased_documents[body["old"]] = by
        elif type(body["entry"]) is int and type(body.get("position")) is int and body["entry"] < by:
            self.erasures[body["entry"], body["position"]] = (by, body["old"], body.get("new"))

    def require_erasures(self):
        """Each absent body has a later erasure that fits it, and what an erasure names is not there any more."""
        for (entry, position), (letter, old, stands) in sorted(self.absent.items()):
            where, which = f"entry {entry}", f"body {position}"
            erasure = self.erasures.get((entry, position))
            if letter == "W" and erasure is None:
                continue
            if erasure is None:
                gone = "redacted" if letter == "R" else "gone"
                raise Fault(where, f"{which} is lost: it is {gone}, and no later entry says why")
            by, erased, new = erasure
            if erased != old:
                raise Fault(where, f"{which} is not what entry {by} erased (SHA-256 {old}; erased {erased})")
            if letter != "W" and stands != new:
                raise Fault(where, f"{which} is not what entry {by} says instead (SHA-256 {stands}; should be {new})")
        for (entry, position), (by, _, _) in sorted(self.erasures.items()):
            if (entry, position) not in self.absent:
                raise Fault(f"entry {by}", f"erases body {position} of entry {entry}, which is still there or never was")

    # Documents

    def read_document(self, letter, content, lines):
        self.counts[letter] += 1
        digest = content[:64].decode("ascii", "replace")
        rest = content[64:]
        if not is_hash(digest) or (rest[:1] != b" " if letter == "D" else rest):
            raise Fault(lines.place, f"no proper line '{letter}'")
        named = self.named_documents.pop(digest, None)
        if named is None:
            raise Fault(lines.place, f"document {digest} is named by no entry, or stands twice")
        where = f"entry {self.first_naming[digest]}"
        erased = self.erased_documents.get(digest)
        if letter == "X":
            if erased is None:
                raise Fault(where, f"document {digest} is lost: it is gone, and no entry says why")
            return
        if erased is not None and named <= erased:
            raise Fault(where, f"document {digest} is still there, though entry {erased} erased it")
        try:
            document = base64.b64decode(rest[1:], validate=True)
        except binascii.Error:
            document = None
        # Base64 has several ways to write the same bytes; one of them is the right one.
        if document is None or base64.b64encode(document) != rest[1:] or sha256(document) != digest:
            raise Fault(where, f"document {digest} is not what was written")

    def require_documents(self):
        for digest in sorted(self.named_documents, key=lambda digest: (self.first_naming[digest], digest)):
            raise Fault(f"entry {self.first_naming[digest]}", f"document {digest} is lost")

    # The end

    def read_close(self, line, lines):
        if line is None:
            raise Fault(f"line {lines.number + 1}", "the last line 'Z' is missing; the file was cut off")
        letter, content = line
        parts = content.decode("ascii", "replace").split(" ")
        if letter != "Z" or len(parts) != 2 or not NUMBER.fullmatch(parts[0]) or not is_hash(parts[1]):
            raise Fault(lines.place, "must be the last line 'Z' with count and head")
        self.require_head(parts[1], int(parts[0]), lines.place)

    def require_head(self, head, entries, place):
        if self.entries != entries:
            missing = min(self.entries, entries) + 1
            raise Fault(f"entry {missing}", f"{place} says that there are {entries} entries; there are {self.entries}")
        if self.head != head:
            raise Fault(
                f"entry {self.entries}", f"its header is not what was written (SHA-256 {self.head}; {place} says {head})")

    # What is said

    def report(self):
        return {
            "good": True, "name": self.preamble["name"], "particulars": self.preamble["particulars"],
            "entries": self.entries, "head": self.head, "erased": self.counts["E"], "redacted": self.counts["R"],
            "withheld": self.counts["W"], "documents": self.counts["D"], "documentsErased": self.counts["X"],
        }

    def sentence(self):
        counts = self.counts
        text = (
            f"verified {self.entries} entries, head {self.head}; {counts['E']} erased, {counts['R']} redacted, "
            f"{counts['W']} withheld, {counts['D']} documents")
        if counts["X"]:
            text += f", {counts['X']} documents erased"
        if self.met_expected_head_at not in (None, self.entries):
            text += f"; {self.expected_head} was the head after entry {self.met_expected_head_at}"
        return text


def known_head(text):
    if not is_hash(text):
        raise argparse.ArgumentTypeError("a head has 64 digits, 0 to 9 and a to f")
    return text


def main(arguments):
    parser = argparse.ArgumentParser(prog="verify-trail.py", description="Verifies an exported trail of Grozd.")
    parser.add_argument("file", help="the exported trail")
    parser.add_argument("--head", type=known_head, metavar="HASH", help="a head that you know from elsewhere")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    asked = parser.parse_args(arguments)

    trail = Trail(asked.head)
    try:
        with open(asked.file, "rb") as file:
            trail.verify(file)
    except (OSError, Unusable) as error:
        print(f"{asked.file}: {error}", file=sys.stderr)
        return 2
    except Fault as fault:
        if asked.json:
            print(json.dumps({"good": False, "entry": fault.entry, "fault": str(fault)}, ensure_ascii=False))
        else:
            print(fault)
        return 1
    print(json.dumps(trail.report(), ensure_ascii=False) if asked.json else trail.sentence())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
