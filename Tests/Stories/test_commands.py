"""What every command says, whole; what is asked wrongly is answered with what exists instead.

GROZD_GOLDENS=update writes the transcripts in Tests/Goldens/commands anew; the difference is the review.
"""

import difflib
import json
import os
import pathlib
import re
import subprocess

import pytest

from conftest import HERE, TODAY

GOLDENS = HERE.parent / "Goldens" / "commands"
DOCUMENT = HERE.parents[1] / "docs" / "commands.md"

COMMANDS = [
    "demo", "serve", "project new", "project list", "project put-away", "project bring-back", "clock show", "clock accept", "do",
    "import", "verbs", "show", "needs", "week", "results", "press", "trail verify",
    "trail show", "trail diff", "trail export", "trail readings", "trail import", "trail repair", "rules list", "rules show", "rules diff",
    "rules explain", "rules test", "rules areas", "rules docs", "backup", "restore", "restored", "restored show", "restored accept",
]

PACKS = [
    "eu-2014-2020", "eu-2021-2027", "hit-2021-2027", "interreg-central-europe-2021-2027", "interreg-europe-2014-2020",
    "interreg-europe-2021-2027",
]

# Files that commands read.
FILES = {
    "BROKEN": '{"title": 1 "x"}',
    "NUMBER": "7",
    "SPLIT": """{"amount": "389.83", "fundPercentages": {"ERDF": "13.97", "IPA": "63.12"},
        "contributions": {"public": "30", "automaticPublic": "40", "private": "50"}, "partnerBudgetWithoutSpf": "500"}""",
    "ROW": '{"numberOfUnits": "2.0007", "pricePerUnit": "10"}',
    "BAD": '{"numberOfUnits": "two", "pricePerUnit": "10"}',
    "WRONG": """{"examples": [
        {"id": "cent", "area": "budget.rowSum", "description": "Half up, as it is not", "source": "chosen",
         "inputs": {"numberOfUnits": "2.0007", "pricePerUnit": "10"}, "expected": {"rowSum": "20.01", "sum": "20"}},
        {"id": "area", "area": "budget.rowSums", "description": "No such calculation", "source": "chosen",
         "inputs": {"numberOfUnits": "2"}, "expected": {"rowSum": "20"}},
        {"id": "input", "area": "budget.rowSum", "description": "No such input", "source": "chosen",
         "inputs": {"numberOfUnit": "2"}, "expected": {"rowSum": "20"}},
        {"id": "refused", "area": "budget.rowSum", "description": "Refused, as it is not", "source": "chosen",
         "inputs": {"numberOfUnits": 2, "pricePerUnit": 1.5}, "expected": {"refused": "numberTooLarge"}},
        {"id": "right", "area": "budget.rowSum", "description": "By value", "source": "chosen",
         "inputs": {"numberOfUnits": 2, "pricePerUnit": 1.5}, "expected": {"rowSum": 3}}]}""",
}

# Transcript to its commands. FOLDER is a folder that exists and is empty.
TRANSCRIPTS = {
    "help": ["--help", "help", "project --help", "trail", *[f"help {command}" for command in COMMANDS]],
    "verbs": ["verbs add-event", "verbs add-event --language sl", "verbs erase-body --json", "verbs withdraw-event --json"],
    "projects": ["project list", "project list --language sl", "project list --json"],
    "results": [
        "results inno-industry", "results inno-industry --language sl", "results inno-industry --as-of 2022-01-31",
        "results inno-industry --as-known 3", "results inno-industry --json", "results green-harbours --language sl",
    ],
    "show": [
        "show inno-industry events", "show inno-industry event/1", "show inno-industry event/1 --language sl",
        "show inno-industry event/1 --json", "show inno-industry partners --language sl",
        "show inno-industry good-practices", "show green-harbours event/1 --as-known 2024-04-30",
        "show green-harbours risks --json",
    ],
    "needs": [
        f"needs green-harbours --today {TODAY}", f"needs green-harbours --today {TODAY} --language sl",
        f"needs green-harbours --today {TODAY} --json", f"needs inno-industry --today {TODAY}",
        "needs green-harbours --today 2024-05-01",
    ],
    "import": [
        "import green-harbours events LIST --as 15 --check", "import green-harbours events LIST --as 15 --check --language sl --written-in en",
        "import green-harbours events LIST --as 15 --check --json", "import green-harbours events LIST --as 15",
    ],
    "press": ["press inno-industry", "press inno-industry --evidenced --language sl", "press green-harbours --json"],
    "trail": [
        "trail show inno-industry", "trail show inno-industry --as-known 2 --json", "trail show inno-industry --record event/1",
        "trail show green-harbours --record duty/1", "trail show green-harbours --record duty/1 --json",
        "trail diff inno-industry 8 9", "trail diff green-harbours 2024-12-30 2025-01-10",
        "trail diff green-harbours 2024-12-30 2025-01-10 --language sl",
        "trail diff green-harbours 2024-12-30 2025-01-10 --json",
        "trail verify inno-industry", "trail verify inno-industry --json", "trail verify inno-industry --language sl",
        "trail verify inno-industry --head " + "0" * 64, "trail verify inno-industry --json --head " + "0" * 64,
        "trail export inno-industry FOLDER/trail", "trail export inno-industry FOLDER/trail --json --without-particulars",
        "trail import FOLDER/trail",
    ],
    "rules": [
        "rules list", "rules list --language sl", "rules list --json",
        "rules show interreg-europe-2014-2020 funding.rate", "rules show interreg-europe-2014-2020 lumpSum.table --json",
        "rules show interreg-europe-2014-2020 reporting.deadlines --language sl",
        "rules show eu-2021-2027 procurement.euThreshold", "rules show eu-2021-2027 procurement.euThreshold --on 2026-01-01",
        "rules show interreg-europe-2021-2027 funding.rate --on 2022-01-01",
        "rules show eu-2021-2027 procurement.euThreshold --on 2023-12-31",
        "rules diff interreg-europe-2021-2027 interreg-central-europe-2021-2027", "rules diff eu-2014-2020 eu-2014-2020",
        "rules diff eu-2014-2020 eu-2014-2020 --json",
        "rules areas", "rules areas currency.conversion", "rules areas currency.conversion --language sl --json",
        "rules explain hit-2021-2027 cofinancing.split", "rules explain hit-2021-2027 cofinancing.split --with SPLIT",
        "rules explain hit-2021-2027 cofinancing.split --with SPLIT --language sl",
        "rules explain hit-2021-2027 budget.rowSum --with ROW --json", "rules explain hit-2021-2027 budget.rowSum --with BAD",
        *[f"rules test {pack}" for pack in PACKS], "rules test hit-2021-2027 --examples WRONG",
        "rules test hit-2021-2027 --examples WRONG --language sl", "rules test hit-2021-2027 --examples WRONG --json",
    ],
}

# A list as a partner sends it: a title above, a day that there is not, a number in words, a partner whom nobody knows.
LIST = """Events of the summer;;;;;;
Title;Kinds of event;State;First day;Host;Participants;Telephone
Visit to the old dock;study visit;planned;12 March 2027;PP2;about 15;+49 1
Workshop on shore power;study visit;held;31 February 2026;Hafenamt;many;

Kick-off meeting;;;16 April 2024;;77;
"""

WITHOUT_FOLDER = {"--help", "project --help", "trail", "nothing", "trail nothing"}

# What is asked wrongly, and what the answer must name.
WRONG = [
    ("results nowhere", ["green-harbours", "inno-industry"]),
    ("results Inno-Industry", ["inno-industry"]),
    ("results installation", ["inno-industry"]),
    ("results ../../etc", ["inno-industry"]),
    ("results", ["<project>"]),
    ("results inno-industry twice", ["twice", "Usage"]),
    ("results inno-industry --language xx", ["en, sl"]),
    ("results inno-industry --as-of tomorrow", ["tomorrow", "2023-01-31"]),
    ("results inno-industry --as-of 31.1.2022", ["31.1.2022", "2023-01-31"]),
    ("results inno-industry --as-of 2023-02-29", ["2023-02-29"]),
    ("results inno-industry --as-known 10000", ["There is no entry 10000"]),
    ("results inno-industry --as-known soon", ["soon", "2023-01-31"]),
    ("results inno-industry --colour", ["--colour", "--json", "--as-of"]),
    ("show inno-industry", ["<what>"]),
    ("show inno-industry evnts", ["evnts", "events"]),
    ("show inno-industry evnt/1", ["evnt/1", "events"]),
    ("show inno-industry event/999", ["999"]),
    ("show nowhere events", ["inno-industry"]),
    ("needs inno-industry --today 30.2.2024", ["30.2.2024", "2023-01-31"]),
    ("press nowhere", ["inno-industry"]),
    ("verbs add-evnt", ["add-evnt", "grozd verbs"]),
    ("do inno-industry add-evnt --as steward", ["add-evnt", "grozd verbs"]),
    ("do inno-industry add-event", ["--as"]),
    ("do nowhere add-event --as 1", ["inno-industry"]),
    ("do green-harbours add-event --as Nobody", ["Nobody", "Maja Kocjančič"]),
    ("do green-harbours add-event --as 99", ["99", "Maja Kocjančič"]),
    ("do green-harbours add-event --as 1 --with FOLDER/none.json", ["none.json"]),
    ("do green-harbours add-event --as 1 --with FOLDER", ["FOLDER"]),
    ("do green-harbours add-event --as 1 --entry x", ["--entry"]),
    ("do green-harbours batch --as steward --with BROKEN", ["BROKEN", "byte 12"]),
    ("do green-harbours add-event --as steward --with BROKEN", ["BROKEN", "byte 12"]),
    ("do green-harbours batch --as steward --with NUMBER", ["steps"]),
    ("import green-harbours events FOLDER/none.csv --as 1", ["none.csv"]),
    ("import green-harbours partners FOLDER/none.csv --as 1", ["partners", "events", "media-appearances"]),
    ("import green-harbours events LIST --as Nobody", ["Nobody", "Maja Kocjančič"]),
    ("import green-harbours events LIST --as 15 --characters ebcdic", ["ebcdic", "windows1250"]),
    ("import green-harbours events LIST --as 15 --written-in xx", ["xx", "en, sl"]),
    ("project new small --with FOLDER/none.json", ["none.json"]),
    ("project new small --with BROKEN", ["BROKEN"]),
    ("project new small", ["--with"]),
    ("trail show inno-industry --record evnt/1", ["event"]),
    ("trail show inno-industry --record event/999", ["999"]),
    ("trail show nowhere", ["inno-industry"]),
    ("trail diff inno-industry 1", ["<to>"]),
    ("trail diff inno-industry 1 99", ["9"]),
    ("trail diff inno-industry 1 soon", ["soon", "2023-01-31"]),
    ("trail verify nowhere", ["inno-industry"]),
    ("trail verify inno-industry --head abc", ["abc", "64"]),
    ("trail export nowhere FOLDER/x", ["inno-industry"]),
    ("trail export inno-industry FOLDER/none/x", ["none/x"]),
    ("trail import FOLDER/none", ["none"]),
    ("trail import NUMBER", ["no exported trail"]),
    ("serve --port x", ["--port"]),
    ("serve --port 70000", ["70000"]),
    ("serve --today soon", ["soon"]),
    ("rules show nothing", ["nothing", "interreg-europe-2014-2020"]),
    ("rules show eu-2021-2027 nothing", ["nothing", "grozd rules show eu-2021-2027"]),
    ("rules show eu-2021-2027 --on soon", ["soon", "2023-01-31"]),
    ("rules diff eu-2021-2027 nothing", ["nothing"]),
    ("rules explain eu-2021-2027 nothing", ["nothing"]),
    ("rules explain hit-2021-2027 budget.rowSum --with FOLDER/none.json", ["none.json"]),
    ("rules explain hit-2021-2027 budget.rowSum --with BROKEN", ["BROKEN", "byte 12"]),
    ("rules test nothing", ["nothing", "hit-2021-2027"]),
    ("rules test FOLDER/none", ["none"]),
    ("rules test hit-2021-2027 --examples FOLDER/none.json", ["none.json"]),
    ("rules test hit-2021-2027 --examples BROKEN", ["BROKEN"]),
    ("rules areas nothing", ["nothing"]),
    ("rules docs BROKEN/x", ["BROKEN"]),
    ("rules list --language xx", ["en, sl"]),
    ("nothing", ["nothing", "results"]),
    ("trail nothing", ["nothing", "verify"]),
]


class Typist:
    """Types commands in one data folder, and notes what came."""

    def __init__(self, grozd, data, folder):
        self.grozd, self.data = grozd, data
        self.names = {"FOLDER": str(folder)}
        for name, text in FILES.items():
            file = folder.parent / f"{name.lower()}.json"
            file.write_text(text)
            self.names[name] = str(file)
        self.names["LIST"] = str(folder.parent / "list.csv")
        pathlib.Path(self.names["LIST"]).write_text(LIST, encoding="utf-8")

    def run(self, command):
        words = [re.sub("|".join(self.names), lambda match: self.names[match.group()], word) for word in command.split()]
        data = None if command in WITHOUT_FOLDER or words[0] in ("help", "rules") else self.data
        # A server that starts, though it should not, must not keep the folder that all tests read.
        if words[0] == "serve":
            data = pathlib.Path(self.names["FOLDER"]) / "empty"
        try:
            return self.grozd.run(*words, data=data, timeout=10)
        except subprocess.TimeoutExpired as running:
            return subprocess.CompletedProcess(running.cmd, "none: it went on", "", "")

    def transcript(self, command):
        ran = self.run(command)
        said = f"$ grozd {command}\n{ran.stdout}"
        if ran.stderr:
            said += "".join(f"! {line}\n" for line in ran.stderr.splitlines())
        if ran.returncode:
            said += f"[exit {ran.returncode}]\n"
        for name, path in self.names.items():
            said = said.replace(path, name)
        said = said.replace(str(self.data), "DATA")
        # Every body has a salt, so what is chained to bodies is by chance.
        return said if "NUMBER" in command else re.sub(r"\b[0-9a-f]{64}\b", "HASH", said)


@pytest.fixture
def typist(grozd, samples, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    return Typist(grozd, samples, folder)


def compare(name, said):
    said = said.rstrip("\n") + "\n"
    file = GOLDENS / f"{name}.txt"
    if os.environ.get("GROZD_GOLDENS") == "update":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said)
    kept = file.read_text() if file.exists() else ""
    difference = "\n".join(difflib.unified_diff(kept.splitlines(), said.splitlines(), str(file), "now", lineterm="", n=1))
    assert not difference, difference + "\nIf this is what it should say: GROZD_GOLDENS=update bin/test --stories -k commands"


# What is said


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_a_transcript_is_as_it_was(name, typist):
    said = "\n".join(typist.transcript(command) for command in TRANSCRIPTS[name])
    assert "⟦" not in said, re.findall("⟦.*?⟧", said)
    compare(name, said)


def test_what_is_asked_wrongly_says_so_and_what_exists_instead(typist):
    compare("wrong", "\n".join(typist.transcript(command) for command, _ in WRONG))


@pytest.mark.parametrize("command, named", WRONG, ids=[command for command, _ in WRONG])
def test_asked_wrongly_is_2_and_a_sentence(command, named, typist):
    ran = typist.run(command)
    assert ran.returncode == 2, ran
    assert ran.stdout == "" and "⟦" not in ran.stderr, ran
    for word in named:
        assert typist.names.get(word, word) in ran.stderr, f"{word!r} is not in: {ran.stderr}"


# What is promised


def test_the_twelve_results_of_inno_industry(grozd, samples):
    results = json.loads(grozd("results", "inno-industry", "--json", data=samples))
    assert [result["claimed"] for result in results] == [1, 10, 19, 1, 6, 1, 30, 10, 7, 116, 6, 1]
    assert [result["evidenced"] for result in results] == [1, 3, 4, 1, 0, 1, 12, 4, 0, 21, 0, 1]
    for result in results:
        assert result["gap"] == result["claimed"] - result["evidenced"]
        assert result["evidenced"] == len(result["records"]) and result["doubtful"] == len(result["doubtfulRecords"])
        assert not set(result["records"]) & set(result["doubtfulRecords"])


def test_the_records_behind_a_figure_can_be_shown(grozd, samples):
    for result in json.loads(grozd("results", "inno-industry", "--json", data=samples)):
        for record in [*result["records"], *result["doubtfulRecords"], *[claim["record"] for claim in result["claims"]]]:
            assert grozd("show", "inno-industry", record, data=samples)


def test_a_sample_has_the_same_records_wherever_it_is_played_and_a_head_of_its_own(grozd, samples, data):
    grozd("demo", "--no-serve", data=data, timeout=180)
    first, second = (json.loads(grozd("trail", "verify", "inno-industry", "--json", data=folder)) for folder in (samples, data))
    # Every body has a salt of its own, so no head is that of another folder.
    assert first.pop("head") != second.pop("head") and first == second
    for command in (["show", "inno-industry", "events", "--json"], ["results", "inno-industry", "--json"]):
        assert grozd(*command, data=samples) == grozd(*command, data=data)


def test_a_second_demo_keeps_what_is_there(grozd, own_samples):
    grozd.do("green-harbours", "add-activity", {"title": "Mine"}, own_samples, person="steward")
    before = [json.loads(grozd("trail", "verify", name, "--json", data=own_samples)) for name in ("green-harbours", "inno-industry")]
    grozd("demo", "--no-serve", data=own_samples, timeout=180)
    assert before == [json.loads(grozd("trail", "verify", name, "--json", data=own_samples)) for name in ("green-harbours", "inno-industry")]


def test_a_finding_names_its_field(grozd, own_samples):
    fields = {"title": "", "status": "perhaps", "start": "2024-02-30", "host": 99}
    ran = grozd.run("do", "green-harbours", "add-event", "--as", "steward", "--with", "-", data=own_samples, input=json.dumps(fields))
    assert ran.returncode == 1 and ran.stdout == "", ran
    for word in ("title", "status", "2024-02-30", "host", "Hold the event"):
        assert word in ran.stderr, ran.stderr


def test_a_verb_that_one_may_not_do_names_who_may(grozd, own_samples):
    # A controller.
    ran = grozd.run("do", "green-harbours", "add-event", "--as", "Petra Vidmar", "--with", "-", data=own_samples,
                    input=json.dumps({"title": "X", "start": "2027"}))
    assert ran.returncode == 1 and "coordinator" in ran.stderr, ran


def test_who_writes_over_a_change_is_refused(grozd, own_samples):
    seen = json.loads(grozd("trail", "verify", "green-harbours", "--json", data=own_samples))["count"]
    grozd.do("green-harbours", "add-activity", {"title": "Mine"}, own_samples, person="steward")
    [mine] = [record for record in json.loads(grozd("show", "green-harbours", "activities", "--json", data=own_samples)) if record["title"] == "Mine"]

    def change(entry, expected, **fields):
        ran = grozd.run("do", "green-harbours", "change-activity", "--as", "steward", "--entry", entry, "--with", "-", data=own_samples,
                        input=json.dumps({"id": mine["id"], **fields}))
        assert ran.returncode == expected, ran
        return ran.stderr

    change(seen, 1, title="Not seen")
    change(seen + 1, 0, title="Ours")
    assert "title: On record: Ours · Yours: Mine again" in change(seen + 1, 1, title="Mine again")
    # What is not the same goes together.
    change(seen + 1, 0, title="Mine", code="7.1")
    [both] = [record for record in json.loads(grozd("show", "green-harbours", "activities", "--json", data=own_samples)) if record["id"] == mine["id"]]
    assert (both["title"], both["code"]) == ("Ours", "7.1")


def test_a_refusal_in_a_batch_names_its_step(grozd, own_samples):
    steps = [{"verb": "add-activity", "name": "a", "with": {"title": "First"}},
             {"verb": "add-deliverable", "with": {"title": "Second", "activity": "@b"}}]
    ran = grozd.run("do", "green-harbours", "batch", "--as", "steward", "--with", "-", data=own_samples, input=json.dumps(steps))
    assert ran.returncode == 1 and "Step 2 (Add a deliverable: Second)" in ran.stderr, ran
    assert "activity: No step before this one gave a record the name @b. Names so far: @a." in ran.stderr, ran


def test_what_is_sent_again_under_its_key_is_done_once(grozd, own_samples):
    def add(key, title, code=0):
        ran = grozd.run("do", "green-harbours", "add-activity", "--as", "steward", "--once", key, "--with", "-", "--json", data=own_samples,
                        input=json.dumps({"title": title}))
        assert ran.returncode == code, ran
        return json.loads(ran.stdout)["entry"] if code == 0 else ran.stderr

    first = add("k", "Once")
    assert add("k", "Once") == first and add("l", "Once") == first + 1
    assert "already added this, as activity/" in add("k", "Twice", 1)
    with grozd.serve(own_samples) as server:
        def post(title, key):
            return server.visitor("green-harbours/15").ask("POST", "/projects/green-harbours/activities", {
                "Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": key}, json.dumps({"title": title}))

        answers = [post("By program", "k"), post("By program", "k"), post("Another", "k")]
        assert [status for status, _ in answers] == [200, 200, 409], answers
        assert json.loads(answers[0][1])["records"] == json.loads(answers[1][1])["records"]
        assert json.loads(answers[2][1])["refused"] == "alreadySent"


# The document


def keys(value):
    """Every key, down to what records say in their own fields."""
    if isinstance(value, list):
        return {key for item in value for key in keys(item)}
    if isinstance(value, dict):
        return set(value) | {key for name, inner in value.items() if name not in ("body", "old", "new", "value", "result") for key in keys(inner)}
    return set()


def sections():
    """Command to its section in the document."""
    parts = re.split(r"^## `grozd (.*)`$", DOCUMENT.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def test_the_document_has_every_command_and_option(grozd):
    assert list(sections()) == COMMANDS
    shared = DOCUMENT.read_text().split("\n## ")[0] + DOCUMENT.read_text().split("## Options that many share")[1].split("\n## ")[0]
    for command, text in sections().items():
        help = grozd("help", *command.split())
        assert f"USAGE: grozd {command}" in help
        for option in re.findall(r"^  (--[a-z-]+)", help, re.MULTILINE):
            assert f"`{option}" in text + shared, f"{option} of {command}"
        for argument in re.findall(r"^  <([a-z]+)>", help, re.MULTILINE):
            assert argument.upper() in text, f"{argument} of {command}"


JSON = [
    ("project list", "project list --json"), ("results", "results inno-industry --json"),
    ("needs", f"needs green-harbours --today {TODAY} --json"), ("press", "press inno-industry --json"),
    ("verbs", "verbs --json"), ("trail show", "trail show green-harbours --json"),
    ("trail show", "trail show green-harbours --record duty/1 --json"), ("trail diff", "trail diff green-harbours 1 20 --json"),
    ("trail verify", "trail verify inno-industry --json"), ("trail verify", "trail verify inno-industry --json --head " + "0" * 64),
    ("trail export", "trail export inno-industry FOLDER/trail --json"), ("rules list", "rules list --json"),
    ("rules show", "rules show interreg-europe-2014-2020 --json"),
    ("rules diff", "rules diff eu-2014-2020 eu-2021-2027 --json"),
    ("rules explain", "rules explain hit-2021-2027 budget.rowSum --with ROW --json"),
    ("rules test", "rules test hit-2021-2027 --examples WRONG --json"), ("rules areas", "rules areas --json"),
]


@pytest.mark.parametrize("command, typed", JSON, ids=[typed for _, typed in JSON])
def test_the_document_has_every_key(command, typed, typist):
    found = keys(json.loads(typist.run(typed).stdout))
    assert found
    missing = {key for key in found if f"`{key}`" not in sections()[command]}
    assert not missing, f"{command}: {sorted(missing)}"


def test_the_document_has_every_key_of_what_is_written(grozd, own_samples, data, tmp_path):
    done = grozd.do("green-harbours", "add-activity", {"title": "X"}, own_samples, person="steward")
    assert all(f"`{key}`" in sections()["do"] for key in done), done
    grozd("trail", "export", "inno-industry", tmp_path / "trail", data=own_samples)
    taken = json.loads(grozd("trail", "import", tmp_path / "trail", "--json", data=tmp_path / "there"))
    assert all(f"`{key}`" in sections()["trail import"] for key in taken), taken


# What a verb makes and nobody enters.
MADE = {"application-form-version": {"entry", "frozen"}, "identification": {"closedOn", "settledDates"},
        "period-lock": {"period", "report", "lockedOn", "frozen", "unlockedOn", "unlockedBecause"}}


def test_a_record_has_the_fields_of_its_verb(grozd, samples):
    """What `show --json` answers is described by `verbs --json`."""
    forms = {verb["verb"]: verb for verb in json.loads(grozd("verbs", "--json", data=samples))}
    for name, verb in forms.items():
        if not name.startswith("add-") or name.endswith("-as-found") or verb["kind"] == "human":
            continue
        known = {field["name"] for field in verb["fields"]} | {"id", "salt", "found", "status"} | MADE.get(verb["kind"], set())
        change = {field["name"] for each in ("change-{}", "add-{}-as-found")
                  for field in forms.get(each.format(verb["kind"]), verb)["fields"]}
        for project in ("inno-industry", "green-harbours"):
            for record in json.loads(grozd("show", project, verb["kind"], "--json", data=samples)):
                assert set(record) <= known | change, (name, set(record) - known - change)


def test_who_owns_the_folder_reads_and_verifies_the_installations_own_trail(grozd, data, tmp_path):
    grozd.new_project("small", data)
    shown = json.loads(grozd("trail", "show", "installation", "--json", data=data))
    assert shown and all(entry["project"] == "installation" for entry in shown)
    assert json.loads(grozd("trail", "verify", "installation", "--json", data=data))["count"] == len(shown)
    assert json.loads(grozd("trail", "export", "installation", tmp_path / "own.trail", "--json", data=data))["count"] == len(shown)
    assert [reading["what"] for reading in json.loads(grozd("trail", "readings", "installation", "--json", data=data))] == ["trail/export"]
    # It is no project for all that.
    assert grozd.run("show", "installation", "humans", data=data).returncode == 2


def test_the_history_of_a_record_says_where_erasing_finds_its_versions(grozd, data):
    grozd.new_project("small", data)
    done = grozd.do("small", "add-activity", {"title": "Typed by mistake"}, data)
    [version] = json.loads(grozd("trail", "show", "small", "--record", "activity/1", "--json", data=data))
    assert version["entry"] == done["entry"]
    erased = grozd.do("small", "erase-body", {"entry": version["entry"], "position": version["position"], "ground": "asked"}, data, person="steward")
    assert erased["entry"] == done["entry"] + 1
    [version] = json.loads(grozd("trail", "show", "small", "--record", "activity/1", "--json", data=data))
    assert version["state"] == "erased" and version["body"] is None


def test_what_an_erasure_leaves_and_loses_is_said_before_and_after(grozd, data):
    grozd.new_project("small", data)
    person = grozd.do("small", "add-person", {"name": "Ana Vidmar"}, data)["records"][0]
    number = int(person.split("/")[1])
    named = grozd.do("small", "add-problem", {"title": "Ana Vidmar is ill"}, data)
    grozd.do("small", "change-person", {"id": number, "name": "Ana Novak"}, data)
    head = json.loads(grozd("trail", "verify", "small", "--json", data=data))["head"]
    fields = json.dumps({"person": number, "ground": "Asked"})

    def erase(*options):
        return grozd("do", "small", "erase-particulars", "--as", "steward", "--with", "-", *options, data=data, input=fields)

    said = erase("--dry-run")
    assert "Nothing was carried out" in said and "problem/1 Ana Vidmar is ill, Title" in said and "redact-body" in said
    foreseen = json.loads(erase("--dry-run", "--json"))
    assert foreseen["entry"] is None and foreseen["still"] == [{
        "record": "problem/1", "field": "title", "how": "words", "document": None, "now": True,
        "versions": [{"entry": named["entry"], "position": 0}], "verb": "redact-body"}]
    assert json.loads(grozd("trail", "verify", "small", "--json", data=data))["head"] == head
    done = json.loads(erase("--json"))
    assert done["records"] == foreseen["records"] and done["still"] == foreseen["still"]
    assert "do/erase-particulars" in [reading["what"] for reading in json.loads(grozd("trail", "readings", "small", "--json", data=data))]

    body = {"entry": named["entry"], "position": 0, "ground": "a court"}
    lost = json.loads(grozd("do", "small", "erase-body", "--as", "steward", "--with", "-", "--dry-run", "--json", data=data, input=json.dumps(body)))["lost"]
    assert lost == [{"record": "problem/1", "now": True, "only": True, "pointedToBy": [], "figures": [], "findings": []}]
    assert grozd.do("small", "erase-body", body, data, person="steward")["lost"] == lost
    own = json.loads(grozd("trail", "show", "small", "--record", "identification/1", "--json", data=data))[-1]
    ran = grozd.run("do", "small", "erase-body", "--as", "steward", "--with", "-", data=data,
                    input=json.dumps({"entry": own["entry"], "position": own["position"], "ground": "a court"}))
    assert ran.returncode == 1 and "redact-body" in ran.stderr, ran


def test_what_happened_to_a_record_or_a_person_is_said_whole(grozd, data):
    grozd.new_project("small", data)
    number = int(grozd.do("small", "add-person", {"name": "Ana Vidmar"}, data)["records"][0].split("/")[1])
    renamed = grozd.do("small", "change-person", {"id": number, "name": "Ana Novak"}, data)["entry"]
    contact = grozd.do("small", "add-contact", {"person": number, "mail": "ana@example.org"}, data)["entry"]
    erased = grozd.do("small", "erase-particulars", {"person": number, "ground": "She asked"}, data)["entry"]

    said = grozd("trail", "show", "small", "--record", f"person/{number}", data=data)
    assert [int(line.split("\t")[0]) for line in said.splitlines()] == [renamed - 1, renamed, erased], said
    assert str(erased) not in [line.split("\t")[0] for line in grozd(
        "trail", "show", "small", "--record", f"person/{number}", "--as-known", contact, data=data).splitlines()]
    versions = json.loads(grozd("trail", "show", "small", "--record", f"person/{number}", "--json", data=data))
    assert [(v["record"].split("/")[0], v["entry"], v["state"], v["erasedBy"]) for v in versions] == [
        ("person", renamed - 1, "written", []), ("person-name", renamed - 1, "erased", [erased]), ("person-name", renamed, "erased", [erased])]

    # Gone is not unknown.
    gone = grozd.run("show", "small", "contact/1", data=data)
    assert gone.returncode == 1 and f"in entry {erased}" in gone.stderr and "She asked" in gone.stderr, gone
    activity = grozd.do("small", "add-activity", {"title": "Typed by mistake"}, data)
    grozd.do("small", "withdraw-activity", {"id": 1, "reason": "By mistake"}, data)
    gone = grozd.run("show", "small", "activity/1", data=data)
    assert gone.returncode == 1 and f"entry {activity['entry'] + 1}" in gone.stderr and "By mistake" in gone.stderr, gone
    assert "Typed by mistake" in grozd("show", "small", "activity/1", "--as-known", activity["entry"], data=data)
    never = grozd.run("show", "small", "contact/7", data=data)
    assert never.returncode == 2 and "There is no" in never.stderr, never


# What is typed after each command that looks into a folder; those that make one, and those that need none.
TYPED = {
    "project list": "", "project put-away": "small --reason x", "project bring-back": "small --reason x", "clock show": "", "clock accept": "--reason x",
    "do": "small add-event --as 1", "import": "small events LIST --as 1 --check", "show": "small events", "needs": "small", "week": "small", "results": "small",
    "press": "small", "trail verify": "small", "trail show": "small", "trail diff": "small 1 2", "trail export": "small OUT",
    "trail readings": "small", "trail repair": "small event/1 --entry 0 --reason x", "backup": "OUT", "restored": "", "restored show": "", "restored accept": "",
}
MAKES = {"demo", "serve", "project new", "trail import", "restore"}
NEEDS_NONE = {"verbs": "", **{command: "" for command in COMMANDS if command.startswith("rules ")}}


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - MAKES))
@pytest.mark.parametrize("is_there", [False, True])
def test_a_folder_without_data_stays_as_it_is(grozd, tmp_path, command, is_there):
    nowhere = tmp_path / "nowhere"
    if is_there:
        nowhere.mkdir()
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    typed = (TYPED | NEEDS_NONE)[command].replace("OUT", str(tmp_path / "out")).replace("LIST", str(tmp_path / "list.csv"))
    ran = grozd.run(*command.split(), *typed.split(), data=None if command.startswith("rules ") else nowhere)
    assert sorted(tmp_path.rglob("*")) == before, ran
    if command not in NEEDS_NONE:
        assert ran.returncode == 2 and str(nowhere) in ran.stderr, ran
    elif command == "verbs":
        assert ran.returncode == 0 and "add-event" in ran.stdout, ran


def test_what_is_refused_is_said_as_it_is(grozd, data):
    fields = json.dumps({"title": "No", "acronym": "NO"})
    grozd("trail", "import", HERE.parent / "Goldens" / "trails" / "0.1-green-harbours.grozd", data=data)
    grozd("project", "put-away", "green-harbours", "--yes", "--reason", "Taken in by mistake", data=data)
    assert "Known are: none." in grozd.run("needs", "lagoon", data=data).stderr
    for kept in ["installation", "help", "new"]:
        ran = grozd.run("project", "new", kept, "--with", "-", data=data, input=fields)
        assert ran.returncode == 1 and "kept for Grozd itself" in ran.stderr and "hyphens" not in ran.stderr, ran
    assert "hyphens" in grozd.run("project", "new", "No Name", "--with", "-", data=data, input=fields).stderr
    grozd.new_project("small", data)
    with grozd.serve(data) as server:
        status, said = server.visitor("small/1").post(
            "/projects/small/activities", {"title": "One", "foo": "x"}, accept="text/html")
        assert status == 422 and "foo" in said and "⟦" not in said, said
