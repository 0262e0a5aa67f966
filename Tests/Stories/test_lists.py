"""Lists of all kinds as people work in them: one line a row, nothing cut, the head in sight."""

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
