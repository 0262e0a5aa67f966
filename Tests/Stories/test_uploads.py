"""Files that are sent lie in the scratch folder of the data, not in memory, and nothing of them stays there."""

import hashlib
import json
import os
import pathlib
import socket
import time

import pytest

SEAT = "Cookie: grozd-desk=small/1\r\n"
EVENT = {"title": "Fair", "sorts": "other", "start": "2027-05-12"}
PATH = "/projects/small/events"


@pytest.fixture
def small(grozd, data):
    grozd.new_project("small", data)
    return data


def request(content, name="video.mp4", fields=EVENT, extra=SEAT):
    """A form with a file, as bytes."""
    parts = [f'--grape\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
    head = f'--grape\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\nContent-Type: video/mp4\r\n\r\n'.encode()
    body = b"".join(parts) + head + content + b"\r\n--grape--\r\n"
    return (f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n{extra}Content-Type: multipart/form-data; "
            f"boundary=grape\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode() + body


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def answer(opened):
    content = b""
    while part := opened.recv(1 << 16):
        content += part
    opened.close()
    head, _, body = content.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def scratch(folder):
    place = folder / "scratch"
    return sorted(place.rglob("*")) if place.exists() else []


def documents(folder):
    place = folder / "documents"
    return {file.parent.name + file.name for file in place.rglob("*") if file.is_file()} if place.exists() else set()


def until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def resident(server, which="VmRSS"):
    """In kB."""
    lines = pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(which + ":")).split()[1])


def test_a_file_of_sixty_megabytes_takes_less_than_twenty_of_memory_and_arrives_whole(grozd, small):
    content = os.urandom(60 << 20)
    with grozd.serve(small) as server:
        # What a first upload brings into memory once, whatever its size, is idle afterwards.
        with connect(server) as opened:
            opened.sendall(request(b"small", fields={**EVENT, "title": "First"}))
            assert answer(opened)[0] == 200
        pathlib.Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")
        idle = resident(server)
        with connect(server) as opened:
            opened.sendall(request(content))
            status, said = answer(opened)
        most = resident(server, "VmHWM")
        assert status == 200, said
        assert most - idle < 20_000, f"{most - idle} kB over idle"
        digest = hashlib.sha256(content).hexdigest()
        [proof] = json.loads(server.visitor("small/1").get("/projects/small/events/2?as=json")[1])["record"]["provenance"]["proofs"]
        assert proof == {"document": digest, "mediaType": "video/mp4", "name": "video.mp4"}
        assert digest in documents(small) and scratch(small) == []
        # It is another name for the same bytes, not a copy.
        assert (small / "documents" / digest[:2] / digest[2:]).stat().st_nlink == 1
    assert "The trail is whole: 3 entries" in grozd("trail", "verify", "small", data=small)


def test_many_large_files_at_once_take_the_disk_not_memory_and_forms_pass(grozd, small):
    with grozd.serve(small) as server:
        idle = resident(server, "RssAnon")
        # Held back but for the last of it.
        halves = []
        for number in range(3):
            opened = connect(server)
            opened.sendall(request(os.urandom(30 << 20), fields={**EVENT, "title": f"Fair {number}"})[:-2])
            halves.append(opened)
        until(lambda: sum(file.stat().st_size for file in scratch(small)) >= 3 * 30 << 20)
        assert resident(server, "RssAnon") - idle < 20_000
        status, page = server.visitor("small/1").post(PATH, {**EVENT, "title": "Form"})
        assert status in (200, 303), page
        halves.pop().close()
        for opened in halves:
            opened.sendall(b"\r\n")
            assert answer(opened)[0] == 200
        until(lambda: scratch(small) == [])
        assert len(documents(small)) == 2


@pytest.mark.parametrize("content,change,status", [
    (b"minutes", lambda body: body, 422),
    (b"minutes", lambda body: body.replace(b"--grape--", b"--grapes-"), 400),
    (b"minutes", lambda body: body.replace(b'name="upload"', b'nome="upload"'), 400),
    (b"minutes", lambda body: body.replace(b'name="upload"', b'name="nobody"'), 422),
], ids=["refused", "without end", "without name", "not asked"])
def test_nothing_stays_of_a_form_that_is_refused(content, change, status, grozd, small):
    with grozd.serve(small) as server:
        with connect(server) as opened:
            opened.sendall(change(request(content, fields={**EVENT, "start": "31 February"})))
            answered, said = answer(opened)
        assert answered == status and json.loads(said)["refused"]
        assert scratch(small) == [] and documents(small) == set()


def test_a_refused_page_holds_the_file_and_sends_it_once_more(grozd, small, new_page, tmp_path):
    file = tmp_path / "Rechnung; Mai 2025.pdf"
    file.write_bytes(b"%PDF-1.7 invoice")
    with grozd.serve(small) as server:
        page = new_page(server, desk="small/1")
        page.goto(f"{server.address}{PATH}/new")
        page.set_input_files("#upload", file)
        page.fill("[name=start]", "31 February 2027")
        page.locator("form.fields button.button").last.click()
        assert "31 February 2027" in page.content() and file.name in page.locator("main").inner_text()
        assert scratch(small) == [] and documents(small) == set()
        page.fill("[name=title]", "Fair")
        page.fill("[name=start]", "12 May 2027")
        page.locator("[name=sorts][value=other]").check()
        page.locator("form.fields button.button").last.click()
        page.wait_for_url("**/events/1")
        [proof] = page.request.get(f"{server.address}{PATH}/1?as=json").json()["record"]["provenance"]["proofs"]
        assert proof["name"] == file.name
        assert documents(small) == {hashlib.sha256(file.read_bytes()).hexdigest()} and scratch(small) == []


def test_a_connection_that_ends_and_a_server_that_is_killed_leave_nothing(grozd, small):
    half = request(os.urandom(5 << 20))[:3 << 20]
    with grozd.serve(small) as server:
        for _ in range(3):
            with connect(server) as opened:
                opened.sendall(half)
                until(lambda: scratch(small))
            until(lambda: scratch(small) == [])
        opened = connect(server)
        opened.sendall(half)
        until(lambda: scratch(small))
        server.kill()
        assert scratch(small)
    with grozd.serve(small) as server:
        assert scratch(small) == [] and documents(small) == set()
        with connect(server) as opened:
            opened.sendall(request(b"afterwards"))
            assert answer(opened)[0] == 200
    assert documents(small) == {hashlib.sha256(b"afterwards").hexdigest()}
