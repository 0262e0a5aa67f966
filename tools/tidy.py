#!/usr/bin/env python3
"""Looks for what a formatter does not see, in every file that git keeps or would keep. Exit 1 if there is any.

Prints `FILE:LINE: what is wrong`, one a line. Each rule is a function below, or a row of HABITS.
"""

import os
import pathlib
import re
import subprocess
import sys

LARGEST = 1_000_000
PRODUCT = ("Sources/", "Programmes/", "Words/", "Samples/")
TEXTS = {".swift", ".md", ".py", ".json", ".txt", ".css", ".js", ".html", ".svg", ".csv", ""}

# Where, which lines, and why not.
HABITS = [
    (PRODUCT, r"\b(TODO|FIXME|XXX)\b", "finish it, or write it down in docs"),
    (PRODUCT, r"\bfatalError\(|\bpreconditionFailure\(", "one trap ends the server for everybody: throw"),
    (PRODUCT, r"\btry!", "one trap ends the server for everybody: throw"),
    (PRODUCT, r"String\.Comparator\(options", "ends the process on any letter beyond ASCII: compare(_:options:)"),
    (("",), r"/home/\w+/|/Users/\w+/|/root/\w", "a path of one machine"),
]


def kept_files():
    """Paths of all files that git keeps, or would when added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], stdout=subprocess.PIPE, check=True)
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return [name for name in names if os.path.isfile(name) and not os.path.islink(name)]


def size(name, content):
    if len(content) > LARGEST:
        yield 1, f"{len(content):,} bytes; at most {LARGEST:,}"


def spaces(name, lines):
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            yield number, "spaces at the end"
    if lines and not lines[-1]:
        yield len(lines), "empty lines at the end"


def habits(name, lines):
    for places, pattern, why in HABITS:
        if name != "tools/tidy.py" and name.startswith(places):
            for number, line in enumerate(lines, 1):
                if re.search(pattern, line):
                    yield number, f"{line.strip()[:80]}: {why}"


def links(name, lines):
    """What a page of ours links to within the repository must exist."""
    if name.endswith(".md"):
        for number, line in enumerate(lines, 1):
            for target in re.findall(r"\]\(<?([^)>\s]+)>?[^)]*\)", re.sub(r"`[^`]*`", "", line)):
                path = target.split("#")[0]
                if path and not re.match(r"[a-z]+:", path):
                    if not os.path.exists(os.path.join(os.path.dirname(name), path)):
                        yield number, f"links to {path}, which does not exist"


def scripts(name, lines):
    """A script stops at its first failure, and can be run."""
    if name.startswith(("bin/", ".ci/")) and name != "bin/lib.sh":
        if lines[:1] != ["#!/usr/bin/env bash"]:
            yield 1, "does not begin with #!/usr/bin/env bash"
        if "set -euo pipefail" not in lines:
            yield 1, "lacks set -euo pipefail"
        if not os.access(name, os.X_OK):
            yield 1, "is not executable"


def python(name, lines):
    if name.endswith(".py"):
        try:
            compile("\n".join(lines) + "\n", name, "exec")
        except SyntaxError as error:
            yield error.lineno or 1, f"is not Python: {error.msg}"


def faults(name):
    content = pathlib.Path(name).read_bytes()
    yield from size(name, content)
    if pathlib.Path(name).suffix not in TEXTS:
        return
    try:
        text = content.decode()
    except UnicodeDecodeError:
        yield 1, "is not UTF-8"
        return
    if not text:
        return
    if not text.endswith("\n"):
        yield text.count("\n") + 1, "the last line does not end"
    lines = text.removesuffix("\n").split("\n")
    for rule in (spaces, habits, links, scripts, python):
        yield from rule(name, lines)


def main():
    found = 0
    for name in kept_files():
        for line, what in faults(name):
            print(f"{name}:{line}: {what}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
