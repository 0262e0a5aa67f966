#!/usr/bin/env python3
"""Keeps the texts of all languages together; bin/words says how it is called.

`made-from.txt` has a line for each key: a digest of the English that its translations were made from. A language whose
translation was made from another English says so behind it: `page.search 1f0c9a3e sl=77b0d2aa`.
"""

import pathlib
import sys

TEXTS = pathlib.Path(__file__).resolve().parent.parent / "Words" / "texts"
MADE = TEXTS / "made-from.txt"


def digest(text):
    """FNV-1a of the text's bytes, 32 bits."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{found:08x}"


def entry(line):
    """The key and text of a line, or None of a remark."""
    if line.startswith("#") or "=" not in line:
        return None
    key, text = line.split("=", 1)
    return key.strip(), text.strip()


def languages():
    return sorted(path.name for path in TEXTS.iterdir() if path.is_dir())


def book(language):
    lines = [line for file in sorted((TEXTS / language).glob("*.txt")) for line in file.read_text().splitlines()]
    return dict(filter(None, map(entry, lines)))


def made():
    """By key, the digests by language; under "" that of all others."""
    notes = {}
    for line in MADE.read_text().splitlines() if MADE.exists() else []:
        key, rest, *others = line.split(" ")
        # After a merge a key may have two lines: what either says of a language counts.
        notes.setdefault(key, {}).update({"": rest}, **dict(other.split("=") for other in others))
    return notes


def write(notes):
    """A key whose translations are all made from one English has one digest."""
    lines = []
    for key, note in sorted(notes.items()):
        digests = {language: note.get(language, note[""]) for language in languages() if language != "en"}
        common = max([note[""], *digests.values()], key=list(digests.values()).count)
        others = [f" {language}={digests[language]}" for language in sorted(digests) if digests[language] != common]
        lines.append(f"{key} {common}{''.join(others)}\n")
    MADE.write_text("".join(lines))


def new():
    """A translation that is the English sentence itself waits for somebody who speaks the language."""
    notes, books = made(), {language: book(language) for language in languages()}
    for key, text in books["en"].items():
        if key not in notes:
            waits = [language for language in books if len(text) > 20 and books[language].get(key) == text]
            notes[key] = {"": digest(text), **{language: "none" for language in waits if language != "en"}}
    write({key: note for key, note in notes.items() if key in books["en"]})


def note(language, *keys):
    notes, english = made(), book("en")
    for unknown in [key for key in keys if key not in english]:
        sys.exit(f"bin/words: there is no text {unknown}")
    if language != "all" and language not in languages():
        sys.exit(f"bin/words: there is no language {language}")
    for key in keys:
        now = digest(english[key])
        notes[key] = {"": now} if language == "all" else {**notes.get(key, {"": now}), language: now}
    write(notes)


def stale(*wanted):
    notes, english = made(), book("en")
    for language in wanted or [language for language in languages() if language != "en"]:
        own = book(language)
        for key, text in english.items():
            was = notes.get(key, {})
            if was.get(language, was.get("")) not in (None, digest(text)):
                print(f"{language} {key}\n  en: {text}\n  {language}: {own.get(key, '')}")


def take(language, keys):
    """Takes the lines of the keys out of the language's files, and what then is an empty part of a file."""
    taken = {}
    for file in sorted((TEXTS / language).glob("*.txt")):
        parts = []
        for part in file.read_text().rstrip("\n").split("\n\n"):
            lines = part.split("\n")
            kept = []
            for line in lines:
                found = entry(line)
                if found and found[0] in keys:
                    taken[found[0]] = line
                else:
                    kept.append(line)
            if len(kept) == len(lines) or any(map(entry, kept)):
                parts.append("\n".join(kept))
        file.write_text("\n\n".join(parts) + "\n")
    return taken


def move(name, *keys):
    for language in languages():
        taken = take(language, set(keys))
        file = TEXTS / language / f"{name}.txt"
        lines = "".join(taken[key] + "\n" for key in keys if key in taken)
        file.write_text((file.read_text() + "\n" if file.exists() else "") + lines)


def drop(*keys):
    for language in languages():
        take(language, set(keys))
    new()


COMMANDS = {"stale": (stale, 0), "made": (note, 2), "new": (new, 0), "move": (move, 2), "drop": (drop, 1)}

if __name__ == "__main__":
    name, *given = sys.argv[1:] or [""]
    command, least = COMMANDS.get(name, (None, 0))
    if command is None or len(given) < least or (name == "new" and given):
        sys.exit("bin/words stale [LANGUAGE...] | made LANGUAGE|all KEY... | new | move FILE KEY... | drop KEY...")
    command(*given)
