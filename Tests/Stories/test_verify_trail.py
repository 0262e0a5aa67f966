"""What an auditor's own program says of exports that are whole, and of exports that somebody changed."""

import base64
import hashlib
import json
import subprocess
import sys

import pytest

from conftest import VERIFY_TRAIL, verify_trail

LETTER = b"Kick-off, attendance list: Rossi, Novak"
PHOTOGRAPH = bytes(range(40))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Body:
    """A body as it was written, and the line in which it is exported."""

    def __init__(self, kind, number, before=b"", **fields):
        self.before = before
        self.written = before + canonical({"kind": kind, "id": number, **fields})
        self.digest = sha256(self.written)
        self.name = f" {kind}/{number}".encode()
        self.line = b"B " + self.written
        self.new = None

    def redacted(self, **fields):
        new = self.before + canonical({**json.loads(self.written[len(self.before):]), **fields})
        self.line, self.new = b"R " + self.digest.encode() + b" " + new, sha256(new)
        return self

    def erased(self):
        self.line = b"E " + self.digest.encode() + self.name
        return self

    def withheld(self):
        self.line = b"W " + self.digest.encode() + self.name
        return self


    def in_part(self, **fields):
        said = canonical({**json.loads(self.written[len(self.before):]), **fields})
        self.line = b" ".join([b"N", self.digest.encode(), sha256(said).encode(), said])
        return self


class Export:
    """Builds the lines of an export, entry by entry."""

    def __init__(self, name="green-harbours", particulars=True):
        self.name, self.particulars = name, particulars
        self.entries, self.documents, self.head = [], [], "0" * 64
        self.milliseconds = 1_709_251_200_000
        self.format = 1

    def add(self, *bodies, verb="change-partner", documents=(), header_says=None, **members):
        self.milliseconds += 60_000
        header = {
            "bodies": len(bodies), "entry": len(self.entries) + 1, "format": 1, "person": 1, "previous": self.head,
            "digest": sha256(b"".join(bytes.fromhex(body.digest) + body.name[1:] + b"\n" for body in bodies)),
            "moment": f"{self.milliseconds} 2024-03-01", "project": self.name, "verb": verb,
        }
        if documents:
            header["documents"] = [sha256(document) for document in documents]
        header.update(members)
        header.update(header_says or {})
        if header["format"] == 2:
            self.format = 2
        written = canonical({name: value for name, value in header.items() if value is not None})
        self.head = sha256(written)
        self.entries.append([b"H " + written] + [body.line for body in bodies])
        return self

    def document(self, content):
        self.documents.append(b"D " + sha256(content).encode() + b" " + base64.b64encode(content))
        return self

    def document_erased(self, content):
        self.documents.append(b"X " + sha256(content).encode())
        return self

    @property
    def bytes(self):
        return self.with_close(len(self.entries), self.head)

    def with_close(self, count, head):
        preamble = {"entries": count, "head": head, "name": self.name, "particulars": self.particulars}
        lines = [f"grozd-trail {self.format}".encode(), b"P " + canonical(preamble)]
        lines += [line for entry in self.entries for line in entry] + self.documents
        return b"\n".join(lines + [f"Z {count} {head}".encode()]) + b"\n"


def partner(number, name, **fields):
    return Body("partner", number, name=name, country="SI", **fields)


def erasure(number, entry, position, body):
    """The record that entry's body was erased, or redacted."""
    new = {"new": body.new} if body.new else {}
    return Body("erasure", number, entry=entry, position=position, old=body.digest, ground="GDPR, art. 17", **new)


def whole():
    """One export with everything: documents, an erased one, an erased and a redacted body, letters beyond ASCII."""
    contact = Body("contact", 1, name="Jože Čebela", address="Žabja 1", salt="a1").erased()
    news = Body("news", 1, title="Kick-off in Žiri", text="Ms Rossi said …").redacted(text="A guest said …")
    return (
        Export()
        .add(partner(1, "Cluster of Škofja Loka"), contact, verb="begin-project", person=None)
        .add(news, documents=[LETTER, PHOTOGRAPH])
        .add(partner(1, "Cluster of Škofja Loka and Žiri"), reason="Merged \"in\" 2024\n")
        .add(erasure(1, 1, 1, contact), erasure(2, 2, 0, news), verb="erase-body")
        .add(Body("erasure", 3, old=sha256(PHOTOGRAPH), ground="no consent"), verb="erase-document")
        .document(LETTER)
        .document_erased(PHOTOGRAPH)
    )


def small():
    gone = partner(2, "Žiri").erased()
    text = partner(3, "B").redacted(name="C")
    return Export("gh").add(partner(1, "A"), gone, text).add(
        erasure(1, 1, 1, gone), erasure(2, 1, 2, text), documents=[b"d"]).document(b"d")


def verify(content, tmp_path, *options, capsys=None):
    """The exit code, and the one line that is said, of the program over these bytes."""
    file = tmp_path / "trail"
    file.write_bytes(content)
    code = verify_trail.main([str(file), *options])
    said = capsys.readouterr()
    assert (said.out + said.err).count("\n") == 1
    return code, (said.out + said.err).strip()


@pytest.fixture
def verified(tmp_path, capsys):
    return lambda content, *options: verify(content, tmp_path, *options, capsys=capsys)


def replaced(content, old, new):
    assert content.count(old) >= 1
    return content.replace(old, new, 1)


# What is whole


def test_a_whole_export_verifies_and_says_what_is_gone(verified):
    export = whole()
    assert verified(export.bytes) == (
        0,
        f"verified 5 entries, head {export.head}; 1 erased, 1 redacted, 0 withheld, 1 documents, 1 documents erased")


def test_the_answer_comes_in_json_too(verified):
    export = whole()
    assert json.loads(verified(export.bytes, "--json")[1]) == {
        "good": True, "name": "green-harbours", "particulars": True, "entries": 5, "head": export.head, "erased": 1,
        "redacted": 1, "withheld": 0, "withheldInPart": 0, "documents": 1, "documentsErased": 1, "documentsWithheld": 0,
        "format2From": None}
    code, said = verified(replaced(export.bytes, b"and \xc5\xbdiri", b"and \xc5\xbdIri"), "--json")
    assert code == 1 and json.loads(said)["entry"] == 3


def test_it_runs_as_a_command_of_its_own(tmp_path):
    file = tmp_path / "trail"
    file.write_bytes(whole().bytes)
    ran = subprocess.run([sys.executable, str(VERIFY_TRAIL), str(file)], capture_output=True, text=True)
    assert ran.returncode == 0 and ran.stdout.startswith("verified 5 entries"), ran.stderr


def test_a_body_redacted_twice_and_then_erased_is_erased(verified):
    text = partner(1, "A").erased()
    first, second = partner(1, "A").redacted(name="B"), partner(1, "A").redacted(name="C")
    export = Export().add(text).add(erasure(1, 1, 0, first)).add(erasure(2, 1, 0, second)).add(erasure(3, 1, 0, text))
    assert verified(export.bytes)[0] == 0


def test_an_erased_document_may_come_again(verified):
    export = Export().add(partner(1, "A"), documents=[LETTER])
    export.add(Body("erasure", 1, old=sha256(LETTER), ground="no consent")).add(partner(2, "B"), documents=[LETTER])
    assert verified(export.document(LETTER).bytes)[0] == 0


# A known head


def test_a_known_head_is_found_again_as_the_last_or_as_an_earlier_one(verified):
    export = Export().add(partner(1, "A")).add(partner(1, "B"))
    earlier = export.head
    assert verified(export.bytes, "--head", earlier)[0] == 0

    export.add(partner(1, "C"))
    code, said = verified(export.bytes, "--head", earlier)
    assert code == 0 and said.endswith(f"; {earlier} was the head after entry 2")


def test_a_trail_written_anew_has_another_head(verified):
    known = Export().add(partner(1, "A")).add(partner(1, "B"))
    anew = Export().add(partner(1, "A")).add(partner(1, "X"))
    assert verified(anew.bytes)[0] == 0
    code, said = verified(anew.bytes, "--head", known.head)
    assert code == 1 and said.startswith("entry 2: the head is")


def test_the_last_entry_cut_off_with_the_counts_mended_fails_a_known_head(verified):
    known = Export().add(partner(1, "A")).add(partner(1, "B"))
    shorter = Export().add(partner(1, "A"))
    assert verified(shorter.bytes)[0] == 0
    assert verified(shorter.bytes, "--head", known.head)[0] == 1


# What somebody changed


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
def test_no_byte_can_be_changed(mask, verified):
    content = small().bytes
    assert verified(content)[0] == 0
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= mask
        assert verified(bytes(changed))[0] != 0, f"byte {place}: {content[place:place + 40]}"


def test_no_byte_can_be_left_out_or_put_in(verified):
    content = small().bytes
    for place in range(len(content)):
        assert verified(content[:place] + content[place + 1:])[0] != 0, content[place:place + 40]
        assert verified(content[:place] + content[place:place + 1] + content[place:])[0] != 0, content[place:place + 40]


def test_no_line_can_be_left_out_doubled_or_exchanged_with_the_next(verified):
    lines = whole().bytes.splitlines(keepends=True)
    for place in range(len(lines)):
        assert verified(b"".join(lines[:place] + lines[place + 1:]))[0] != 0, lines[place]
        assert verified(b"".join(lines[:place + 1] + lines[place:]))[0] != 0, lines[place]
    for place in range(len(lines) - 1):
        exchanged = lines[:place] + [lines[place + 1], lines[place]] + lines[place + 2:]
        documents = {lines[place][:1], lines[place + 1][:1]} == {b"D", b"X"}
        assert (verified(b"".join(exchanged))[0] == 0) == documents, lines[place]


def test_nothing_can_be_cut_off(verified):
    content = whole().bytes
    for length in range(len(content)):
        assert verified(content[:length])[0] != 0


def test_a_changed_body_is_named(verified):
    content = replaced(whole().bytes, b"and \xc5\xbdiri", b"and \xc5\xbdIri")
    code, said = verified(content)
    assert code == 1 and said.startswith("entry 3: body 0 is not what was written (digest ")


def test_a_changed_header_is_named(verified):
    export = Export().add(partner(1, "A"), person=7).add(partner(1, "B")).add(partner(1, "C"), person=7)
    first = replaced(export.bytes, b'"person":7', b'"person":8')
    assert verified(first)[1].startswith("entry 1: its header is not what was written (SHA-256 ")
    last = export.bytes.replace(b'"person":7', b'"person":8').replace(b'"person":8', b'"person":7', 1)
    assert verified(last)[1].startswith("entry 3: its header is not what was written (SHA-256 ")


def test_a_body_mended_with_its_header_still_breaks_the_chain(verified):
    export = Export().add(partner(1, "A")).add(partner(1, "B"))
    other = Export().add(partner(1, "X"))
    export.entries[0] = other.entries[0]
    assert verified(export.bytes)[1].startswith("entry 1: its header is not what was written")


def test_removed_added_and_reordered_entries_are_named(verified):
    def export():
        return Export().add(partner(1, "A")).add(partner(1, "B")).add(partner(1, "C")).add(partner(1, "D"))

    removed = export()
    del removed.entries[1]
    assert verified(removed.bytes)[1] == "entry 2: entry 3 stands in its place"

    last = export()
    del last.entries[3]
    assert verified(last.with_close(4, last.head))[1] == "entry 4: line 2 says that there are 4 entries; there are 3"
    assert verified(last.bytes)[1].startswith("entry 3: its header is not what was written")

    first = export()
    del first.entries[0]
    assert verified(first.bytes)[1] == "entry 1: entry 2 stands in its place"

    added = export()
    added.entries.insert(2, added.entries[1])
    assert verified(added.bytes)[1] == "entry 3: entry 2 stands in its place"

    reordered = export()
    reordered.entries[1], reordered.entries[2] = reordered.entries[2], reordered.entries[1]
    assert verified(reordered.bytes)[1] == "entry 2: entry 3 stands in its place"


def test_an_entry_of_another_project_is_refused(verified):
    code, said = verified(Export().add(partner(1, "A"), project="other").bytes)
    assert code == 1 and said == "entry 1: belongs to project 'other', not to 'green-harbours'"


def test_time_does_not_run_backwards(verified):
    export = Export().add(partner(1, "A")).add(partner(1, "B"), moment="1709251200000 2024-03-01")
    assert verified(export.bytes) == (1, "entry 2: was recorded before entry 1: time ran backwards")


def test_a_newer_format_is_not_guessed(verified):
    assert verified(Export().add(partner(1, "A"), format=3, colour="red").bytes) == (
        1, "entry 1: is written in format 3; this program reads formats 1 and 2")
    assert verified(replaced(small().bytes, b"grozd-trail 1", b"grozd-trail 3"))[0] == 2


# Format 2

SALT = b"0123456789abcdef0123456789abcdef "


def grown():
    """Two entries of format 1, and the trail goes on in format 2: with a reason as a body, and a body that is gone."""
    gone = Body("contact", 1, SALT, mail="maja@example.org").erased()
    text = partner(2, "B", before=SALT).redacted(name="C")
    return (
        Export()
        .add(partner(1, "A"), reason="Asked")
        .add(partner(1, "B"))
        .add(gone, text, Body("reason", 3, SALT, text="Asked"), format=2)
        .add(Body("erasure", 1, SALT, entry=3, position=0, old=gone.digest, ground="GDPR"),
             Body("erasure", 2, SALT, entry=3, position=1, old=text.digest, new=text.new, ground="GDPR"), format=2)
    )


def test_a_trail_of_format_1_goes_on_in_format_2_and_says_from_where(verified):
    export = grown()
    assert verified(export.bytes) == (
        0, f"verified 4 entries, head {export.head}; 1 erased, 1 redacted, 0 withheld, 0 documents; format 2 from entry 3 on")
    assert json.loads(verified(export.bytes, "--json")[1])["format2From"] == 3
    text = partner(1, "A").redacted(name="C")
    for mark in (b"", SALT):
        # What is said instead of a body of format 1 may have a salt.
        text = partner(1, "A")
        new = mark + canonical({**json.loads(text.written), "name": "C"})
        text.line, text.new = b"R " + text.digest.encode() + b" " + new, sha256(new)
        export = Export().add(text).add(
            Body("erasure", 1, SALT, entry=1, position=0, old=text.digest, new=text.new, ground="GDPR"), format=2)
        assert verified(export.bytes)[0] == 0


def test_after_format_2_there_is_no_format_1(verified):
    assert verified(grown().add(partner(1, "D")).bytes) == (
        1, "entry 5: goes back to format 1, though entry 3 was of format 2")


def test_in_format_2_a_header_has_no_reason(verified):
    assert verified(Export().add(partner(1, "A", before=SALT), format=2, reason="Asked").bytes) == (
        1, "entry 1: its header has a reason, which format 2 has as a body")


@pytest.mark.parametrize("before, format", [
    (b"", 2), (SALT, 1), (SALT[1:], 2), (SALT.upper(), 2), (SALT + b" ", 2), (SALT[:-1], 2), (SALT * 2, 2), (b"g" * 32 + b" ", 2),
])
def test_a_salt_stands_before_every_body_of_format_2_and_no_other(before, format, verified):
    code, said = verified(Export().add(partner(1, "A", before=before), format=format).bytes)
    assert code == 1 and said.startswith("entry 1: body 0 "), said


def test_a_salt_cannot_be_changed(verified):
    content, before = grown().bytes, b'B ' + SALT + b'{"id":3'
    code, said = verified(replaced(content, before, before.replace(b"f ", b"0 ")))
    assert code == 1 and said.startswith("entry 3: its bodies are not what was written"), said


def test_the_first_line_says_the_newest_format_in_the_file(verified):
    code, said = verified(replaced(grown().bytes, b"grozd-trail 2", b"grozd-trail 1"))
    assert (code, said) == (1, "entry 3: is of format 2; the first line says 1")
    code, said = verified(replaced(small().bytes, b"grozd-trail 1", b"grozd-trail 2"))
    assert (code, said) == (1, "entry 2: the first line says format 2, and no entry is of it")


def test_what_is_larger_than_it_may_be_is_refused(verified):
    assert verified(Export().add(partner(1, "A" * (2**20 - 100))).bytes)[0] == 0
    assert verified(Export().add(partner(1, "A" * (2**20 - 20))).bytes)[1].startswith("entry 1: body 0 is larger")
    assert verified(Export().add(partner(1, "A" * (2**20 + 33))).bytes)[1] == "entry 1: line 4 is too long"
    assert verified(Export().add(partner(1, "A"), verb="x" * 2**16).bytes)[1] == "entry 1: line 3 is too long"


def test_no_entry_has_two_bodies_of_one_record(verified):
    assert verified(Export().add(partner(1, "A"), partner(1, "B")).bytes) == (
        1, "entry 1: body 1 is the second one of partner/1")


def test_what_belongs_to_no_entry_is_said_of_the_nearest(verified):
    content = whole().bytes
    for changed in (content + b"\n", content[:-1], content + b"Z\n", content.replace(b"\nX ", b"\nY ")):
        code, said = verified(changed, "--json")
        assert code == 1 and json.loads(said)["entry"] == 5, said


@pytest.mark.parametrize("members", [
    {"colour": "red"}, {"verb": None}, {"person": "1"}, {"person": True}, {"documents": []}, {"documents": ["x"]},
    {"moment": "yesterday"}, {"moment": "01 2024-03-01"}, {"moment": "1709251260000 2023-02-29"}, {"bodies": True}, {"digest": "A" * 64}, {"format": 0},
    {"bodies": -1}, {"bodies": 2}, {"bodies": 0}, {"previous": "1" * 64}, {"entry": 2},
])
def test_a_header_holds_what_format_1_says(members, verified):
    assert verified(Export().add(partner(1, "A"), header_says=members).bytes)[0] == 1


@pytest.mark.parametrize("change", [
    lambda header: header.replace(b":", b": ", 1),
    lambda header: b'{"verb":"x",' + header[1:],
    lambda header: header.replace(b'"person":1', b'"person":1.0'),
    lambda header: header.replace(b'"person":1', b'"person":1e0'),
    lambda header: header.replace(b'"person":1', b'"person":NaN'),
    lambda header: header.replace(b'"person":1', b'"person":9007199254740993'),
    lambda header: header.replace(b"change", b"ch\\u0061nge"),
    lambda header: header.replace(b"change", b"ch\xffnge"),
    lambda header: header.replace(b"change", b"ch\\ud800nge"),
    lambda header: b"[" * 100_000,
    lambda header: b"1",
    lambda header: b"",
])
def test_a_header_is_written_in_one_way_only(change, verified):
    export = Export().add(partner(1, "A"))
    header = change(export.entries[0][0][2:])
    export.entries[0][0], export.head = b"H " + header, sha256(header)
    assert verified(export.bytes)[0] == 1


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b'{"kind":"partner"}', b'{"kind":7,"id":7}', b"\xff", b"[" * 100_000])
def test_a_body_is_a_record(body, verified):
    written = partner(1, "A")
    written.written, written.digest, written.line = body, sha256(body), b"B " + body
    assert verified(Export().add(written).bytes) == (1, "entry 1: body 0 is not the JSON of a record")


@pytest.mark.parametrize("kind, number", [("", 1), ("Partner", 1), ("part ner", 1), ("partner\n", 1), ("partner", 0), ("partner", -1)])
def test_a_body_is_of_a_record_with_a_proper_name(kind, number, verified):
    assert verified(Export().add(Body(kind, number)).bytes) == (1, "entry 1: body 0 is of no proper record")


def test_what_is_erased_redacted_or_withheld_keeps_its_name(verified):
    gone, text = partner(2, "A").erased(), partner(3, "A").redacted(name="B")
    hidden = Body("contact", 4, name="Jože", salt="a1").withheld()
    export = Export(particulars=False).add(gone, text, hidden).add(erasure(1, 1, 0, gone), erasure(2, 1, 1, text))
    assert verified(export.bytes)[0] == 0
    for old, new in [(b" partner/2\n", b" partner/7\n"), (b" contact/4\n", b" person/4\n"), (b'"id":3', b'"id":7')]:
        code, said = verified(replaced(export.bytes, old, new))
        assert code == 1 and said.startswith("entry 1: "), said


def test_the_digest_of_an_entry_is_what_the_description_says(verified):
    """The same rule once more, written out: 32 bytes, then the name as a line."""
    body = partner(12, "A")
    by_hand = hashlib.sha256(hashlib.sha256(body.written).digest() + b"partner/12\n").hexdigest()
    assert json.loads(Export().add(body).entries[0][0][2:])["digest"] == by_hand
    bare = hashlib.sha256(hashlib.sha256(body.written).digest()).hexdigest()
    assert verified(Export().add(body, header_says={"digest": bare}).bytes)[0] == 1


# Erased, lost, withheld


def test_erased_is_told_from_lost(verified):
    gone = partner(1, "A").erased()
    assert verified(Export().add(gone).add(erasure(1, 1, 0, gone)).bytes)[0] == 0
    assert verified(Export().add(gone).add(partner(1, "B")).bytes) == (
        1, "entry 1: body 0 is lost: it is gone, and no later entry says why")


def test_redacted_without_an_erasure_is_lost(verified):
    text = partner(1, "A").redacted(name="B")
    assert verified(Export().add(text).bytes) == (
        1, "entry 1: body 0 is lost: it is redacted, and no later entry says why")


def test_an_erasure_counts_only_for_what_it_names(verified):
    gone, other = partner(1, "A").erased(), partner(1, "X")
    for wrong in [erasure(1, 1, 1, gone), erasure(1, 2, 0, gone), erasure(1, 1, 0, other), partner(2, "B"),
                  erasure(1, 1, 0, partner(1, "A").redacted(name="B"))]:
        code, said = verified(Export().add(gone).add(wrong).bytes)
        assert code == 1 and said.startswith("entry 1: body 0 is"), said


def test_an_erasure_in_the_same_entry_does_not_count(verified):
    gone = partner(1, "A").erased()
    assert verified(Export().add(gone, erasure(1, 1, 0, gone)).bytes)[0] == 1


def test_an_erasure_that_is_itself_gone_does_not_count(verified):
    gone = partner(1, "A").erased()
    for hide in (Body.erased, Body.withheld):
        said = hide(erasure(1, 1, 0, gone))
        assert verified(Export(particulars=False).add(gone).add(said).bytes)[0] == 1


def test_what_was_erased_must_not_be_there_still(verified):
    kept = partner(1, "A")
    assert verified(Export().add(kept).add(erasure(1, 1, 0, kept)).bytes) == (
        1, "entry 2: erases body 0 of entry 1, which is still there or never was")


def test_a_redacted_body_says_what_the_erasure_says(verified):
    text = partner(1, "A").redacted(name="B")
    export = Export().add(text).add(erasure(1, 1, 0, text))
    assert verified(export.bytes)[0] == 0
    code, said = verified(replaced(export.bytes, b'"name":"B"', b'"name":"X"'))
    assert code == 1 and said.startswith("entry 1: body 0 is not what entry 2 says instead")
    export.entries[0][1] = text.erased().line
    assert verified(export.bytes)[0] == 1


def test_withheld_is_allowed_only_without_particulars(verified):
    contact = Body("contact", 1, name="Jože", salt="a1").withheld()
    export = Export(particulars=False).add(contact, partner(1, "A"))
    assert verified(export.bytes)[1].endswith("0 erased, 0 redacted, 1 withheld, 0 documents")
    export.particulars = True
    assert verified(export.bytes) == (
        1, "entry 1: body 0 is withheld, though the export says that it holds particulars")


def test_withheld_in_part_is_allowed_only_without_particulars(verified):
    text = partner(1, "Jože").in_part(name="person 7")
    export = Export(particulars=False).add(partner(2, "A"), text)
    assert verified(export.bytes)[1].endswith("0 withheld, 0 documents, 1 withheld in part")
    assert json.loads(verified(export.bytes, "--json")[1])["withheldInPart"] == 1
    # Of another record, of another text, not canonical: the same entry is named.
    for other in (partner(1, "Jože").in_part(id=3), partner(1, "Joža").in_part(name="person 7")):
        assert verified(replaced(export.bytes, text.line, other.line))[1].startswith("entry 1: its bodies are not what was written")
    for old, new in [(b"person 7", b"person 8"), (b"N ", b"N  "), (b" {", b" " + SALT + b"{"), (b" {", b"{")]:
        assert verified(replaced(export.bytes, text.line, replaced(text.line, old, new)))[1].startswith("entry 1: ")
    export.particulars = True
    assert verified(export.bytes) == (
        1, "entry 1: body 1 is withheld, though the export says that it holds particulars")


def test_an_erasure_that_is_withheld_in_part_still_counts(verified):
    gone = partner(1, "A").erased()
    export = Export(particulars=False).add(gone).add(erasure(1, 1, 0, gone).in_part(ground="Asked by person 7"))
    assert verified(export.bytes)[0] == 0
    export = Export(particulars=False).add(gone).add(erasure(1, 1, 1, gone).in_part(ground="Asked by person 7"))
    assert verified(export.bytes)[1].startswith("entry 1: body 0 is lost")


def test_a_withheld_body_keeps_its_digest(verified):
    contact = Body("contact", 1, name="Jože", salt="a1").withheld()
    export = Export(particulars=False).add(contact, partner(1, "A"))
    code, said = verified(replaced(export.bytes, contact.digest.encode(), b"0" * 64))
    assert code == 1 and said.startswith("entry 1: its bodies are not what was written")


def test_a_body_that_is_gone_still_says_of_which_record_it_was(verified):
    gone = partner(1, "A").erased()
    for name in [b"", b" ", b" partner", b" partner/0", b" Partner/1", b" partner/1 ", b"  partner/1"]:
        gone.line = b"E " + gone.digest.encode() + name
        assert verified(Export().add(gone).add(erasure(1, 1, 0, gone)).bytes) == (
            1, "entry 1: body 0 has no proper line 'E'")


# Documents


def test_a_document_is_there_erased_or_lost(verified):
    export = Export().add(partner(1, "A"), documents=[LETTER])
    assert verified(export.bytes) == (1, f"entry 1: document {sha256(LETTER)} is lost")
    assert verified(export.document_erased(LETTER).bytes) == (
        1, f"entry 1: document {sha256(LETTER)} is lost: it is gone, and no entry says why")
    export.add(Body("erasure", 1, old=sha256(LETTER), ground="no consent"))
    assert verified(export.bytes)[0] == 0


def test_an_erased_document_must_not_be_there_still(verified):
    export = Export().add(partner(1, "A"), documents=[LETTER])
    export.add(Body("erasure", 1, old=sha256(LETTER), ground="no consent")).document(LETTER)
    assert verified(export.bytes) == (1, f"entry 2: document {sha256(LETTER)} is still there, though this entry erased it")


def test_a_changed_document_is_named(verified):
    export = Export().add(partner(1, "A"), documents=[LETTER])
    export.documents = [b"D " + sha256(LETTER).encode() + b" " + base64.b64encode(LETTER + b"!")]
    assert verified(export.bytes) == (1, f"entry 1: document {sha256(LETTER)} is not what was written")


def test_a_document_is_written_in_one_way_only(verified):
    # QQ== and QR== both read as the letter A.
    export = Export().add(partner(1, "A"), documents=[b"A"]).document(b"A")
    assert verified(export.bytes)[0] == 0
    assert verified(replaced(export.bytes, b"QQ==", b"QR=="))[0] == 1


def test_a_document_that_no_entry_names_is_refused(verified):
    assert verified(Export().add(partner(1, "A")).document(LETTER).bytes)[0] == 1
    twice = Export().add(partner(1, "A"), documents=[LETTER]).document(LETTER).document(LETTER)
    assert verified(twice.bytes)[0] == 1


# What cannot be read


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"grozd-trail 2\n", b"grozd-trail 1", b"\n"])
def test_what_is_no_export_is_unusable(content, verified):
    assert verified(content)[0] == 2


def test_a_missing_file_and_a_wrong_head_are_unusable(tmp_path, capsys):
    assert verify_trail.main([str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        verify_trail.main([str(VERIFY_TRAIL), "--head", "ABC"])
    assert ended.value.code == 2


def test_a_long_trail_is_read_line_by_line():
    """Of a trail of 40,000 bodies, 40 MB, the memory stays far below its size."""
    # The program runs by itself, so that what the test holds does not count.
    measure = (
        "import importlib.util, resource, sys, time; s = importlib.util.spec_from_file_location('v', sys.argv[1]);"
        "m = importlib.util.module_from_spec(s); s.loader.exec_module(m);"
        "b = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; c = m.main(sys.argv[2:]);"
        "print(c, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - b)")
    export = Export()
    for entry in range(400):
        export.add(*[partner(n, f"Partner {entry} {n} " + "x" * 900) for n in range(1, 101)])
    content = export.bytes
    ran = subprocess.run(
        [sys.executable, "-c", measure, str(VERIFY_TRAIL), "/dev/stdin"], input=content, capture_output=True)
    code, kilobytes = ran.stdout.split(b"\n")[-2].split()
    assert code == b"0", ran
    assert int(kilobytes) * 1024 < len(content) / 4
