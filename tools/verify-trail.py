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
    since. Outside the head lies only which bodies and documents an export without particulars withholds, and what it says in those that
    it withholds in part (N): whoever made the file vouches for that.

THE FILE
    UTF-8, lines end with one line feed, fields within a line are parted by one blank. In this order:

    grozd-trail 2             1 where no entry is of format 2
    P {"entries":N,"head":"HASH","name":"inno-industry","particulars":true}
    then for each entry, from number 1 on:
        H HEADER                  what is hashed is these bytes, as they stand here
        then one line for each body of the entry, in order of position, from 0:
        B BODY                    as it was written: JSON with "kind" and "id"; from format 2 on a SALT before it
        R OLD BODY                redacted: OLD is the SHA-256 of what was written, BODY what is said instead
        E OLD KIND/NUMBER         erased, a body of this record
        W OLD KIND/NUMBER         withheld; only where "particulars" is false
        N OLD NEW JSON            names of persons withheld: OLD is the SHA-256 of what was written, NEW that of JSON, which is the
                                  record with "person 17" in place of each name; only where "particulars" is false
    then the documents that headers name, each once:
        D HASH BASE64             the document, and its SHA-256
        X HASH                    erased
        V HASH                    withheld, since it proves nothing but particulars; only where "particulars" is false
    Z N HASH                      the count of entries and the head once more: nothing was cut off

A HEADER is canonical JSON (names in order, no blanks, each value written in one way only) with
    bodies      how many bodies
    digest      SHA-256 over, for each body in order: the 32 raw bytes of its SHA-256, and whose body it is, as a line:
                "event/12" and a line feed. In lines B, R and N that is the body's own "kind" and "id"
    documents   SHA-256 of the documents that came with the entry; absent if none
    entry       its number, from 1
    format      1 or 2; after 2 never 1 again
    moment      milliseconds of UTC since 1970, and the day it was in the project's time zone: "1700000000000 2023-11-14".
                It never goes back, but in an entry with the verb "accept-clock": the clock had been wrong before
    person      the number of who did it; absent for the installation itself
    previous    SHA-256 of the header before; 64 zeros in the first
    project     its name
    reason      why, where it was asked; only in format 1
    verb        what was done
A BODY of an entry of format 2 is a salt, one blank, and the JSON: 32 digits of chance (0 to 9, a to f), so that the SHA-256
of a body that is withheld tells nobody what it says. What is hashed is all of it. What is said instead of a redacted body
has a salt of its own; in an entry of format 1 it may have none. From format 2 on a reason is a body, of kind "reason".
A BODY's JSON is 1 MiB at most, a HEADER 64 KiB, a document 64 MiB; no entry has two bodies of one record.

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
SALT = re.compile(rb"[0-9a-f]{32} ")
MOMENT = re.compile(r"(0|-?[1-9][0-9]{0,15}) ([0-9]{4}-[0-9]{2}-[0-9]{2})")
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
RECORD = re.compile(rb"[a-z]+(-[a-z]+)*/[1-9][0-9]{0,15}")
LARGEST = 2**53
BEGINNING = "0" * 64
# The one verb whose entry may be earlier than the entry before: the operator accepted the clock as it was.
ACCEPTS_CLOCK = "accept-clock"

# What a line may hold behind its letter and blank.
SALTED = 33
BODY = 2**20
LONGEST = {
    "P": 2**16, "H": 2**16, "B": BODY + SALTED, "R": BODY + SALTED + 65, "N": BODY + 130, "E": 256, "W": 256, "X": 256, "V": 256, "Z": 256,
    "D": 65 + (64 * 2**20 + 2) // 3 * 4,
}
MOST_ENTRIES = 10_000_000
# The kinds of records whose bodies hold particulars of persons: only these are withheld. A person held its name before.
PERSONAL = {"attendance", "contact", "human", "likeness", "outbox-message", "person", "person-name", "registration"}

# The members of a header and the type of each; those in OPTIONAL may be absent.
HEADER = {
    "bodies": int, "digest": str, "documents": list, "entry": int, "format": int, "moment": str, "person": int,
    "previous": str, "project": str, "reason": str, "verb": str,
}
OPTIONAL = {"documents", "person", "reason"}
NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
PREAMBLE = {"entries": int, "head": str, "name": str, "particulars": bool}


class Fault(Exception):
    """The trail does not verify."""

    def __init__(self, where, what):
        super().__init__(f"{where}: {what}")
        # Of what belongs to no entry, the last one before it.
        self.entry = int(where.split(" ")[1])
        document = re.match(r"document ([0-9a-f]{64})", what)
        self.document = document.group(1) if document else None


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
            raise Fault(where, f"{what} has {name!r}, which its format does not know")
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

    def next(self, nearest):
        """The letter of the next line and the bytes after it, or None at the end. What belongs to no entry is said of the
        nearest one."""
        line = self.file.readline(max(LONGEST.values()) + 4)
        if not line:
            return None
        self.number += 1
        where = f"entry {nearest}"
        letter = chr(line[0])
        if letter not in LONGEST or line[1:2] != b" ":
            raise Fault(where, f"{self.place} is of no known sort")
        if len(line.rstrip(b"\n")) - 2 > LONGEST[letter]:
            raise Fault(where, f"{self.place} is too long")
        if not line.endswith(b"\n"):
            raise Fault(where, f"{self.place} does not end; the file was cut off")
        return letter, line[2:-1]

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
        # From which entry on format 2 holds.
        self.format2_from = None
        self.counts = {"B": 0, "R": 0, "E": 0, "W": 0, "N": 0, "D": 0, "X": 0, "V": 0}
        # Bodies that do not stand as written: (entry, position) to sort, digest of what was written, and of what stands.
        self.absent = {}
        # Erasures of bodies: (entry, position) to the erasing entry, the old digest, and the new one or None.
        self.erasures = {}
        # Erased documents, and named ones: digest to the last entry that says so.
        self.erased_documents = {}
        self.named_documents = {}
        self.first_naming = {}
        # Those that prove a record which is no particular.
        self.shown_documents = set()

    @property
    def nearest(self):
        return max(1, self.entries)

    def verify(self, file):
        lines = Lines(file)
        self.read_preamble(lines)
        line = lines.next(self.nearest)
        while line and line[0] == "H":
            self.read_entry(line[1], lines)
            line = lines.next(self.nearest)
        where = f"entry {self.nearest}"
        if line and line[0] in "BREWN":
            raise Fault(where, "more bodies than its header counts")
        self.require_head(self.preamble["head"], self.preamble["entries"], "line 2")
        self.require_erasures()
        if (self.format == 2) != (self.format2_from is not None):
            raise Fault(where, f"the first line says format {self.format}, and no entry is of it")
        while line and line[0] in "DXV":
            self.read_document(line[0], line[1])
            line = lines.next(self.nearest)
        self.require_documents()
        self.read_close(line, lines)
        if lines.file.read(1):
            raise Fault(where, f"something follows after the last line, {lines.place}")
        if self.expected_head and self.met_expected_head_at is None:
            raise Fault(
                f"entry {self.entries}",
                f"the head is {self.head}; {self.expected_head} was not the head after any entry")

    def read_preamble(self, lines):
        first = lines.file.readline(64)
        lines.number = 1
        if first not in (b"grozd-trail 1\n", b"grozd-trail 2\n"):
            if first.startswith(b"grozd-trail "):
                raise Unusable("an export of another format; this program reads formats 1 and 2")
            raise Unusable("not an export of a trail: its first line is not 'grozd-trail 2'")
        self.format = int(first[12:])
        try:
            letter, content = lines.next(1) or ("", b"")
            preamble = read_canonical(content, "line 2", "the line 'P'")
            require_members(preamble, PREAMBLE, "line 2", "the line 'P'")
        except Fault as fault:
            raise Unusable(f"not an export of a trail: {fault}") from None
        if letter != "P" or preamble["entries"] < 1 or not is_hash(preamble["head"]) or not NAME.fullmatch(preamble["name"]):
            raise Unusable("not an export of a trail: its second line is not 'P' with name, count and head")
        self.preamble = preamble

    # Entries

    def read_entry(self, content, lines):
        where = f"entry {self.entries + 1}"
        header = read_canonical(content, where, "its header")
        if isinstance(header, dict) and type(header.get("format")) is int and header["format"] > 2:
            raise Fault(where, f"is written in format {header['format']}; this program reads formats 1 and 2")
        require_members(header, HEADER, where, "its header", OPTIONAL)
        self.require_form(header, where)
        self.require_order(header, where)

        entry = self.entries = header["entry"]
        self.head = sha256(content)
        if self.head == self.expected_head:
            self.met_expected_head_at = entry

        digests, names = hashlib.sha256(), set()
        for position in range(header["bodies"]):
            digest, name = self.read_body(header, position, lines)
            if name in names:
                raise Fault(where, f"body {position} is the second one of {name.decode()}")
            names.add(name)
            digests.update(bytes.fromhex(digest) + name + b"\n")
        if digests.hexdigest() != header["digest"]:
            which = "body 0 is" if header["bodies"] == 1 else "its bodies are"
            raise Fault(where, f"{which} not what was written (digest {digests.hexdigest()}, written {header['digest']})")

        for document in header.get("documents", []):
            self.first_naming.setdefault(document, entry)
            self.named_documents[document] = entry

    def require_form(self, header, where):
        """What stands in the header is written as it must be, whatever stands before it."""
        if header["format"] < 1 or header["bodies"] < 0 or not is_hash(header["digest"]) or not is_hash(header["previous"]):
            raise Fault(where, "its header has no proper format, count, digest and previous")
        documents = header.get("documents", ["0" * 64])
        if not documents or not all(is_hash(document) for document in documents):
            raise Fault(where, "its header has no proper list of documents")
        if self.milliseconds(header["moment"]) is None:
            raise Fault(where, "its header has no proper moment")
        if header["format"] > self.format:
            raise Fault(where, f"is of format {header['format']}; the first line says {self.format}")

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
        if header["format"] < 2 and self.format2_from is not None:
            raise Fault(where, f"goes back to format {header['format']}, though entry {self.format2_from} was of format 2")
        if header["format"] == 2 and "reason" in header:
            raise Fault(where, "its header has a reason, which format 2 has as a body")
        if header["entry"] > MOST_ENTRIES:
            raise Fault(where, f"more than {MOST_ENTRIES} entries")
        milliseconds = self.milliseconds(header["moment"])
        if self.moment is not None and milliseconds < self.moment and header["verb"] != ACCEPTS_CLOCK:
            raise Fault(where, f"was recorded before entry {self.entries}: time ran backwards")
        self.moment = milliseconds
        if header["format"] == 2 and self.format2_from is None:
            self.format2_from = header["entry"]

    @staticmethod
    def milliseconds(text):
        """Of a moment that is written well, on a day that the calendar has."""
        moment = MOMENT.fullmatch(text)
        try:
            datetime.date.fromisoformat(moment.group(2))
        except (AttributeError, ValueError):
            return None
        return int(moment.group(1))

    def read_body(self, header, position, lines):
        """Reads the line of one body; the SHA-256 of what was written, and the name of the record that it is of."""
        entry, bodies = header["entry"], header["bodies"]
        where, which = f"entry {entry}", f"body {position}"
        letter, content = lines.next(entry) or ("", b"")
        if letter not in ("B", "R", "E", "W", "N"):
            raise Fault(where, f"{which} is missing; its header counts {bodies}")
        self.counts[letter] += 1
        if letter == "B":
            body, salted = self.record(content, where, which)
            if salted != (header["format"] == 2):
                raise Fault(where, f"{which} {'has a' if salted else 'lacks its'} salt")
            self.note_erasure(body, entry)
            self.note_proofs(header, body)
            return sha256(content), self.name(body)

        old = content[:64].decode("ascii", "replace")
        blank, rest = content[64:65], content[65:]
        if not is_hash(old) or blank != b" " or letter in "EW" and not self.is_record(rest):
            raise Fault(where, f"{which} has no proper line '{letter}'")
        if letter in "WN" and self.preamble["particulars"]:
            raise Fault(where, f"{which} is withheld, though the export says that it holds particulars")
        if letter == "W" and rest.split(b"/")[0].decode() not in PERSONAL:
            raise Fault(where, f"{which} is withheld, though its kind holds no particulars")
        stands = None
        if letter == "R":
            body, salted = self.record(rest, where, which)
            if header["format"] == 2 and not salted:
                raise Fault(where, f"{which} lacks its salt")
            self.note_proofs(header, body)
            rest, stands = self.name(body), sha256(rest)
        if letter == "N":
            stands = rest[:64].decode("ascii", "replace")
            if rest[64:65] != b" " or sha256(rest[65:]) != stands:
                raise Fault(where, f"{which} has no proper line 'N'")
            body, salted = self.record(rest[65:], where, which)
            if salted:
                raise Fault(where, f"{which} has a salt, though its names are withheld")
            self.note_erasure(body, entry)
            self.note_proofs(header, body)
            rest = self.name(body)
        self.absent[entry, position] = (letter, old, stands)
        return old, rest

    @staticmethod
    def record(content, where, which):
        """A body is a record, and so has a kind and a number; and whether a salt stands before it."""
        salted = SALT.match(content) is not None
        content = content[SALTED:] if salted else content
        if len(content) > BODY:
            raise Fault(where, f"{which} is larger than a body may be")
        try:
            body = read_canonical(content, where, which)
        except Fault:
            body = None
        if not isinstance(body, dict) or not isinstance(body.get("kind"), str) or type(body.get("id")) is not int:
            raise Fault(where, f"{which} is not the JSON of a record")
        if not Trail.is_record(Trail.name(body)):
            raise Fault(where, f"{which} is of no proper record")
        return body, salted

    @staticmethod
    def is_record(name):
        return RECORD.fullmatch(name) is not None and int(name.split(b"/")[1]) <= LARGEST

    @staticmethod
    def name(body):
        return f"{body['kind']}/{body['id']}".encode()

    # What is gone on purpose

    def note_erasure(self, body, by):
        """Remembers what an erasure says; a body of another kind, or the withdrawal of an erasure, says nothing."""
        old, new, entry, position = (body.get(name) for name in ("old", "new", "entry", "position"))
        if body["kind"] != "erasure" or not is_hash(old) or not (new is None or is_hash(new)):
            return
        if type(position) not in (int, type(None)):
            return
        if entry is None:
            self.erased_documents[old] = by
        elif type(entry) is int and position is not None and entry < by:
            self.erasures[entry, position] = (by, old, new)

    def note_proofs(self, header, body):
        """Remembers which documents prove a record that is no particular, in an entry that names documents."""
        kind = body["kind"]
        if "documents" not in header or kind in PERSONAL and (kind != "person" or "name" in body):
            return
        provenance = body.get("provenance")
        proofs = provenance.get("proofs") if isinstance(provenance, dict) else None
        for proof in proofs if isinstance(proofs, list) else []:
            if isinstance(proof, dict) and is_hash(proof.get("document")):
                self.shown_documents.add(proof["document"])

    def require_erasures(self):
        """Each absent body has a later erasure that fits it, and what an erasure names is not there any more."""
        for (entry, position), (letter, old, stands) in sorted(self.absent.items()):
            where, which = f"entry {entry}", f"body {position}"
            erasure = self.erasures.get((entry, position))
            if letter in "WN" and erasure is None:
                continue
            if erasure is None:
                gone = "redacted" if letter == "R" else "gone"
                raise Fault(where, f"{which} is lost: it is {gone}, and no later entry says why")
            by, erased, new = erasure
            if erased != old:
                raise Fault(where, f"{which} is not what entry {by} erased (SHA-256 {old}; erased {erased})")
            if letter not in "WN" and stands != new:
                raise Fault(where, f"{which} is not what entry {by} says instead (SHA-256 {stands}; should be {new})")
        for (entry, position), (by, _, _) in sorted(self.erasures.items()):
            if (entry, position) not in self.absent:
                raise Fault(f"entry {by}", f"erases body {position} of entry {entry}, which is still there or never was")

    # Documents

    def read_document(self, letter, content):
        self.counts[letter] += 1
        digest = content[:64].decode("ascii", "replace")
        rest = content[64:]
        nearest = f"entry {self.nearest}"
        if not is_hash(digest) or (rest[:1] != b" " if letter == "D" else rest):
            raise Fault(nearest, f"no proper line '{letter}'")
        named = self.named_documents.pop(digest, None)
        if named is None:
            raise Fault(nearest, f"document {digest} is named by no entry, or stands twice")
        where = f"entry {self.first_naming[digest]}"
        # Whoever names it again after it was erased has brought it again.
        erased = self.erased_documents.get(digest, 0)
        if letter == "V":
            if self.preamble["particulars"]:
                raise Fault(where, f"document {digest} is withheld, though the export says that it holds particulars")
            if erased > named or digest in self.shown_documents:
                raise Fault(where, f"document {digest} is withheld, though it is erased or proves what is no particular")
            return
        if letter == "X":
            if erased <= named:
                raise Fault(where, f"document {digest} is lost: it is gone, and no entry says why")
            return
        if erased > named:
            raise Fault(f"entry {erased}", f"document {digest} is still there, though this entry erased it")
        try:
            document = base64.b64decode(rest[1:], validate=True)
        except binascii.Error:
            document = None
        # Base64 has several ways to write the same bytes; one of them is the right one.
        if document is None or base64.b64encode(document) != rest[1:] or sha256(document) != digest:
            raise Fault(where, f"document {digest} is not what was written")

    def require_documents(self):
        for digest, entry in self.first_naming.items():
            if digest in self.named_documents:
                raise Fault(f"entry {entry}", f"document {digest} is lost")

    # The end

    def read_close(self, line, lines):
        if line is None:
            raise Fault(f"entry {self.nearest}", "the last line 'Z' is missing; the file was cut off")
        letter, content = line
        parts = content.decode("ascii", "replace").split(" ")
        if letter != "Z" or len(parts) != 2 or not NUMBER.fullmatch(parts[0]) or not is_hash(parts[1]):
            raise Fault(f"entry {self.nearest}", f"{lines.place} must be the last line 'Z' with count and head")
        self.require_head(parts[1], int(parts[0]), lines.place)

    def require_head(self, head, entries, place):
        if self.entries != entries:
            missing = min(self.entries, entries) + 1
            raise Fault(f"entry {missing}", f"{place} says that there are {entries} entries; there are {self.entries}")
        if self.head != head:
            raise Fault(
                f"entry {self.nearest}", f"its header is not what was written (SHA-256 {self.head}; {place} says {head})")

    # What is said

    def report(self):
        return {
            "good": True, "name": self.preamble["name"], "particulars": self.preamble["particulars"],
            "entries": self.entries, "head": self.head, "erased": self.counts["E"], "redacted": self.counts["R"],
            "withheld": self.counts["W"], "withheldInPart": self.counts["N"], "documents": self.counts["D"], "documentsErased": self.counts["X"],
            "documentsWithheld": self.counts["V"],
            "format2From": self.format2_from,
        }

    def sentence(self):
        counts = self.counts
        text = (
            f"verified {self.entries} entries, head {self.head}; {counts['E']} erased, {counts['R']} redacted, "
            f"{counts['W']} withheld, {counts['D']} documents")
        if counts["N"]:
            text += f", {counts['N']} withheld in part"
        if counts["X"]:
            text += f", {counts['X']} documents erased"
        if counts["V"]:
            text += f", {counts['V']} documents withheld"
        if self.format2_from is not None:
            text += f"; format 2 from entry {self.format2_from} on"
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
            told = {"good": False, "entry": fault.entry, "document": fault.document, "fault": str(fault)}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(fault)
        return 1
    print(json.dumps(trail.report(), ensure_ascii=False) if asked.json else trail.sentence())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
