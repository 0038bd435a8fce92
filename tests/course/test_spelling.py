"""Every word that a reader meets is spelled right, and spelled the British way."""

import json
import re
from pathlib import Path

import pytest
from spellchecker import SpellChecker

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "chapters").glob("*.md")), *sorted((ROOT / "workshop").rglob("*.md"))]
PAGES += [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "workshop" / "run-sheets.yml"]
PAGES += [ROOT / "site" / "offline" / "start-here.md"]
MESSAGES = sorted((ROOT / "rolecraft" / "text" / "en").glob("*.json"))
# Names, the trade's own words, and Swedish words that the course explains.
OWN = set((Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split())
MARKUP = re.compile(
    r"\A---\n.*?\n---\n|^```\w+\n.*?^```$|^[`:]{3,}[^\n]*$|^:\w+:[^\n]*$|\{[\w:-]+\}`[^`]*`|`[^`]*`|https?://\S+|\]\([^)]*\)|\{[^}]*\}"
    r"|\b\w+\.\w+(?:/\S*)?|\*[^*\n]*[åäöÅÄÖ][^*\n]*\*",
    re.DOTALL | re.MULTILINE,
)
AMERICAN = re.compile(
    r"\b\w+(?:[^wse]iz(?:e[ds]?|ing|ation)|yz(?:e[ds]?|ing))\b"
    r"|\b(?:behavior|favorite|center|color|honor|neighbor)(?:s|ed|ing)?\b",
    re.IGNORECASE,
)
DICTIONARY = SpellChecker()


def words(text):
    """Return the words of a page or message without markup, in small letters."""
    plain = MARKUP.sub(" ", text).replace("’", "'")
    return {word.lower() for word in re.findall(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:'[a-z]+)?", plain)}


def misspelled(found):
    stems = {word.removesuffix("'s") for word in found}
    return sorted(DICTIONARY.unknown(stems - OWN))


@pytest.mark.parametrize("path", [*PAGES, *MESSAGES], ids=lambda path: path.name)
def test_every_word_is_known(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        text = "\n".join(json.loads(text).values())
    assert not misspelled(words(text))
    assert not [word for word in AMERICAN.findall(MARKUP.sub(" ", text)) if word.lower() not in OWN]


def test_a_mistake_is_found():
    assert misspelled(words("The markting plan needs atenshun. Maja's *behov* `notaword` {term}`nope`")) == [
        "atenshun",
        "behov",
        "markting",
    ]
    assert AMERICAN.findall("to organize and to color, not to size or to seize") == ["organize", "color"]
