"""The pages in a browser: everybody can read them, and a newcomer gets somewhere, with keys, and without scripts."""

import itertools
import json
import re

import pytest

from conftest import shot, violations

INNO, GREEN = "/projects/inno-industry", "/projects/green-harbours"
BOSS = "green-harbours/15"

PAGES = {
    "start": "/", "begin": "/projects/new", "desk": "/desk", "home": GREEN, "home-inno": INNO, "timeline": f"{INNO}/timeline",
    "timeline-green": f"{GREEN}/timeline", "results": f"{INNO}/results", "figure": f"{INNO}/results/study-visits", "list": f"{INNO}/good-practices",
    "record": f"{INNO}/good-practices/1", "event": f"{GREEN}/events/1", "form": f"{GREEN}/events/new", "change": f"{GREEN}/events/1/change",
    "search": f"{INNO}/search?q=cluster", "nothing-found": f"{INNO}/search?q=xyzzy", "trail": f"{GREEN}/trail", "entry": f"{GREEN}/trail/119",
    "comparison": f"{GREEN}/trail/diff?from=2024-12-01&to=2025-03-01", "then": f"{GREEN}?as-known=2024-06-30", "press": f"{INNO}/press",
    "rules": "/rules?q=travel", "pack": "/rules/interreg-europe-2014-2020?topic=funding", "rule": "/rules/interreg-europe-2014-2020/funding.rate",
    "packs-compared": "/rules/compare?a=eu-2021-2027&b=interreg-europe-2021-2027",
    "room": f"{GREEN}/rooms/learning", "missing": f"{GREEN}/events/9999",
}
# With a form that was sent empty, at its end.
WRONG = f"{GREEN}/events/new"

LOOKS = list(itertools.product(["en", "sl"], [1280, 390], ["light", "dark"]))


@pytest.mark.parametrize("language, width, scheme", LOOKS, ids=["-".join(map(str, look)) for look in LOOKS])
def test_every_page_can_be_read_by_everybody(language, width, scheme, server, coordinators, new_page):
    page = new_page(server, language=language, width=width, color_scheme=scheme)
    faults = []

    def look(name):
        found = violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{wide} pixels wider than the window: {too_wide(page)}")
        if "⟦" in page.content():
            found.append("a text is missing")
        faults.extend(f"{name} {page.url}: {line}" if not line.startswith("    ") else line for line in found)
        shot(page, f"{name}-{language}-{width}-{scheme}")

    for name, path in PAGES.items():
        visit(page, server, path, coordinators)
        look(name)
    visit(page, server, WRONG, coordinators)
    page.locator("form.fields").evaluate("form => form.submit()")
    page.wait_for_selector("#errors")
    look("wrong")
    assert not faults, "\n".join(faults[:60])


def visit(page, server, path, coordinators):
    """Goes to the page at the desk of the project's coordinator."""
    desk = coordinators["inno-industry" if path.startswith(INNO) else "green-harbours"]
    page.context.add_cookies([{"name": "grozd-desk", "value": desk, "url": server.address}])
    assert page.goto(server.address + path).status == (404 if path == PAGES["missing"] else 200), path


def too_wide(page):
    return page.evaluate("""() => [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !element.closest('.scroll'))
        .slice(0, 4).map((element) => element.outerHTML.slice(0, 90))""")


def test_a_list_as_wide_as_it_is_scrolls_in_itself_at_320_pixels(server, coordinators, new_page):
    """WCAG 1.4.10: nothing is lost, and nobody scrolls in two directions."""
    page = new_page(server, width=320)
    faults = {}
    for name, path in PAGES.items():
        visit(page, server, path, coordinators)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults[name] = too_wide(page)
    assert not faults, json.dumps(faults, indent=1)


def test_targets_are_large_enough_and_focus_is_seen(server, new_page):
    page = new_page(server, desk=BOSS)
    page.goto(server.address + GREEN)
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("""() => { const style = getComputedStyle(document.activeElement);
            return [document.activeElement.outerHTML.slice(0, 60), style.outlineStyle, parseFloat(style.outlineWidth), style.boxShadow]; }""")
        assert outline[1] != "none" and outline[2] > 0 or outline[3] != "none", outline
        seen.add(outline[0])
    assert len(seen) == 12
    # The first leads past bar and menu.
    page.goto(server.address + GREEN)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def test_it_can_be_printed(server, coordinators, new_page):
    page = new_page(server)
    page.emulate_media(media="print")
    for path in (f"{INNO}/results", f"{GREEN}/events/1"):
        visit(page, server, path, coordinators)
        assert not page.locator("nav.rooms").is_visible()
        assert page.locator("h1").is_visible()
        # Paper says from where and of when it is.
        assert page.locator("footer").is_visible() and re.search(r"[0-9a-f]{16}", page.locator("footer").inner_text())


# The story of a newcomer


def begin(page, server, name):
    page.goto(server.address)
    page.get_by_role("link", name="Begin a project").click()
    page.fill("#name", name)
    page.fill("#acronym", "HARBOUR AIR")
    page.fill("#title", "Cleaner air in small harbours")
    page.fill("#programme", "Interreg Europe 2021-2027")
    page.fill("#start", "1 March 2027")
    page.fill("#end", "28 February 2031")
    page.fill("#coordinator", "Ana Novak")
    page.fill("[name='partners.0.name']", "Municipality of Kranj")
    page.fill("[name='partners.0.country']", "SI") if page.locator("input[name='partners.0.country']").count() else page.select_option(
        "[name='partners.0.country']", "SI")
    if not page.locator("[name='partners.1.name']").count():
        page.locator("button[name=more][value=partners]").click()
        assert page.input_value("#acronym") == "HARBOUR AIR", "one more partner must not lose what was typed"
    page.fill("[name='partners.1.name']", "Hafenverein e. V.")
    page.fill("[name='partners.1.country']", "DE") if page.locator("input[name='partners.1.country']").count() else page.select_option(
        "[name='partners.1.country']", "DE")
    page.get_by_role("button", name="Begin a project").click()
    page.wait_for_url(f"**/projects/{name}")


def add_first_event(page, server, name):
    page.goto(f"{server.address}/projects/{name}/events")
    page.get_by_role("link", name="Add an event").first.click()
    page.fill("#title", "Kick-off in Kranj")
    page.locator("input[name=sorts][value=kickOff]").check()
    page.fill("#start", "15 April 2027")
    page.get_by_role("button", name="Add an event").click()
    page.wait_for_url(f"**/projects/{name}/events/1")
    assert "Kick-off in Kranj" in page.locator("h1").inner_text()
    assert "15 April 2027" in page.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_newcomer_begins_a_project_and_adds_its_first_event(scripts, grozd, data, new_page):
    with grozd.serve(data) as server:
        page = new_page(server, java_script_enabled=scripts)
        page.goto(server.address)
        assert page.locator("main .empty").inner_text()
        begin(page, server, "harbour-air")
        home = page.locator("main").inner_text()
        assert "HARBOUR AIR" in page.locator("header.bar").inner_text()
        assert "Ana Novak" in page.locator("header.bar").inner_text()
        shot(page, f"newcomer-{'with' if scripts else 'without'}-scripts")
        # First steps are there, and each leads somewhere.
        steps = page.locator("main a").all()
        assert len(steps) >= 3, home
        for link in [step.get_attribute("href") for step in steps]:
            if link.startswith("/"):
                assert page.request.get(server.address + link).status == 200, link
        page.goto(f"{server.address}/projects/harbour-air/reporting-periods")
        periods = page.locator("table.list tbody tr").all_inner_texts()
        assert len(periods) == 8 and "1 Mar 2027" in periods[0], periods
        add_first_event(page, server, "harbour-air")
        page.goto(f"{server.address}/projects/harbour-air/timeline")
        assert page.locator("svg.timeline a title", has_text="Kick-off in Kranj").count() == 1


def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(grozd, data, new_page):
    grozd.new_project("small", data)
    with grozd.serve(data) as server:
        page = new_page(server, desk="small/1")
        page.goto(f"{server.address}/projects/small/events/new")
        page.fill("#title", "Study visit to Žiri")
        page.fill("#start", "31 February 2027")
        page.get_by_role("button", name="Add an event").click()
        # Who listens to the page hears at once what is wrong; the link leads to the field.
        page.locator("#errors:focus").wait_for()
        page.locator("#errors a[href='#start']").click()
        assert page.input_value("#start") == "31 February 2027" and page.input_value("#title") == "Study visit to Žiri"
        described = page.get_attribute("#start", "aria-describedby").split()
        said = " ".join(page.locator(f"#{name.replace('.', chr(92) + '.')}").inner_text() for name in described)
        assert "31 February 2027" in said and page.get_attribute("#start", "aria-invalid") == "true"
        page.fill("#start", "28 February 2027")
        page.locator("input[name=sorts][value=studyVisit]").check()
        page.get_by_role("button", name="Add an event").click()
        page.wait_for_url("**/projects/small/events/1")


def test_a_desk_in_another_project_and_none_at_all_lose_nothing_typed(grozd, data, new_page):
    for name in ("small", "other"):
        grozd.new_project(name, data)
    with grozd.serve(data) as server:
        page = new_page(server, desk="small/1")
        page.goto(f"{server.address}/projects/small/events/new")
        page.fill("#title", "Study visit to Žiri")
        page.locator("input[name=sorts][value=studyVisit]").check()
        # In another tab somebody sits down at a desk of another project.
        tab = page.context.new_page()
        tab.goto(f"{server.address}/desk?project=other")
        tab.locator("form:has(input[value='other/1']) button").click()
        tab.wait_for_url("**/projects/other")
        page.locator("button.button", has_text="Add an event").click()
        page.wait_for_url("**/projects/small/events/1")
        # And now gets up from all of them, while something is typed.
        page.goto(f"{server.address}/projects/small/events/1/change")
        page.fill("#place", "Idrija")
        tab.goto(f"{server.address}/desk")
        tab.locator("form:has(input[name=seat][value='']) button").click()
        tab.wait_for_url(server.address + "/")
        page.locator("button.button", has_text="Change").click()
        page.locator("#errors").wait_for()
        assert page.input_value("#place") == "Idrija"
        with page.context.expect_page() as opened:
            page.locator("a[href='/desk?project=small']").last.click()
        opened.value.locator("form:has(input[value='small/1']) button").click()
        opened.value.wait_for_url("**/projects/small")
        page.locator("button.button", has_text="Change").click()
        page.wait_for_url("**/projects/small/events/1")
        assert "Idrija" in page.locator("main").inner_text()


def test_what_is_sent_twice_is_there_once(grozd, data, new_page):
    grozd.new_project("small", data)
    with grozd.serve(data) as server:
        page = new_page(server, desk="small/1")

        def count():
            return len(json.loads(server.visitor("small/1").get("/projects/small/events?as=json")[1])["records"])

        for number in range(1, 4):
            page.goto(f"{server.address}/projects/small/events/new")
            page.fill("#title", f"Visit {number}")
            page.fill("#start", f"{number} March 2027")
            page.locator("input[name=sorts][value=studyVisit]").check()
            page.locator("button.button", has_text="Add an event").dblclick()
            page.wait_for_url(f"**/projects/small/events/{number}")
            assert count() == number
        # Back, and the same again: the first one's page.
        page.go_back()
        assert page.input_value("#title") == "Visit 3"
        page.locator("button.button", has_text="Add an event").click()
        page.wait_for_url("**/projects/small/events/3")
        assert count() == 3
        # Back, and something else: it is asked, with the way to the first; nothing typed is lost, and another may be added.
        page.go_back()
        page.fill("#title", "Visit 4")
        page.locator("button.button", has_text="Add an event").click()
        page.locator("#errors").wait_for()
        assert page.input_value("#title") == "Visit 4" and page.input_value("#start") == "3 March 2027"
        assert page.locator("main a[href='/projects/small/events/3']").count() == 1 and count() == 3
        page.locator("button.button", has_text="Add an event").click()
        page.wait_for_url("**/projects/small/events/4")
        assert count() == 4


def test_a_row_is_added_to_a_list_without_scripts(server, new_page):
    page = new_page(server, desk=BOSS, java_script_enabled=False)
    page.goto(f"{server.address}{GREEN}/events/new")
    page.fill("#title", "With two sources")
    page.locator("#provenance > summary").click()
    page.locator("[id='provenance.sources'] > summary").click()
    before = page.locator("[name^='provenance.sources.'][name$='.title']").count()
    page.locator("button[name=more][value='provenance.sources']").click()
    assert page.input_value("#title") == "With two sources"
    assert page.locator("[name^='provenance.sources.'][name$='.title']").count() >= before
    assert page.locator("[name='provenance.sources.0.title']").is_visible()


def test_somebody_sits_down_at_a_desk_and_gets_up_again(server, new_page):
    page = new_page(server)
    page.goto(f"{server.address}{GREEN}/events")
    page.locator("a.seat").click()
    page.get_by_role("button", name=re.compile("Luka Žerjal")).first.click()
    page.wait_for_url(f"**{GREEN}")
    assert "Luka Žerjal" in page.locator("header.bar").inner_text()
    page.locator("a.seat").click()
    page.locator("form:has(input[name=seat][value='']) button").click()
    assert "Luka Žerjal" not in page.locator("header.bar").inner_text()


def test_a_figure_leads_to_the_records_behind_it(server, new_page):
    page = new_page(server)
    page.goto(f"{server.address}{INNO}/results")
    rows = page.locator("table.results tbody tr")
    assert rows.count() >= 12
    page.locator("table.results tbody tr th a").nth(1).click()
    page.wait_for_url(f"**{INNO}/results/study-visits")
    page.locator("main a[href$='/events/7']").first.click()
    page.wait_for_url("**/events/7")


# Keys


def test_keys_lead_everywhere(server, new_page):
    page = new_page(server, desk=BOSS)
    page.goto(f"{server.address}{GREEN}/events")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("piran? /")
    assert page.input_value("#q") == "piran? /", "keys in a field are letters"
    page.keyboard.press("Escape")
    page.locator("main h1").click()
    page.keyboard.press("?")
    dialog = page.locator("dialog#keys")
    assert dialog.is_visible() and dialog.locator("li").count() >= 5
    faults = violations(page)
    assert not faults, "\n".join(faults)
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("j")
    assert first and page.evaluate("document.activeElement.href") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href") == first
    page.keyboard.press("Enter")
    page.wait_for_url(first)
    page.keyboard.press("e")
    page.wait_for_url("**/change")
    page.goto(f"{server.address}{GREEN}/events")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(f"**{GREEN}")


def test_every_room_has_a_key_of_its_own(server, new_page):
    page = new_page(server, desk=BOSS)
    page.goto(server.address + GREEN)
    keys = page.eval_on_selector_all(".rooms a[data-key]", "links => links.map((link) => link.dataset.go)")
    assert len(keys) > 5 and None not in keys and len(set(keys)) == len(keys) and "h" not in keys, keys


def test_the_language_is_changed_and_the_page_stays(server, new_page):
    page = new_page(server)
    page.goto(f"{server.address}{INNO}/events?lang=en")
    page.locator("details.languages summary").click()
    page.locator("details.languages a[lang=sl]").click()
    page.wait_for_load_state()
    assert page.get_attribute("html", "lang") == "sl" and f"{INNO}/events" in page.url
    page.goto(f"{server.address}{INNO}")
    assert page.get_attribute("html", "lang") == "sl"


def test_the_attendance_of_fifteen_hundred_people_is_recorded_without_scripts(grozd, data, new_page):
    grozd.new_project("small", data)
    grozd.do("small", "add-event", {"title": "Conference", "sorts": ["other"], "start": "2025-05-12"}, data)
    with grozd.serve(data) as server:
        seated = server.visitor("small/1")
        for part in range(2):
            rows = [{"state": "excused", "name": f"Guest {part * 750 + number}."} for number in range(750)]
            status, said = seated.ask(
                "POST", "/projects/small/attendance/1", {"Content-Type": "application/json", "Accept": "application/json"}, json.dumps({"how": "hand", "rows": rows}))
            assert status == 200, said
        page = new_page(server, "small/1", java_script_enabled=False)
        page.goto(f"{server.address}/projects/small/attendance/1")
        pages = 0
        while "/attendance/" in page.url:
            # Somebody came after all: one of each page.
            page.locator("input[type=radio][value=present]").first.check()
            page.locator("form.attendance button").last.click()
            pages += 1
            assert pages < 20
        assert pages == 8 and page.url.endswith("/events/1")
        records = json.loads(seated.get("/projects/small/attendances?as=json")[1])["records"]
        assert len(records) == 1_500 and sum(record["state"] == "present" for record in records) == 8
