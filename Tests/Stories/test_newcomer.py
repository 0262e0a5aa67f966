"""A newcomer as coordinator: from a planned visit to a policy change, on pages only, without scripts and without help."""

import json
import re

import pytest


@pytest.fixture
def desk(own_samples, grozd):
    """Green Harbours with its last coordinator, in the summer before the end."""
    duties = json.loads(grozd("show", "green-harbours", "duties", "--json", data=own_samples))
    today = "2025-10-20"
    holder = [duty["person"] for duty in duties
              if duty["sort"] == "coordinator" and duty.get("from", "0") <= today and duty.get("to", "9999") >= today]
    with grozd.serve(own_samples, today=today) as server:
        yield server, f"green-harbours/{holder[-1]}"


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).last.click()


def follow(page, name):
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def wrong(page):
    """What a page says that is wrong with a form; empty when nothing is."""
    return page.locator("#errors").all_inner_texts()


def number(page, figure):
    page.goto(f"{page.base}/projects/green-harbours/results?as=json")
    results = {each["figure"]: each for each in json.loads(page.inner_text("body"))}
    return results[figure]["evidenced"]


def show(page, record, address):
    """Where anybody reads that it happened."""
    page.goto(record)
    follow(page, "Add a source")
    page.fill("#address", address)
    press(page, "Add a source")
    assert not wrong(page), wrong(page)


def test_a_newcomer_walks_from_a_visit_to_a_policy_change(desk, new_page):
    server, seat = desk
    page = new_page(server, desk=seat, java_script_enabled=False)
    page.base = server.address
    home = f"{server.address}/projects/green-harbours"
    before = {figure: number(page, figure) for figure in ("study-visits", "good-practices", "policy-changes")}

    # Plan a study visit.
    page.goto(f"{home}/events")
    follow(page, "Add an event")
    page.fill("#title", "Study visit to Pāvilosta: lockers and nets")
    page.locator("input[name=sorts][value=studyVisit]").check()
    page.fill("#start", "20 October 2025")
    press(page, "Add an event")
    assert not wrong(page) and "/events/" in page.url, wrong(page)
    event = page.url

    # The world changes: it is put online.
    follow(page, "Put it online")
    page.locator("input[name=mode][value=online]").check() if page.locator("input[name=mode]").count() else page.select_option("#mode", "online")
    page.fill("#reason", "Storm; the ferry does not go.")
    press(page, "Put it online")
    assert not wrong(page) and "online" in page.inner_text("main"), wrong(page)

    # People register, without an account.
    page.goto(f"{home}/registration-forms/new?event={event.rsplit('/', 1)[1]}")
    page.fill("#opensOn", "1 October 2025")
    page.fill("#places", "2")
    page.locator("input[name=waitingList]").check()
    page.locator("main form button.button").last.click()
    assert not wrong(page), wrong(page)
    public = new_page(server, java_script_enabled=False)
    for name, mail in [("Anna Invented", "anna@example.org"), ("Bo Invented", "bo@example.org"), ("Cy Invented", "cy@example.org")]:
        public.goto(f"{server.address}/events/green-harbours/{event.rsplit('/', 1)[1]}/registration")
        public.fill("#name", name)
        public.fill("#mail", mail)
        public.locator("main form button").last.click()
        assert name.split()[0] in public.inner_text("main") or "wait" in public.inner_text("main").lower(), public.inner_text("main")
    page.goto(f"{home}/registrations?as=json")
    states = [each["status"] for each in json.loads(page.inner_text("body"))["records"] if str(each["event"]) == event.rsplit("/", 1)[1]]
    assert sorted(states) == ["registered", "registered", "waiting"], states

    # It is held, and attendance is recorded.
    page.goto(event)
    follow(page, "Hold the event")
    page.select_option("#mode", "online") if page.locator("select#mode").count() else page.locator("input[name=mode][value=online]").check()
    if not page.input_value("#start"):
        page.fill("#start", "20 October 2025")
    page.fill("#participants", "2")
    press(page, "Hold the event")
    assert not wrong(page), wrong(page)
    page.goto(f"{home}/attendance/{event.rsplit('/', 1)[1]}")
    rows = page.locator("input[type=radio][value=present]").all()
    assert rows, page.inner_text("main")
    for row in rows[:2]:
        row.check()
    page.locator("main form button").last.click()
    assert not wrong(page), wrong(page)
    # Nobody has shown it yet; a page of the project does.
    assert number(page, "study-visits") == before["study-visits"]
    show(page, event, "https://green-harbours.example.org/events/pavilosta")
    assert number(page, "study-visits") == before["study-visits"] + 1

    # Two practices were seen there.
    practices = []
    for title in ("Lockers that open by telephone", "Nets for the museum"):
        page.goto(f"{home}/good-practices/new?presentedAt={event.rsplit('/', 1)[1]}")
        page.fill("#title", title)
        page.select_option("#partner", "4")
        press(page, "Add a good practice")
        assert not wrong(page), wrong(page)
        practices.append(page.url)
    assert number(page, "good-practices") == before["good-practices"]

    # One of them is validated, by those who do not sign in.
    page.goto(practices[0])
    for act in ("Hand in the practice", "Approved by the web administrator", "Seen by the policy officer", "Validated by the expert"):
        follow(page, act)
        page.fill("#on", "20 October 2025")
        if page.locator("#body").count():
            page.fill("#body", "Interreg Europe policy learning platform")
        if page.locator("select#by").count():
            page.select_option("#by", index=1)
        else:
            page.fill("#by", "An invented officer")
        if page.locator("input#document").count():
            page.fill("#document", "Mail of 20 October 2025")
        press(page, act)
        assert not wrong(page), (act, wrong(page))
    assert "validated" in page.inner_text("main"), page.inner_text("main")
    show(page, practices[0], "https://green-harbours.example.org/practices/lockers")
    assert number(page, "good-practices") == before["good-practices"] + 1

    # It inspires an action and a policy change.
    page.goto(f"{home}/actions/new?plan=1")
    page.fill("#title", "Lockers in the call of spring")
    press(page, "Add an action")
    assert not wrong(page), wrong(page)
    action = page.url.rsplit("/", 1)[1]
    page.goto(f"{home}/inspirations/new?practices={practices[0].rsplit('/', 1)[1]}&action={action}&event={event.rsplit('/', 1)[1]}&partner=1")
    page.fill("#what", "Lockers for small ports")
    page.locator("main form button.button").last.click()
    assert not wrong(page), wrong(page)
    page.goto(f"{home}/policy-changes/new?action={action}&instrument=1&partner=1")
    page.fill("#title", "Lockers are eligible")
    page.fill("#from", "20 October 2025")
    press(page, "Add a policy change")
    assert not wrong(page), wrong(page)
    change = page.url
    # Reported is not confirmed.
    assert number(page, "policy-changes") == before["policy-changes"]
    page.goto(change)
    follow(page, "Confirmed by the owner")
    page.fill("#on", "20 October 2025")
    page.fill("#body", "Ministry of harbours")
    page.fill("#by", "An invented minister")
    page.fill("#document", "Letter of 20 October 2025")
    press(page, "Confirmed by the owner")
    assert not wrong(page), wrong(page)
    show(page, change, "https://ministry.example.org/call")
    assert number(page, "policy-changes") == before["policy-changes"] + 1

    # The chain is there, from the change back to the visit.
    page.goto(f"{home}/chain")
    chain = page.inner_text("main")
    for part in ("Lockers are eligible", "Lockers for small ports", "Lockers that open by"):
        assert re.search(part.replace(" ", r"\s+"), chain), chain
    page.goto(f"{home}/results/study-visits")
    assert "Study visit to Pāvilosta: lockers and nets" in page.inner_text("main")
