"""Lists of all kinds as people work in them: one line a row, nothing cut, the head in sight."""

import json
import re

import pytest

# Kinds that are no list: what was erased, and why something was withdrawn.
UNLISTED = {"erasures", "reasons"}

DESKS = {"green-harbours": "green-harbours/15", "inno-industry": "inno-industry/1"}

# What is looked at of a list: heights of rows, tags and days on more than one line, what sticks out, whether the head is seen.
LOOK = """() => {
  const table = document.querySelector('main table.list');
  if (!table) return null;
  const box = table.closest('.scroll');
  const rows = [...table.querySelectorAll('tbody tr:not(.group)')];
  const heights = rows.map((row) => row.getBoundingClientRect().height);
  const lines = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top / 8))).size;
  };
  const wrapped = [...table.querySelectorAll('.state, td.day')].filter((element) => lines(element) > 1).map((element) => element.textContent);
  const cut = table.scrollWidth > box.clientWidth || box.scrollWidth > box.clientWidth
    || document.documentElement.scrollWidth > document.documentElement.clientWidth;
  // Tags and days are never cut either: only names and texts are, and those say the whole on pointing.
  const clipped = [...table.querySelectorAll('td.day, td.tag, td.number')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
  const mute = [...table.querySelectorAll('tbody td:not(.day, .tag, .number)')]
    .filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && !cell.title && !cell.querySelector('[title]'));
  // Scrolled until only the last row and a half are below the head, where the list has as many.
  document.body.style.minHeight = '9000px';
  const last = rows[rows.length - 1].getBoundingClientRect();
  scrollTo(0, last.bottom + scrollY - 1.5 * last.height - table.tHead.getBoundingClientRect().height);
  const heads = [...table.querySelectorAll('thead th')].map((head) => head.getBoundingClientRect());
  const seen = heads.every((head) => head.top >= -1 && head.bottom < innerHeight);
  scrollTo(0, 0);
  return {
    rows: rows.length, average: heights.reduce((a, b) => a + b, 0) / rows.length, columns: heads.length, wrapped, cut, seen,
    clipped: clipped.map((cell) => cell.textContent), mute: mute.map((cell) => cell.textContent),
  };
}"""


@pytest.mark.parametrize("language", ["en", "sl", "de", "hu"])
def test_every_list_has_one_line_a_row_and_nothing_cut_at_1280_pixels(grozd, samples, server, new_page, language):
    page = new_page(server, width=1280)
    faults, seen = [], 0
    for project, desk in DESKS.items():
        page.context.add_cookies([
            {"name": "grozd-desk", "value": desk, "url": server.address},
            {"name": "grozd-language", "value": language, "url": server.address},
        ])
        for plural in sorted(set(grozd.kinds(samples).values()) - UNLISTED):
            answer = page.goto(f"{server.address}/projects/{project}/{plural}")
            assert answer.status == 200, f"{project} {plural}"
            found = page.evaluate(LOOK)
            if found is None:
                assert page.locator("main .empty").count() == 1, f"{project} {plural}: neither rows nor what belongs there"
                continue
            seen += 1
            if found["average"] > 40:
                faults.append(f"{project} {plural}: rows of {found['average']:.0f} px")
            if found["columns"] > 7:
                faults.append(f"{project} {plural}: {found['columns']} columns")
            if not found["seen"]:
                faults.append(f"{project} {plural}: the head is out of sight")
            if found["cut"]:
                faults.append(f"{project} {plural}: the table is cut")
            for name in ("wrapped", "clipped", "mute"):
                if found[name]:
                    faults.append(f"{project} {plural}: {name} {found[name][:3]}")
            if len(answer.body()) > 60_000:
                faults.append(f"{project} {plural}: {len(answer.body())} bytes")
    assert seen >= 95
    assert not faults, "\n".join(faults)


def test_on_a_phone_a_row_is_a_card_of_two_lines(grozd, samples, server, new_page):
    page = new_page(server, width=390)
    faults = []
    for project, desk in DESKS.items():
        page.context.add_cookies([{"name": "grozd-desk", "value": desk, "url": server.address}])
        for plural in sorted(set(grozd.kinds(samples).values()) - UNLISTED):
            page.goto(f"{server.address}/projects/{project}/{plural}")
            tall = page.evaluate("""() => [...document.querySelectorAll('table.list tbody tr:not(.group)')]
                .map((row) => row.getBoundingClientRect().height).filter((height) => height > 76).length""")
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            if tall or wide:
                faults.append(f"{project} {plural}: {tall} tall cards, {'too wide' if wide else 'fits'}")
    assert not faults, "\n".join(faults)


def test_the_menu_stays_in_sight_and_a_focused_row_shows_its_whole_ring(server, new_page):
    page = new_page(server, desk=DESKS["green-harbours"])
    page.goto(f"{server.address}/projects/green-harbours/events")
    page.evaluate("scrollTo(0, 700)")
    assert page.evaluate("document.querySelector('.rooms').getBoundingClientRect().top") >= 0
    link = page.locator("table.list tbody th a").first
    link.focus()
    # The ring is 3 px, 2 px away from the name: nothing cuts it at the left edge of the list.
    room = page.evaluate("""() => { const cell = document.querySelector('table.list tbody th'), link = cell.querySelector('a');
        const hidden = getComputedStyle(cell).overflow; return hidden === 'visible' ? 9 : link.getBoundingClientRect().left - cell.getBoundingClientRect().left; }""")
    assert room >= 5


def test_columns_are_chosen_and_come_back_by_address_without_scripts(server, new_page):
    page = new_page(server, java_script_enabled=False, desk=DESKS["green-harbours"])
    page.goto(f"{server.address}/projects/green-harbours/events?f.status=held&by=host")
    assert page.locator("table.list thead th").count() == 7
    page.locator("details.columns-choice summary").click()
    form = page.locator("details.columns-choice form")
    for box in form.locator("input[type=checkbox]").all():
        box.set_checked(box.get_attribute("value") in ("start", "mode", "visited"))
    form.locator("button").click()
    heads = [head.strip() for head in page.locator("table.list thead th").all_inner_texts()]
    assert heads == ["Name", "First day", "How", "Organisations visited"]
    assert "f.status=held" in page.url and "by=host" in page.url and "c=mode" in page.url
    # Filters keep the columns, and the file has all of them whatever is shown.
    page.fill("form.filters input[name=q]", "wismar")
    page.locator("form.filters button").click()
    assert page.locator("table.list thead th").count() == 4 and "c=mode" in page.url
    assert len(page.request.get(page.url + "&as=csv").text().splitlines()[0].split(",")) == 18
    assert page.locator("table.list tr.group").count() >= 1


# Rows that are chosen, and one verb

FOLLOW_UPS = "/projects/green-harbours/follow-ups"


def follow_ups(server):
    """Number to due day, and how far the trail is."""
    answer = json.loads(server.visitor("green-harbours/15").get(FOLLOW_UPS + "?as=json")[1])
    return {record["id"]: record.get("due") for record in answer["records"]}, answer["entry"]


def test_chosen_rows_move_by_a_week_as_one_entry_without_scripts(grozd, own_samples, new_page):
    with grozd.serve(own_samples) as server:
        before, entry = follow_ups(server)
        page = new_page(server, java_script_enabled=False, desk=DESKS["green-harbours"])
        page.goto(f"{server.address}{FOLLOW_UPS}?sort=due")
        page.get_by_role("link", name="Choose rows").click()
        boxes = {int(box.get_attribute("value")): box for box in page.locator("table.list input[name=row]").all()}
        chosen = [number for number in boxes if before[number]][:2]
        assert len(chosen) == 2
        for number in chosen:
            boxes[number].check()
        page.select_option("select[name=act]", "move")
        page.get_by_role("button", name="Go on").click()
        page.fill("input[name=days]", "7")
        page.get_by_role("button", name="Check").click()
        assert page.locator("ul.several li", has_text="→").count() == 2 and follow_ups(server) == (before, entry)
        page.locator("button[value=start]").click()
        assert page.url.endswith(f"/trail/{entry + 1}")
        after, now = follow_ups(server)
        assert now == entry + 1
        moved = {number for number in after if after[number] != before[number]}
        assert moved == set(chosen)


def test_a_row_that_changed_meanwhile_is_named_and_the_others_wait(grozd, own_samples, new_page):
    with grozd.serve(own_samples) as server:
        before, entry = follow_ups(server)
        one, other = sorted(number for number in before if before[number])[-2:]
        coordinator = server.visitor("green-harbours/15")
        fields = [("row", one), ("row", other), ("act", "move"), ("days", "-3"), ("entry", entry)]
        status, text = coordinator.post(FOLLOW_UPS + "/rows", fields + [("step", "check")])[:2]
        assert status == 200 and [row["ready"] for row in json.loads(text)["rows"]] == [True, True]
        # Somebody else changes one of them.
        change = json.dumps({"title": "Said otherwise", "entry": entry})
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        assert coordinator.ask("POST", f"{FOLLOW_UPS}/{one}", headers, change)[0] == 200
        status, text = coordinator.post(FOLLOW_UPS + "/rows", fields + [("step", "start")])[:2]
        rows = {row["record"]: row for row in json.loads(text)["rows"]}
        assert status == 409 and rows[f"follow-up/{one}"]["changed"] and rows[f"follow-up/{other}"]["ready"]
        assert follow_ups(server)[1] == entry + 1, "nothing was done"
        # The page leaves it out, and goes on with the other where somebody presses again.
        status, text = coordinator.post(FOLLOW_UPS + "/rows", fields[1:] + [("step", "start")], accept="text/html")[:2]
        after, now = follow_ups(server)
        assert status == 303 and now == entry + 2 and after[other] != before[other] and after[one] == before[one]


def test_what_is_chosen_comes_along_to_other_pages_of_the_list(grozd, own_samples):
    with grozd.serve(own_samples) as server:
        coordinator = server.visitor("green-harbours/15")
        fields = [("row", 1), ("row", 2), ("go", "1"), ("entry", "5")]
        status, text = coordinator.post("/projects/green-harbours/events/rows?q=kick-off", fields, accept="text/html")[:2]
        assert status == 200 and text.count("<tr") == 2 + 1, "one head, one row, one foot"
        # Event 1 is the kick-off, and ticked; event 2 is elsewhere, and stays chosen; when they were seen stays too.
        assert re.search(r'type="checkbox" name="row" value="1"[^>]* checked', text)
        assert '<input type="hidden" name="row" value="2">' in text and 'name="entry" value="5"' in text
        status, text = coordinator.post("/projects/green-harbours/events/rows?f.status=held", [("step", "all")], accept="text/html")[:2]
        assert status == 200 and len(re.findall(r'name="row" value="\d+"[^>]* checked', text)) == 23


def test_only_who_may_is_offered_to_choose_and_each_row_is_asked_for_itself(grozd, own_samples):
    with grozd.serve(own_samples) as server:
        assert "several" not in server.visitor().get(FOLLOW_UPS + "?choose=yes")[1]
        _, entry = follow_ups(server)
        # A visitor who sends the form all the same does nothing; a partner does nothing with what is another's.
        fields = [("row", 1), ("act", "withdraw"), ("reason", "No."), ("entry", entry), ("step", "start")]
        assert server.visitor().post(FOLLOW_UPS + "/rows", fields)[0] == 403
        events = "/projects/green-harbours/events"
        hosts = {record["id"]: record.get("host") for record in json.loads(server.visitor("green-harbours/15").get(events + "?as=json")[1])["records"]}
        own = next(number for number, host in hosts.items() if host == 2)
        foreign = next(number for number, host in hosts.items() if host == 3)
        partner = server.visitor("green-harbours/4")
        fields = [("row", own), ("row", foreign), ("act", "series"), ("series", "1"), ("entry", entry)]
        status, text = partner.post(events + "/rows", fields + [("step", "start")])[:2]
        rows = {row["record"]: row["ready"] for row in json.loads(text)["rows"]}
        assert status == 422 and not rows[f"event/{foreign}"]
        assert follow_ups(server)[1] == entry


def test_no_more_than_500_rows_and_what_does_not_read_is_said(grozd, own_samples):
    with grozd.serve(own_samples) as server:
        coordinator = server.visitor("green-harbours/15")
        _, entry = follow_ups(server)
        base = [("act", "move"), ("entry", entry), ("step", "start")]
        for fields in (
            base + [("days", "7")],  # none chosen
            base + [("row", number) for number in range(1, 502)] + [("days", "7")],
            base + [("row", 1), ("days", "x")],
            base + [("row", 1), ("days", "0")],
            base + [("row", 1), ("days", "99999999999999999999")],
            base + [("row", 999), ("days", "7")],
            [("act", "withdraw"), ("entry", entry), ("step", "start"), ("row", 1)],
        ):
            status, text = coordinator.post(FOLLOW_UPS + "/rows", fields, accept="text/html")[:2]
            assert status in (409, 422), (status, fields[:4])
            assert re.search(r"class=.(error|summary)", text), fields[:4]
        assert follow_ups(server)[1] == entry


# Views under a name

EVENTS = "/projects/green-harbours/events"


def test_a_view_is_saved_by_name_for_oneself_and_shared_by_its_address(grozd, own_samples, new_page):
    with grozd.serve(own_samples) as server:
        page = new_page(server, java_script_enabled=False, desk="green-harbours/15")
        page.goto(f"{server.address}{EVENTS}?f.status=held&gap=outcome&by=host&c=start&c=mode&page=1&lang=en")
        page.locator("details.save summary").click()
        page.fill("details.save input[name=name]", "  Minutes   <to ask for> ")
        page.locator("details.save button").click()
        saved = page.locator(".views a")
        assert saved.inner_text() == "Minutes <to ask for>" and saved.get_attribute("aria-current") == "true"
        rows = page.locator("table.list tbody tr").count()
        page.goto(server.address + EVENTS)
        address = page.locator(".views a").get_attribute("href")
        assert "page=" not in address and "lang=" not in address
        page.locator(".views a").click()
        assert page.locator("table.list tbody tr").count() == rows and page.locator("table.list thead th").count() == 3
        # It is the person's own; whoever is sent the address sees the same, without the name.
        for desk in ("green-harbours/4", None):
            status, text = server.visitor(desk).get(address)
            assert status == 200 and "to ask for" not in text and text.count("<tr") == rows + 1 + text.count("<tfoot")
        # The same name stands for what is saved last; nothing of it is in the trail.
        _, entry = follow_ups(server)
        coordinator = server.visitor("green-harbours/15")
        post = {"name": "Minutes <to ask for>", "query": "q=wismar&page=7&as-known=3&lang=sl&f.status="}
        assert coordinator.post(EVENTS + "/views", post)[0] == 303
        text = coordinator.get(EVENTS)[1]
        assert text.count('name="forget"') == 1 and f'href="{EVENTS}?q=wismar"' in text
        assert follow_ups(server)[1] == entry
        page.goto(server.address + EVENTS)
        page.locator(".views form button").click()
        assert page.locator(".views").count() == 0


def test_views_are_bounded_and_nobody_saves_who_sits_nowhere(grozd, own_samples):
    with grozd.serve(own_samples) as server:
        coordinator = server.visitor("green-harbours/15")
        post = {"name": "Mine", "query": "q=a"}
        assert server.visitor().post(EVENTS + "/views", post)[0] == 403
        assert server.visitor("green-harbours/999").post(EVENTS + "/views", post)[0] == 403
        assert server.visitor("inno-industry/1").post(EVENTS + "/views", post)[0] == 403
        for wrong in ({"name": " ", "query": "q=a"}, {"name": "a" * 61, "query": "q=a"}, {"name": "b", "query": "q=" + "a" * 5000}):
            assert coordinator.post(EVENTS + "/views", wrong)[0] == 422
        for number in range(30):
            assert coordinator.post(EVENTS + "/views", {"name": f"View {number}", "query": f"q={number}"})[0] == 303
        assert coordinator.post(EVENTS + "/views", post)[0] == 422
        assert coordinator.post(EVENTS + "/views", {"name": "View 3", "query": "q=b"})[0] == 303
        # A page that was kept is not taken for the one with the view that was saved since.
        headers = coordinator.ask_bytes("GET", EVENTS)[1]
        assert coordinator.ask_bytes("GET", EVENTS, {"If-None-Match": headers["ETag"]})[0] == 304
        assert coordinator.post(EVENTS + "/views", {"forget": "View 4"})[0] == 303
        assert coordinator.ask_bytes("GET", EVENTS, {"If-None-Match": headers["ETag"]})[0] == 200
