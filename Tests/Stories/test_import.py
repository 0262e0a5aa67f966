"""A list that somebody keeps in a spreadsheet becomes records: choose, check, start; with scripts and without, and by the command."""

import json
import re

import pytest

from conftest import shot, violations

ROWS = [
    ["List of events, spring 2027"],
    ["Title", "Kinds of event", "State", "start", "Host", "Participants", "Telephone"],
    ["Kick-off in Kranj", "kick-off meeting", "planned", "15 April 2027", "Municipality of Kranj", "about 40", "+386 4"],
    ["Study visit to Kiel", "study visit", "planned", "31 February 2027", "Hafenverein e.V.", "", ""],
    [],
    ["Closing", "final event", "planned", "1 June 2028", "PP7", "many", ""],
]


def pasted(rows=ROWS):
    return "\n".join("\t".join(row) for row in rows)


def counts(page):
    return {line.split("\t")[0].strip(): int(line.split("\t")[-1]) for line in
            page.locator("table.outcomes tbody tr, table.outcomes tfoot tr").all_inner_texts()}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_pasted_list_is_checked_mended_and_imported(scripts, width, grozd, data, new_page):
    grozd.new_project("small", data)
    with grozd.serve(data) as server:
        page = new_page(server, desk="small/1", width=width, java_script_enabled=scripts)
        page.goto(f"{server.address}/projects/small/events")
        page.get_by_role("link", name="Import").click()
        look(page, scripts, f"import-choose-{width}")
        page.fill("#pasted", pasted())
        page.get_by_role("button", name="Check").click()
        look(page, scripts, f"import-check-{width}")
        said = page.locator("main").inner_text()
        for word in ("31 February 2027", "PP7", "many", "Telephone"):
            assert word in said, said
        found = counts(page)
        assert found.pop("Rows read") == len(ROWS) == sum(found.values()), found
        assert page.request.get(f"{server.address}/projects/small/events?as=json").json()["count"] == 0
        # Without the box nothing is imported, and it says why.
        page.get_by_role("button", name="Import 1 row").click()
        assert "refused" in page.locator("#errors").inner_text()
        assert page.request.get(f"{server.address}/projects/small/events?as=json").json()["count"] == 0
        mended = [*ROWS[:3], ["Study visit to Kiel", "study visit", "planned", "28 February 2027", "Hafenverein e.V.", "", ""], *ROWS[4:]]
        page.get_by_role("button", name="Another table").click()
        page.fill("#pasted", pasted(mended))
        page.get_by_role("button", name="Check").click()
        page.locator("input[name=without-refused]").check()
        page.get_by_role("button", name="Import 2 rows").click()
        page.wait_for_url("**/projects/small/trail/2")
        records = page.request.get(f"{server.address}/projects/small/events?as=json").json()["records"]
        assert [record["title"] for record in records] == ["Study visit to Kiel", "Kick-off in Kranj"]
        assert all(record["provenance"]["proofs"][0]["name"] == "pasted.txt" for record in records)
        # The same once more: nothing is left to do.
        page.goto(f"{server.address}/projects/small/events/import")
        page.fill("#pasted", pasted(mended[:4]))
        page.get_by_role("button", name="Check").click()
        assert page.locator("button[value=start]").count() == 0
        assert counts(page)["same"] == 2


def test_a_template_that_is_filled_comes_back(grozd, data, new_page, tmp_path):
    grozd.new_project("small", data)
    with grozd.serve(data) as server:
        page = new_page(server, desk="small/1", language="sl")
        page.goto(f"{server.address}/projects/small/persons/import")
        with page.expect_download() as download:
            page.get_by_role("link", name="Predloga CSV").click()
        lines = open(download.value.path(), encoding="utf-8-sig", newline="").read().split("\r\n")
        heads = lines[0].split(";")
        cells = ["" for _ in heads]
        cells[1] = "Žiga Črnič"
        file = tmp_path / "osebe.csv"
        file.write_bytes("\r\n".join([*lines[:2], ";".join(cells), ""]).encode("cp1250"))
        page.set_input_files("#upload", file)
        page.locator("button[value=check]").click()
        assert "Windows-1250" in page.locator("main").inner_text()
        look(page, True, "import-template-sl")
        page.locator("button[value=start]").click()
        page.wait_for_url("**/trail/2")
        names = [record["name"] for record in page.request.get(f"{server.address}/projects/small/persons?as=json").json()["records"]]
        assert "Žiga Črnič" in names and "Ana Novak" in names and len(names) == 2


def look(page, scripts, name):
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name}: {wide} pixels wider than the window"
    assert "⟦" not in page.content()
    if scripts:
        found = violations(page)
        assert not found, "\n".join(found)
    shot(page, name)


def test_the_command_says_the_same_and_does_all_or_nothing(grozd, data, tmp_path):
    grozd.new_project("small", data)
    file = tmp_path / "events.csv"
    file.write_text(pasted(), encoding="utf-8")

    def run(*options):
        ran = grozd.run("import", "small", "events", file, "--as", 1, "--json", *options, data=data)
        return ran.returncode, json.loads(ran.stdout)

    code, check = run("--check")
    assert code == 1 and check["imported"] is False and sum(check["counts"].values()) == check["count"] == len(ROWS)
    assert [row["outcome"] for row in check["rows"]] == ["add", "refused", "refused"]
    code, refused = run()
    assert code == 1 and refused["imported"] is False and refused["rows"] == check["rows"]
    code, done = run("--without-refused")
    assert code == 0 and done["imported"] == 2 and done["records"] == ["event/1"]
    code, same = run("--check")
    assert same["counts"]["same"] == 1 and same["counts"]["add"] == 0
    plain = grozd.run("import", "small", "events", file, "--as", 1, "--check", "--language", "sl", data=data)
    assert plain.returncode == 1 and "⟦" not in plain.stdout and re.search(r"Prebrane vrstice: 6", plain.stdout), plain
