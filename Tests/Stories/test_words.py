"""How a translator keeps ten languages together: bin/words, on a copy of the texts."""

import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Copy:
    def __init__(self, folder):
        shutil.copytree(ROOT / "Words" / "texts", folder / "Words" / "texts")
        (folder / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "words.py", folder / "tools")
        self.program, self.texts = folder / "tools" / "words.py", folder / "Words" / "texts"

    def __call__(self, *given):
        return subprocess.run([sys.executable, self.program, *given], stdout=subprocess.PIPE, check=True, text=True).stdout

    def say(self, language, key, text):
        for file in (self.texts / language).glob("*.txt"):
            lines = file.read_text().splitlines()
            if any(line.startswith(f"{key} =") for line in lines):
                file.write_text("".join(
                    f"{key} = {text}\n" if line.startswith(f"{key} =") else line + "\n" for line in lines))
                return
        raise AssertionError(f"{language} has no {key}")

    def note(self, key):
        return next(line for line in (self.texts / "made-from.txt").read_text().splitlines() if line.split(" ")[0] == key)

    def lines(self):
        """Every text of every language, wherever it stands."""
        return {
            language.name: sorted(
                line for file in language.glob("*.txt") for line in file.read_text().splitlines()
                if line and not line.startswith("#"))
            for language in self.texts.iterdir() if language.is_dir()}


@pytest.fixture
def words(tmp_path):
    return Copy(tmp_path)


def test_an_english_text_that_changes_leaves_nine_translations_old_until_each_was_looked_at(words):
    before = words("stale").count("page.find")
    words.say("en", "page.find", "Look for")
    assert words("stale").count("page.find") == before + 9
    assert "sl page.find\n  en: Look for\n  sl: " in words("stale", "sl")

    words("made", "sl", "page.find")
    assert "page.find" not in words("stale", "sl")
    assert words("stale").count("page.find") == before + 8
    assert " sl=" in words.note("page.find")

    # When all were looked at, one digest says so.
    words("made", "all", "page.find")
    assert "page.find" not in words("stale")
    assert len(words.note("page.find").split(" ")) == 2


def test_a_new_text_that_somebody_could_not_translate_waits_for_who_can(words):
    for language in words.lines():
        said = "Išče se po imenih in besedilih." if language == "sl" else "Names and texts are looked through."
        with (words.texts / language / "Pages.txt").open("a") as file:
            file.write(f"page.looked = {said}\n")
    words("new")
    assert "page.looked" not in words("stale", "sl") and words("stale").count("page.looked") == 8
    words("made", "de", "page.looked")
    assert "page.looked" not in words("stale", "de") and "page.looked" in words("stale", "lv")


def test_another_change_makes_what_was_looked_at_old_again(words):
    words.say("en", "page.find", "Look for")
    words("made", "sl", "page.find")
    words.say("en", "page.find", "Seek")
    assert "sl page.find" in words("stale", "sl") and "de page.find" in words("stale", "de")


def test_nothing_is_noted_of_a_text_or_a_language_that_there_is_not(words):
    before = (words.texts / "made-from.txt").read_text()
    for given in [("made", "sl", "page.nowhere"), ("made", "xx", "page.find"), ("made", "sl"), ("new", "page.find"), ("mend",), ()]:
        with pytest.raises(subprocess.CalledProcessError):
            words(*given)
    assert (words.texts / "made-from.txt").read_text() == before


def test_a_text_moves_in_all_languages_and_stays_what_it_is(words):
    before = words.lines()
    words("move", "Events", "page.find", "page.show")
    assert words.lines() == before
    for language in before:
        assert "page.find =" in (words.texts / language / "Events.txt").read_text()
        assert "page.find =" not in (words.texts / language / "Pages.txt").read_text()


def test_a_text_that_is_dropped_is_gone_in_all_languages_and_nothing_else(words):
    before = words.lines()
    words("drop", "page.find")
    after = words.lines()
    for language in before:
        assert [line for line in before[language] if not line.startswith("page.find =")] == after[language]
    assert "page.find " not in (words.texts / "made-from.txt").read_text()


def test_two_that_noted_the_same_text_are_put_together_after_a_merge(words):
    words.say("en", "page.find", "Look for")
    ours = (words.texts / "made-from.txt").read_text()
    words("made", "sl", "page.find")
    slovene = words.note("page.find")
    (words.texts / "made-from.txt").write_text(ours)
    words("made", "de", "page.find")
    # Both lines stand there.
    notes = words.texts / "made-from.txt"
    notes.write_text(notes.read_text() + slovene + "\n")
    words("new")
    assert " de=" in words.note("page.find") and " sl=" in words.note("page.find")
