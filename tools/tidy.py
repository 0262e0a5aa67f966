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
    (PRODUCT, r"\bunowned\b", "ends the process where there is nothing: weak"),
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
    # Strange bytes for the readers are as they are.
    if name.startswith("Tests/Fuzzing/corpus/"):
        return
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


# What ends the process when a number, a text or a place is not as expected; see "Nothing traps" in CONTRIBUTING.md.
TRAPS = [
    (r"\babs\(", "ends the process at the smallest number: .magnitude"),
    (r"[\w)\]>]!(?![=\w(])", "ends the process where there is nothing: guard"),
    (r"\b(as|try)!", "ends the process: guard or throw"),
    (r"(\bif|\bguard|\bwhile|,) let \w+ = U?Int\d*\((?!exactly|clamping)|\bflatMap\s*\{\s*U?Int\d*\(|\bU?Int\d*\([^()]*\) (\?\?|[!=]= nil)",
     "numbers of a text are read by Whole.reading"),
    (r"\breduce\(0|\.cents [-+*] |[-+*] \w+(\.\w+)*\.cents\b|\.(number|value|answers|yes|outOf|target|baseline|part) [-+*] ",
     "a sum of what is on record: .total, adding"),
]
LITERAL = r"(\"\"|-?[0-9][0-9_]*|0x[0-9A-F]+|\.min|\.max)"
TRAP_LIST = "tools/no-traps.txt"


def code_of(lines):
    """The lines without comments and without the letters of texts; what is put into a text stays. Beside each line the
    length of the longest text on it, with what is put into it."""
    out, within, depth = [], None, []
    for line in lines:
        kept, at, longest = "", 0, 0
        begun = len(line) - len(line.lstrip())
        while at < len(line):
            rest = line[at:]
            if within is None:
                if rest.startswith("//"):
                    break
                start = re.match(r'(#*)("""|")', rest)
                if start:
                    within = (start[1], start[2])
                    begun = begun if depth else at + len(start[0])
                    kept += '"'
                    at += len(start[0])
                    continue
                if depth:
                    depth[-1][1] += (rest[0] == "(") - (rest[0] == ")")
                    if depth[-1][1] == 0:
                        within = depth.pop()[0]
                kept += rest[0]
                at += 1
            else:
                hashes, quote = within
                if rest.startswith(quote + hashes):
                    within = None
                    longest = longest if depth else max(longest, at - begun)
                    kept += '"'
                    at += len(quote + hashes)
                elif rest.startswith("\\" + hashes + "("):
                    depth.append([within, 1])
                    within = None
                    kept += "("
                    at += len(hashes) + 2
                else:
                    at += 2 if rest[0] == "\\" and not hashes else 1
        if within or depth:
            longest = max(longest, len(line) - begun)
        if within and within[1] == '"':
            within = None
        out.append((kept, longest))
    return out


def ranges(code):
    """Whether a range is made with a bound that may be anything."""
    for found in re.finditer(r"(\S*?)\s?(\.\.<|\.\.\.)\s?(\S*)", code):
        before, after = found[1], found[3]
        left = re.search(LITERAL + r"$", before) or before == "" or before[-1] in "([{,"
        right = re.match(LITERAL + r"(\b|(?<=\"))", after) or after == "" or after[0] in ")]},"
        if re.search(r"[A-Z]\w*[>?]?$", before) and (after == "" or after[0] in "),"):
            continue
        if not (left and right):
            yield found[0]


def is_product(name):
    return name.startswith((*PRODUCT, "docs/rooms/")) and name.endswith(".swift")


def trap_places(name, lines):
    """Where a line of code may end the process: its number, the line, and why."""
    if is_product(name):
        for number, (code, _) in enumerate(code_of(lines), 1):
            whys = [why for pattern, why in TRAPS if re.search(pattern, code)]
            if any(ranges(code)):
                whys.append("a range backwards ends the process: .between, .from, .part")
            for why in whys:
                yield number, lines[number - 1].strip(), why


def traps(names):
    """Places that may end the process and stand in no list, and lines of the list that name none.

    The list has a line for each: `FILE: the code: why it cannot`; code and reason are parted by a tab.
    """
    listed = {}
    for number, line in enumerate(pathlib.Path(TRAP_LIST).read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            parts = line.split("\t")
            if len(parts) != 3 or not all(parts):
                yield TRAP_LIST, number, "FILE, code and reason, parted by tabs"
            else:
                listed[parts[0], parts[1]] = number
    used = set()
    for name in names:
        if name.endswith(".swift"):
            lines = pathlib.Path(name).read_text().removesuffix("\n").split("\n")
            for number, code, why in trap_places(name, lines):
                if (name, code) in listed:
                    used.add((name, code))
                else:
                    yield name, number, f"{code[:90]}: {why}"
    for (name, code), number in listed.items():
        if (name, code) not in used:
            yield TRAP_LIST, number, f"{name} has no such line any more"


WIDEST = 160
WIDE_LIST = "tools/wide-texts.txt"


def wide(names):
    """Lines with a text that nobody can review in a difference: markup stands one element a line.

    The list has the files that have some from before, with their number, which only goes down.
    """
    listed = {}
    for number, line in enumerate(pathlib.Path(WIDE_LIST).read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            name, _, count = line.partition("\t")
            listed[name] = (int(count), number)
    for name in names:
        if is_product(name):
            lines = pathlib.Path(name).read_text().removesuffix("\n").split("\n")
            found = [number for number, (_, longest) in enumerate(code_of(lines), 1) if longest > WIDEST]
            most, place = listed.pop(name, (0, 0))
            if len(found) > most:
                yield name, found[-1], f"texts over {WIDEST} letters in lines {found}; at most {most}: one element a line"
            elif len(found) < most:
                yield WIDE_LIST, place, f"{name} has {len(found)} now, not {most}: say so"
    for name, (_, number) in listed.items():
        yield WIDE_LIST, number, f"there is no {name} any more"


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
    names = kept_files()
    for name in names:
        for line, what in faults(name):
            print(f"{name}:{line}: {what}")
            found += 1
    for name, line, what in [*traps(names), *wide(names)]:
        print(f"{name}:{line}: {what}")
        found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
