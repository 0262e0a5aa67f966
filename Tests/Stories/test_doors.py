"""What comes in by the door: half of a request, more of them than anybody sends, and what other sites make a browser ask.

    GROZD_LONG    1 waits until half-sent requests are ended
"""

import http.client
import json
import os
import resource
import socket
import time

import pytest

from conftest import SMALL

LONG = os.environ.get("GROZD_LONG") == "1"
FORM = {"Content-Type": "multipart/form-data; boundary=grape"}


@pytest.fixture
def small(grozd, data):
    """A folder with one project, and an event that anybody may register for."""
    grozd.new_project("small", data)
    grozd.do("small", "add-event", {"title": "Fair", "sorts": ["other"], "start": "2027-05-12"}, data)
    grozd.do("small", "add-registration-form", {"event": 1, "opensOn": "2025-01-01", "places": 1_000}, data)
    return data


def half(port, text, source="127.0.0.1"):
    opened = socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(source, 0))
    opened.sendall(text)
    return opened


def ended(opened):
    """Whether the other side has closed the connection."""
    opened.setblocking(False)
    try:
        return opened.recv(1 << 16) == b"" or ended(opened)
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_two_hundred_half_sent_requests_hold_up_nobody_and_do_not_stay(grozd, small):
    with grozd.serve(small) as server:
        heads = [half(server.port, b"GET /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never: ") for _ in range(100)]
        bodies = [
            half(server.port, b"POST /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\nname=sm")
            for _ in range(100)]
        start = time.monotonic()
        assert server.visitor().get("/projects")[0] == 200
        assert time.monotonic() - start < 5
        if LONG:
            deadline = time.monotonic() + 150
            while time.monotonic() < deadline and not all(map(ended, heads + bodies)):
                # One byte now and then keeps nothing open.
                for opened in heads[:10] + bodies[:10]:
                    try:
                        opened.send(b"x")
                    except OSError:
                        pass
                time.sleep(2)
            assert all(map(ended, heads + bodies))
        assert server.visitor().get("/projects")[0] == 200
        for opened in heads + bodies:
            opened.close()


@pytest.mark.parametrize("files,options", [(None, []), (1024, ["--proxy", "127.0.0.9"])])
def test_fifteen_hundred_half_sent_requests_of_one_address_stop_no_page(grozd, small, files, options):
    def few():
        if files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    with grozd.serve(small, options=options, preexec_fn=few) as server:
        halves = [
            half(server.port, [
                b"GET /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never: ",
                # A seat is no proof of anybody: it gets no more of them.
                b"POST /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: grozd-desk=small/1\r\nContent-Length: 1000000\r\n\r\nname=sm",
                b""][number % 3])
            for number in range(1_500)]
        for source in ["127.0.0.2", "127.0.0.1"]:
            page = half(server.port, b"GET /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", source)
            assert everything(page).startswith(b"HTTP/1.1 200 OK")
        # The page did not wait for their end: the newest are open still, and no more than one address may have.
        assert not ended(halves[-1])
        until(lambda: 300 < sum(not ended(one) for one in halves) <= 400)
        for opened in halves:
            opened.close()
        assert server.visitor().get("/projects")[0] == 200


def test_an_address_has_as_many_connections_as_the_setting_says_and_the_proxy_any_number(grozd, small):
    with grozd.serve(small, options=["--connections", "5", "--proxy", "127.0.0.9"]) as server:
        for source, left in [("127.0.0.1", 5), ("127.0.0.9", 50)]:
            halves = [half(server.port, b"GET /", source) for _ in range(50)]
            until(lambda: sum(not ended(one) for one in halves) == left)
            for opened in halves:
                opened.close()
    for wrong in ["0", "1001", "99999999999999999999", "many"]:
        ran = grozd.run("serve", "--connections", wrong, data=small)
        assert ran.returncode == 1 and "from 1 to 1,000" in ran.stderr, ran.stderr
    for wrong in ["zz", "127.0.0.1:99999", "10.0.0.0/8", ""]:
        ran = grozd.run("serve", "--proxy", wrong, data=small)
        assert ran.returncode == 1 and "no address of a machine" in ran.stderr, ran.stderr


def everything(opened):
    """What comes until the other side ends it."""
    content = b""
    while part := opened.recv(1 << 16):
        content += part
    opened.close()
    return content


def until(holds):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def large(kind, length, chunked, extra):
    """A request with a body of so many bytes."""
    begin = {
        "application/json": b'{"a": "', "application/x-www-form-urlencoded": b"a=",
        "multipart/form-data; boundary=grape": b'--grape\r\nContent-Disposition: form-data; name="upload"; filename="a"\r\n\r\n'}[kind]
    body = begin + b"x" * (length - len(begin))
    head = f"POST /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n{extra}"
    if chunked:
        parts = [body[at:at + 60_000] for at in range(0, length, 60_000)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        return (head + "Transfer-Encoding: chunked\r\n\r\n").encode() + body
    return (head + f"Content-Length: {length}\r\n\r\n").encode() + body


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("kind,seat,megabytes", [
    ("application/json", "", 30), ("application/json", "small/1", 30), ("application/x-www-form-urlencoded", "", 30),
    ("application/x-www-form-urlencoded", "small/1", 70), ("multipart/form-data; boundary=grape", "", 30),
    ("multipart/form-data; boundary=grape", "small/1", 70)])
def test_who_sends_too_much_before_reading_is_told_so(server, kind, seat, megabytes, chunked):
    for extra in ["", "Connection: close\r\n"]:
        opened = half(server.port, b"")
        # All of it is sent before anything is read.
        opened.sendall(large(kind, megabytes << 20, chunked, f"Cookie: grozd-desk={seat}\r\n{extra}"))
        response = http.client.HTTPResponse(opened)
        response.begin()
        assert response.status == 413 and "megabytes at most" in response.read().decode()
        if not extra:
            # The connection goes on, and the rest of that form is no part of what comes next.
            opened.sendall(b"GET /empty HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert everything(opened).startswith(b"HTTP/1.1 200 OK")
        opened.close()


def test_whoever_sits_at_no_desk_that_there_is_sends_no_large_files(grozd, small):
    with grozd.serve(small) as server, half(server.port, b"") as opened:
        opened.sendall(large("multipart/form-data; boundary=grape", 3 << 20, False, "Cookie: grozd-desk=nobody/1\r\n"))
        response = http.client.HTTPResponse(opened)
        response.begin()
        assert response.status == 413


def test_a_body_without_end_is_let_go_by_for_a_while_only(server):
    opened = half(server.port, b"POST /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"%x\r\n%s\r\n" % (1 << 20, b"x" * (1 << 20))
    sent = 0
    with pytest.raises(OSError):
        while sent < 300:
            opened.sendall(chunk)
            sent += 1
    assert 100 < sent < 200


def test_requests_sent_without_waiting_are_each_answered(server):
    body = b"name=x"
    post = b"POST /projects HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    opened = half(server.port, b"")
    # The second half of the last comes when the first ones are answered: its body is wanted.
    opened.sendall(post * 3 + post[:-3])
    content = b""
    while content.count(b"HTTP/1.1 422 ") < 3:
        content += opened.recv(1 << 16)
    opened.sendall(post[-3:] + b"GET /empty HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    content += everything(opened)
    assert content.count(b"HTTP/1.1 422 ") == 4 and content.count(b"HTTP/1.1 200 OK") == 1


@pytest.mark.parametrize("body", [
    b"--grape\r\n\r\nx\r\n--grape--\r\n", b"--grape\r\nno header\r\n\r\nx\r\n--grape--\r\n", b"--grape", b"", b"--grape\r\n",
    b"--grape\r\nContent-Disposition: form-data\r\n\r\nx\r\n--grape--\r\n", b"\xff" * 10_000,
    b"--grape\r\nContent-Disposition: form-data; name=\"" + b"n" * 100_000 + b"\"\r\n\r\nx\r\n--grape--\r\n",
])
def test_a_visitors_broken_form_is_refused_with_a_sentence_and_ends_nothing(body, server):
    visitor = server.visitor()
    for path in ["/events/green-harbours/1/registration", "/projects", "/desk", "/projects/green-harbours/events/1"]:
        status, _, said = visitor.ask_bytes("POST", path, FORM, body)
        assert status in (400, 404) and b"<h1>" in said
    status, said = visitor.post("/projects", {"name": "x", "partners.-1.name": "y", "partners.-9223372036854775808.name": "z"})
    assert status == 400 and "A row of the form" in json.loads(said)["sentence"]
    assert visitor.get("/projects")[0] == 200


def test_what_another_site_makes_a_browser_ask_is_answered_to_nobody(server):
    visitor = server.visitor()
    for mode, destination, expected in [("no-cors", "image", 403), ("no-cors", "script", 403), ("navigate", "iframe", 403),
                                        ("navigate", "document", 200)]:
        head = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination}
        assert visitor.ask("GET", "/projects/inno-industry/trail?until=-9223372036854775808", head)[0] == expected
        assert visitor.ask("GET", "/assets/grozd.js", head)[0] == expected
        assert visitor.ask("GET", "/projects/inno-industry/events.ics", head)[0] == 200


def test_two_hundred_people_register_from_one_hall_and_one_machine_that_asks_without_end_is_told_to_wait(grozd, small):
    with grozd.serve(small, options=["--proxy", "127.0.0.1"]) as server:
        hall = {"X-Forwarded-For": "10.9.9.9, 193.2.1.66"}
        path = "/events/small/1/registration"
        visitor = server.visitor()
        for number in range(200):
            assert visitor.ask("GET", path, hall)[0] == 200
            body = f"name=Guest+{number}&mail=guest{number}%40example.org"
            status, headers, _ = visitor.ask_bytes(
                "POST", path, {**hall, "Content-Type": "application/x-www-form-urlencoded"}, body)
            assert status == 303
            assert visitor.ask("GET", headers["Location"], hall)[0] == 200
        machine = {"X-Forwarded-For": "193.2.1.66, 198.51.100.7"}
        answers = [visitor.ask_bytes("GET", "/projects", machine) for _ in range(1_700)]
        refused = [(headers, said) for status, headers, said in answers if status == 429]
        assert answers[0][0] == 200 and refused
        assert all(int(headers["Retry-After"]) >= 1 and b"<h1>" in said for headers, said in refused)
        # Somebody else, and somebody seated, is answered; what the header says before its last word is nobody's.
        assert visitor.ask("GET", "/projects", {"X-Forwarded-For": "198.51.100.7, 203.0.113.5"})[0] == 200
        seated = server.visitor("small/1")
        assert all(seated.ask("GET", "/projects", machine)[0] == 200 for _ in range(50))


def test_without_a_proxy_nobody_is_limited_unless_somebody_says_so(grozd, small):
    with grozd.serve(small) as server:
        visitor = server.visitor()
        assert all(visitor.get("/empty")[0] == 200 for _ in range(2_000))
    with grozd.serve(small, options=["--limit-visitors", "5"]) as server:
        visitor = server.visitor()
        answers = [visitor.get("/projects")[0] for _ in range(6)]
        assert answers == [200] * 5 + [429]
    for wrong in ["99999999999999999999", "9223372036854775807", "many", "1.5"]:
        ran = grozd.run("serve", "--limit-visitors", wrong, data=small)
        assert ran.returncode == 1 and "from 0 to 1,000,000" in ran.stderr, ran.stderr


def test_an_event_with_megabytes_on_one_letter_is_refused_and_the_calendar_answers(grozd, small):
    with grozd.serve(small) as server:
        visitor = server.visitor("small/1")
        title = "e" + "\u0301" * 700_000
        status, said = visitor.ask(
            "POST", "/projects/small/events", {"Content-Type": "application/json", "Accept": "application/json"},
            json.dumps({"title": title, "sorts": ["other"], "start": "2027-05-12"}, ensure_ascii=False).encode())
        assert status == 422 and [finding["finding"] for finding in json.loads(said)["findings"]] == ["tooManyBytes"]
        assert visitor.get("/projects/small/events.ics")[0] == 200


def test_a_project_does_not_begin_beyond_the_calendar(grozd, data):
    for start, end in [("9998-01-01", "9999-12-31"), ("2024-01-01", "9999-12-31"), ("0001-01-01", "0001-12-31")]:
        (data / "begin.json").write_text(json.dumps({**SMALL, "start": start, "end": end, "periodMonths": 1}))
        ran = grozd.run("project", "new", "small", "--with", data / "begin.json", data=data / "folder", timeout=20)
        assert ran.returncode == 1 and ("A day from" in ran.stderr or "more than 30 years" in ran.stderr), ran.stderr
