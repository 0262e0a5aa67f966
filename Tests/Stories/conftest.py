"""What the stories share: the built program, servers, a browser.

    GROZD_BIN     the program; else the debug build in the folder that bin/lib.sh names
    GROZD_SHOTS   1 keeps pictures of pages in Tests/Stories/shots
    GROZD_LONG    1 for the whole of what repeats itself (`bin/test --long`)
    GROZD_KILLS   how often test_kill.py kills a server; 40, or 300 in a long run
"""

import contextlib
import http.client
import importlib.util
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

import pytest

HERE = pathlib.Path(__file__).parent
TODAY = "2026-11-23"
LONG = os.environ.get("GROZD_LONG") == "1"
SAMPLES = ["green-harbours", "inno-industry"]
CHROMIUM = "/usr/bin/chromium"

# A project as small as one can be; the first person is its coordinator.
SMALL = {
    "acronym": "SMALL", "title": "A small project", "programme": "Interreg Europe", "start": "2024-03-01",
    "end": "2026-02-28", "periodMonths": 6, "coordinator": "Ana Novak",
    "partners": [{"name": "Municipality of Kranj", "country": "SI"}, {"name": "Hafenverein e.V.", "country": "DE"}],
}


# The auditor's own program

VERIFY_TRAIL = HERE.parents[1] / "tools" / "verify-trail.py"
spec = importlib.util.spec_from_file_location("verify_trail", VERIFY_TRAIL)
verify_trail = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify_trail)


# The program


class Grozd:
    """Runs commands of the program: `grozd("trail", "verify", "small", data=folder)`."""

    def __init__(self, binary):
        self.binary = str(binary)

    def environment(self):
        # What the person who runs the tests has set must not reach them.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GROZD_")}
        return {**kept, "SWIFT_BACKTRACE": "enable=no"}

    def run(self, *arguments, data=None, input=None, timeout=60):
        """The finished process, whatever its exit code was."""
        folder = ["--data", str(data)] if data else []
        return subprocess.run(
            [self.binary, *map(str, arguments), *folder], input=input, capture_output=True, text=True, timeout=timeout,
            env=self.environment(), stdin=None if input is not None else subprocess.DEVNULL)

    def __call__(self, *arguments, **options):
        """The standard output of a command that must succeed."""
        ran = self.run(*arguments, **options)
        assert ran.returncode == 0, f"grozd {' '.join(map(str, arguments))}: {ran.returncode}\n{ran.stdout}{ran.stderr}"
        return ran.stdout

    def new_project(self, name, data, **fields):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({**SMALL, **fields}, file)
            file.flush()
            self("project", "new", name, "--with", file.name, data=data)

    def do(self, project, verb, fields, data, person=1):
        """Carries a verb out, and answers with its entry number and records."""
        return json.loads(
            self("do", project, verb, "--as", person, "--with", "-", "--json", data=data, input=json.dumps(fields)))

    def kinds(self, data):
        """Kind to the name of its list in addresses, in the order of rooms."""
        def known(*command):
            return self.run(*command, data=data).stderr.split("Known are: ")[1].strip().rstrip(".").split(", ")

        [project, *_] = [line["name"] for line in json.loads(self("project", "list", "--json", data=data))]
        kinds = dict(zip(known("trail", "show", project, "--record", "?"), known("show", project, "?"), strict=True))
        return {kind: plural for kind, plural in kinds.items() if kind not in ("human", "put-away")}

    def serve(self, data, command="serve", **options):
        return Server(self, data, command, **options)


@pytest.fixture(scope="session")
def grozd():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    build = os.environ.get("GROZD_BUILD") or os.path.join(cache, "grozd-build")
    binary = pathlib.Path(os.environ.get("GROZD_BIN") or os.path.join(build, "debug", "grozd"))
    if not binary.exists():
        pytest.fail(f"{binary} does not exist; bin/test builds it", pytrace=False)
    return Grozd(binary)


@pytest.fixture
def data():
    """An empty data folder."""
    folder = tempfile.mkdtemp(prefix="grozd-story-")
    yield pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def samples(grozd):
    """A data folder with both samples, in which nobody writes."""
    with tempfile.TemporaryDirectory(prefix="grozd-story-") as folder:
        grozd("demo", "--no-serve", "--today", TODAY, data=folder, timeout=180)
        yield pathlib.Path(folder)


@pytest.fixture
def own_samples(samples, data):
    """A copy of it, to write in."""
    return pathlib.Path(shutil.copytree(samples, data, dirs_exist_ok=True))


@pytest.fixture
def cut(grozd):
    """Runs a command that is ended at its n-th call of some sorts; the code, None when it was ended before it was done."""
    if not shutil.which("strace"):
        pytest.skip("needs strace")

    def run(calls, number, *arguments, input=None):
        ran = subprocess.run(
            ["strace", "-f", "-qq", "-o", "/dev/null", f"--inject={calls}:signal=SIGKILL:when={number}", grozd.binary, *map(str, arguments)],
            capture_output=True, text=True, input=input, timeout=60, env=grozd.environment(), stdin=None if input else subprocess.DEVNULL)
        if "PTRACE" in ran.stderr and "not permitted" in ran.stderr:
            pytest.skip("may not trace a process")
        return None if ran.returncode < 0 or ran.returncode == 137 else ran.returncode
    return run


# Servers


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server, from the time that it answers. Use it in `with`, which ends it kindly."""

    def __init__(self, grozd, data, command="serve", today=TODAY, patience=60, preload=None, options=(), **popen):
        self.grozd = grozd
        self.data = data
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        arguments = [grozd.binary, command, "--data", str(data), "--port", str(self.port), "--today", today, *options]
        self.log = tempfile.TemporaryFile(buffering=0)
        environment = {**grozd.environment(), **({"LD_PRELOAD": str(preload)} if preload else {})}
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=environment, **popen)
        self.await_ready(time.monotonic() + patience)

    def await_ready(self, end):
        while self.address not in self.said:
            ended = self.process.poll() is not None
            if ended or time.monotonic() > end:
                self.kill()
                raise AssertionError(f"the server {'ended' if ended else 'did not say that it is ready'}\n{self.said}")
            time.sleep(0.005)

    @property
    def said(self):
        """Everything that it wrote so far."""
        return os.pread(self.log.fileno(), 1 << 24, 0).decode(errors="replace")

    def kill(self):
        """Kills it as a power cut would, as far as the process is concerned."""
        self.process.kill()
        self.ended()

    def stop(self):
        """Asks it to stop, as systemd does, and waits; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self, patience=20):
        """Waits until it has ended; the exit code."""
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the server did not stop within {patience} seconds\n{self.said}") from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def visitor(self, desk=None, language=None):
        return Visitor(self.port, desk, language)


class Visitor:
    """Somebody with one connection to a server, who may sit at a desk: `small/1` is person 1 of the project small."""

    def __init__(self, port, desk=None, language=None, timeout=30):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        cookies = {"grozd-desk": desk, "grozd-language": language}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items() if value)}

    def get(self, path, accept="text/html"):
        return self.ask("GET", path, {"Accept": accept})

    def post(self, path, fields, accept="application/json"):
        """Sends a form, as a page would: nested fields by dotted names."""
        return self.ask(
            "POST", path, {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
            urllib.parse.urlencode(fields, doseq=True))

    def upload(self, path, fields, name, content, accept="application/json"):
        """Sends a form with a file, as a page would."""
        mark = "grozd-7f3a"
        parts = []
        for field, value in fields.items():
            for text in value if isinstance(value, list) else [value]:
                parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'.encode())
        head = f'--{mark}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
        body = b"".join(parts) + head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self.ask("POST", path, {"Accept": accept, "Content-Type": f"multipart/form-data; boundary={mark}"}, body)

    def ask(self, method, path, headers, body=None):
        """The status and the body."""
        status, _, content = self.ask_bytes(method, path, headers, body)
        return status, content.decode()

    def ask_bytes(self, method, path, headers=None, body=None):
        """The status, the headers and the body as it came."""
        self.connection.request(method, path, body, {**self.headers, **(headers or {})})
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def close(self):
        self.connection.close()


@pytest.fixture(scope="session")
def server(grozd):
    """One server with both samples, for all stories that only read, or add what nobody else counts."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="grozd-story-"))
        yield stack.enter_context(grozd.serve(folder, "demo", patience=180))


@pytest.fixture(scope="session")
def coordinators(server):
    """Project to the seat of somebody who may do everything in it."""
    seats = json.loads(server.visitor().get("/desk?as=json")[1])
    found = {}
    for seat in seats:
        if "coordinator" in seat["duties"]:
            found.setdefault(seat["seat"].split("/")[0], seat["seat"])
    assert set(found) == set(SAMPLES), seats
    return found


# The browser


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    if not os.path.exists(CHROMIUM):
        pytest.fail(f"{CHROMIUM} is missing; bin/setup test installs it", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser):
    """Makes pages of new visitors: `new_page(desk="small/1", width=390)`. A script that fails, or one that the page's own rules forbid, fails the story."""
    contexts, problems = [], []

    def make(server=None, desk=None, language=None, width=1280, **options):
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": width, "height": 900}, **options})
        contexts.append(context)
        cookies = {"grozd-desk": desk, "grozd-language": language}
        context.add_cookies([{"name": name, "value": value, "url": server.address} for name, value in cookies.items() if value])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: problems.append(f"{page.url}: {message.text}") if is_problem(message) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


def is_problem(message):
    # The browser also reports each answer from 400 on, which stories ask for on purpose.
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def violations(page, context=None):
    """What axe finds on the page that WCAG 2.2 AA does not allow, as lines to read."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, context=context, options={"runOnly": {"type": "tag", "values": tags}})
    lines = []
    for violation in found.response["violations"]:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"][:3]:
            lines.append("    " + re.sub(r"\s+", " ", node["html"])[:160])
    return lines


def shot(page, name):
    """Keeps a picture of the whole page when GROZD_SHOTS=1."""
    if os.environ.get("GROZD_SHOTS") == "1":
        folder = HERE / "shots"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
