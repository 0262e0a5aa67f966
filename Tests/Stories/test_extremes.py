"""Extreme values in every field of every verb and every query of every page: nothing ends the server, and every page is shown.

    GROZD_LONG    1 sends each extreme value to each field and each query by itself, and reads every record; else each verb
                  is asked once with every sort of extreme in all of its fields, and one record of each kind is read
"""

import http.client
import json
import os
import statistics
import time
import urllib.parse

import pytest

LONG = os.environ.get("GROZD_LONG") == "1"
SMALL = "/projects/small"

# What nobody means, for any field.
BEYOND = [
    "-9223372036854775808", "9223372036854775807", "99999999999999999999999999", "-1", "0", "9007199254740993",
    "10000000000000000.00 EUR", "-92233720368547758.08 EUR", "92233720368547758.07", "9999-12-31", "0001-01-01",
    "10000-01-01", "9999", "e" + "\u0301" * 5_000, "\U0001F469\u200D\U0001F469\u200D\U0001F467" * 400, "\x00\x1b[31m\u202e",
    "=1+2", "<img src=x onerror=alert(1)>", "a" * 1_001, " ", "", "%s%n{n}\\(x)", "../../etc/passwd",
]
# The most that a project can have: what is accepted, and then shown on every page.
MOST = [
    {"whole number": 10**12, "count": "1000000000000", "amount": "1000000000000.00 EUR", "day": "2199-12-31",
     "day, month or year": "2199", "line": "<img src=x>" + "e\u0301" * 300 + "=1+2", "text": "=1+2;<b>\u0301\n" * 2_000, "true or false": True},
    {"whole number": -10**12, "count": "~0", "amount": "-1000000000000.00 EUR", "day": "1900-01-01",
     "day, month or year": "1900-01", "line": "\U0001F469\u200D\U0001F467" * 90, "text": "\u05e9" * 20_000, "true or false": False},
    {"whole number": 1, "count": "1+", "amount": "0.01 EUR", "day": "2025-01-31", "day, month or year": "2025",
     "line": "x", "text": "x", "true or false": False},
]
QUERIES = [
    "as-known", "as-of", "until", "from", "to", "page", "sort", "q", "weeks", "partner", "person", "event", "package",
    "holder", "day", "attendance", "as", "lang", "edit", "series", "basis", "state",
]


def value(shape, fields, most, number=0):
    """A value of a shape as `grozd verbs --json` names it."""
    if shape == "group":
        # What a form need not have and what names another record is left out: the record must be one that can be had.
        return {
            field["name"]: value(field["shape"], field["fields"], most, number) for field in fields
            if field["name"] != "provenance" and (field["required"] or "number of " not in field["shape"])}
    if shape.startswith("list of "):
        return [] if "SHA-256" in json.dumps(fields) else [value(shape.removeprefix("list of "), fields, most, number)]
    if shape.startswith("one of "):
        words = shape.removeprefix("one of ").split(", ")
        return words[number % len(words)]
    if shape.startswith("number of "):
        return 1
    if shape in most:
        return most[shape]
    return {"web address": "https://example.org/" + "a" * 1_900, "address": "https://example.org/" + "a" * 1_900}.get(shape, most["line"])


def anything(shape, fields, text):
    """The same with one text in all places."""
    if shape == "group":
        return {field["name"]: anything(field["shape"], field["fields"], text) for field in fields}
    if shape.startswith("list of "):
        return [anything(shape.removeprefix("list of "), fields, text)] * 2
    return text


def flat(values, name=""):
    """Values as the fields of a form."""
    if isinstance(values, dict):
        return [pair for key, inner in values.items() for pair in flat(inner, f"{name}.{key}" if name else key)]
    if isinstance(values, list):
        return [pair for index, inner in enumerate(values) for pair in flat(inner, f"{name}.{index}")]
    return [(name, values if isinstance(values, str) else json.dumps(values))]


def address(verb, plurals):
    name, kind = verb["verb"], verb["kind"]
    if name == "begin-project":
        return "/projects"
    if kind not in plurals:
        return None
    if name == f"add-{kind}":
        return f"{SMALL}/{plurals[kind]}"
    if name == f"change-{kind}":
        return f"{SMALL}/{plurals[kind]}/1"
    return f"{SMALL}/{plurals[kind]}/1/{'withdraw' if name == f'withdraw-{kind}' else name}"


class Tried:
    """What was asked, and what came of it."""

    def __init__(self, server):
        # What still names a person is looked for in every body: of the long run's thousands that takes a while.
        self.server, self.visitor, self.faults, self.counts = server, server.visitor("small/1"), [], {}
        self.visitor.connection.timeout = 300 if LONG else 30

    def ask(self, method, path, headers=None, body=None):
        try:
            status, _, content = self.visitor.ask_bytes(method, path, headers, body)
        except (OSError, http.client.HTTPException) as gone:
            pytest.fail(f"no answer to {method} {path[:300]}: {gone!r} {str(body)[:300]}")
        self.counts[status] = self.counts.get(status, 0) + 1
        if status >= 500:
            self.faults.append(f"{status} {method} {path[:200]} {str(body)[:200]} {content[:200]!r}")
        return status, content

    def send(self, path, values):
        """As JSON, and as a form."""
        sent = self.send_json(path, values)
        self.ask(
            "POST", path, {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
            urllib.parse.urlencode(flat(values)).encode())
        return sent

    def and_nothing_ended(self):
        assert self.faults == []
        assert self.server.process.poll() is None
        assert "Fatal" not in self.server.said and "fault" not in self.server.said, self.server.said[-2_000:]

    def send_json(self, path, values):
        return self.ask(
            "POST", path, {"Accept": "application/json", "Content-Type": "application/json"}, json.dumps(values))


def test_extreme_values_in_every_field_end_nothing_and_what_was_accepted_can_be_opened_again(grozd, data):
    grozd.new_project("small", data)
    verbs = json.loads(grozd("verbs", "--json"))
    plurals = grozd.kinds(data)
    with grozd.serve(data) as server:
        tried = Tried(server)
        begin_with_the_most(tried, verbs, plurals)
        for verb in verbs:
            path = address(verb, plurals)
            if not path:
                continue
            for text in BEYOND:
                if LONG or text in BEYOND[:1] or verb["verb"].startswith("change-") and text in BEYOND[:8]:
                    tried.send(path, anything("group", verb["fields"], text))
            if LONG:
                for field in verb["fields"]:
                    usual = value("group", verb["fields"], MOST[2])
                    for text in BEYOND:
                        tried.send_json(path, {**usual, field["name"]: anything(field["shape"], field["fields"], text)})
            many = [field for field in verb["fields"] if field["shape"].startswith("list of ")]
            for field in many if LONG else many[:1]:
                row = anything(field["shape"], field["fields"], "1")[0]
                tried.ask(
                    "POST", path, {"Accept": "application/json", "Content-Type": "application/json"},
                    json.dumps({field["name"]: [row] * 1_001}))
            tried.ask("GET", path)
        for page in every_page(tried, plurals, every_record=LONG):
            tried.ask("GET", page)
        tried.and_nothing_ended()
    with grozd.serve(data) as server:
        assert server.visitor("small/1").get(f"{SMALL}/results")[0] == 200
    grozd("trail", "verify", "small", data=data)


def test_extreme_values_in_every_query_end_nothing_and_no_page_of_the_most_is_slow(grozd, data):
    grozd.new_project("small", data)
    verbs = json.loads(grozd("verbs", "--json"))
    plurals = grozd.kinds(data)
    with grozd.serve(data) as server:
        tried = Tried(server)
        begin_with_the_most(tried, verbs, plurals)
        for page in every_page(tried, plurals):
            # The pages of one kind stand for those of the others, which are asked with all queries at once.
            is_whole = LONG and (page.count("/") < 4 or "/events" in page or "/rooms" in page)
            for query in QUERIES:
                for text in BEYOND if is_whole else BEYOND[:2]:
                    tried.ask("GET", f"{page}?{query}={urllib.parse.quote(text)}")
            for text in BEYOND if LONG else []:
                tried.ask("GET", page + "?" + "&".join(f"{query}={urllib.parse.quote(text)}" for query in QUERIES))
        slow = slow_pages(tried, every_page(tried, plurals, every_record=LONG), 600 if "/debug/" in grozd.binary else 200)
        tried.and_nothing_ended()
        assert slow == []


def begin_with_the_most(tried, verbs, plurals):
    """Records of every kind that are the most that a project can have."""
    accepted = 0
    for number, most in enumerate(MOST * 2):
        for verb in verbs:
            path = address(verb, plurals)
            if path and verb["verb"].startswith("add-"):
                send = tried.send if LONG or number < len(MOST) else tried.send_json
                status, _ = send(path, value("group", verb["fields"], most, number))
                accepted += status in (200, 303)
    # What is most must be within what can be had: else these stories try nothing.
    assert accepted > 40, tried.counts


def every_page(tried, plurals, every_record=False):
    """The pages of the project and of its installation: rooms, views, lists, and records of each kind."""
    views = [
        "", "/trail", "/trail/1", "/trail/diff", "/results", "/press", "/timeline", "/calendar", "/week", "/gantt", "/search",
        "/calendar.ics", "/events.ics", "/dates", "/partners-on-a-day", "/chain", "/monitoring", "/indicators", "/risk-matrix",
        "/against-plan", "/publicity", "/wordings", "/event-calendars", "/not-shown", "/hand-over", "/take-over", "/baselines",
        "/participation", "/signatures",
    ]
    pages = ["/", "/projects", "/projects/new", "/desk", "/rules", "/help"] + [SMALL + view for view in views]
    rooms = ["partnership", "people", "work-plan", "events", "learning", "policy", "indicators", "communication", "obligations",
             "quality", "reports", "trails"]
    pages += [f"{SMALL}/rooms/{room}" for room in rooms]
    for plural in plurals.values():
        pages += [f"{SMALL}/{plural}", f"{SMALL}/{plural}/new"]
        status, content = tried.ask("GET", f"{SMALL}/{plural}?as=json")
        records = json.loads(content)["records"] if status == 200 else []
        for record in records if every_record else records[-1:]:
            pages += [f"{SMALL}/{plural}/{record['id']}", f"{SMALL}/{plural}/{record['id']}/change"]
    return pages


def slow_pages(tried, pages, most=200):
    """Those that take more than 200 times as long as a page with nothing on it, in the middle of several.

    A program that is not optimised takes three times as long for what is ours, and no longer for what is the server's.
    """
    def seconds(path, times):
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            tried.ask("GET", path)
            taken.append(time.perf_counter() - start)
        return statistics.median(taken)

    empty = seconds("/empty", 200)
    found = []
    for page in pages:
        took = seconds(page, 1)
        if took > most * empty:
            # Whatever else the machine does, and what is kept from the first time on.
            took = seconds(page, 5) / max(empty, seconds("/empty", 50))
            if took > most:
                found.append(f"{page}: {took:.0f} times")
    return found
