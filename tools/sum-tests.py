#!/usr/bin/env python3
"""Adds up the reports of several test runs and prints one closing line: `12 passed, 0 failed`.

    sum-tests.py FOLDER

The folder holds, for each part that ran, `PART.status` with its exit code, and its JUnit reports `PART*.xml`. A part
that failed without naming a failed test (it did not build, it crashed) counts as one failed test. Exit 1 if any failed.
"""

import pathlib
import sys
import xml.etree.ElementTree as xml


def count(report):
    """How many tests of a JUnit report passed, failed and were skipped."""
    passed = failed = skipped = 0
    for case in xml.parse(report).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def main(folder):
    passed = failed = skipped = 0
    for status in sorted(pathlib.Path(folder).glob("*.status")):
        part_failed = 0
        for report in sorted(status.parent.glob(status.stem + "*.xml")):
            try:
                counted = count(report)
            except xml.ParseError:
                continue
            passed += counted[0]
            part_failed += counted[1]
            skipped += counted[2]
        if int(status.read_text()) != 0 and part_failed == 0:
            print(f"{status.stem}: failed without naming a test", file=sys.stderr)
            part_failed = 1
        failed += part_failed
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
