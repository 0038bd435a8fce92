"""Find listed terms in a text: words in their inflections, beginnings of compounds, names, phrases.

How a term is written in the list (rolecraft/data/areas.json):
  newsletter    this word, and its inflections by the Snowball stemmer of the language (newsletters)
  annons*       every word that begins like this: Swedish compounds (annonskampanj)
  copy!         this form only
  =PR           this form only, capitals as written
A phrase has several words with spaces, hyphens or slashes between them: "e-handel*", "a/b test*".

Takes time in proportion to the text. Offsets are those of the text as it came.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from attrs import frozen

Stem = Callable[[str], str]
_new = tuple.__new__  # half the time of calling a named tuple

# A word goes on over accents that stand alone and over soft hyphens, as in text copied from a PDF.
_WORD = re.compile(r"\w[\w\u0300-\u036f\u00ad]*|%")
# What may stand between the words of a phrase; a full stop before a space or a new line ends it.
_BETWEEN = re.compile(r"[^\S\n\r]{1,3}|[-‐‑–/.&+'’]")
_LONGEST_WORD = 40  # letters; nothing longer is stemmed
_REMEMBERED = 20_000  # words whose keys are kept for the next look at a text


class Word(NamedTuple):  # made for every word of a text, and quicker to make than a class of attrs
    """One word of a text, from character start to end. plain: as the lists have it; as_is: as written."""

    start: int
    end: int
    plain: str
    as_is: str


@frozen
class Match:
    """A term found: words first to last (both included) of the text, and the term's label."""

    first: int
    last: int
    label: str
    term: str


def words(text: str) -> list[Word]:
    """Return the words of a text, å, ä and ö being letters; numbers and % count as words."""
    found = []
    for match in _WORD.finditer(text.replace("_", " ")):
        as_is = match[0]
        if not as_is.isascii():
            as_is = unicodedata.normalize("NFC", as_is.replace("\u00ad", ""))
        start, end = match.span()
        found.append(_new(Word, (start, end, as_is.lower(), as_is)))
    return found


class Lexicon:
    """Terms with labels, ready to be found.

    stem: gives the stem of a word; without it a plain term means this form only.
    """

    def __init__(self, terms: Iterable[tuple[str, str]], stem: Stem | None = None):
        self._stem = stem
        self._exact: set[str] = set()
        self._beginnings: dict[str, str] = {}
        self._stems: dict[str, list[str]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._keys_of: dict[str, tuple[str, ...]] = {}
        for label, term in terms:
            keys = [self._learn(word) for word in re.findall(r"=?\w+[*!]?|%", term)]
            self._phrases.setdefault(keys[0], []).append((tuple(keys[1:]), label, term))
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._first_letters = {stem[:2] for stem in self._stems}

    def _learn(self, word: str) -> str:
        """Take in one word of a term; return its key, by which a word of a text is recognised."""
        if word[-1] == "*":
            self._beginnings[word[:-1]] = word
        elif word[0] == "=" or word[-1] == "!" or self._stem is None:
            word = word.rstrip("!")
            self._exact.add(word)
        else:
            forms = self._stems.setdefault(self._stem(word), [])
            if word not in forms:
                forms.append(word)
            word = f"~{word}"
        return word

    def _keys(self, word: Word) -> tuple[str, ...]:
        """Return the keys that a word of a text answers to; most words answer to none."""
        keys = self._keys_of.get(word.as_is)
        if keys is None:
            plain = word.plain
            found = [key for key in (plain, f"={word.as_is}") if key in self._exact]
            for length in self._lengths:
                if length > len(plain):
                    break
                if key := self._beginnings.get(plain[:length]):
                    found.append(key)
            # The stemmers leave the first letters alone, so most words need no stemming.
            if self._stem and plain[:2] in self._first_letters and len(plain) <= _LONGEST_WORD:
                # Inflections only: "branding" has the same stem as "brand" and means something else,
                # so the word must not be shorter than the listed one, but for its last letter.
                found += (
                    f"~{form}"
                    for form in self._stems.get(self._stem(plain), ())
                    if plain.startswith(form[:-1])
                )
            keys = self._keys_of[word.as_is] = tuple(found)
        return keys

    def find(self, text: str, text_words: list[Word]) -> Iterator[Match]:
        """Yield every occurrence of every term, in order of its first word; they may overlap.

        text_words: words(text), made once for several lexicons.
        """
        if len(self._keys_of) > _REMEMBERED:
            self._keys_of.clear()
        known = self._keys_of.get
        all_keys = [self._keys(word) if (keys := known(word.as_is)) is None else keys for word in text_words]
        all_keys.append(())  # the end, which is no word of any phrase
        for first, keys in enumerate(all_keys):
            for key in keys:
                following = all_keys[first + 1]
                for rest, label, term in self._phrases.get(key, ()):
                    if not rest:
                        yield Match(first, first, label, term)
                    elif rest[0] in following and self._goes_on(text, text_words, all_keys, first, rest):
                        yield Match(first, first + len(rest), label, term)

    @staticmethod
    def _goes_on(
        text: str,
        text_words: list[Word],
        all_keys: list[tuple[str, ...]],
        first: int,
        rest: tuple[str, ...],
    ) -> bool:
        """Tell whether the rest of a phrase, whose next word is there, stands behind its first word."""
        last = first + len(rest)
        return (
            last < len(text_words)
            and (len(rest) == 1 or all(wanted in all_keys[first + n] for n, wanted in enumerate(rest, 1)))
            and all(
                _BETWEEN.fullmatch(text, text_words[n].end, text_words[n + 1].start)
                for n in range(first, last)
            )
        )


def without_overlaps(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield the matches that remain when the first and, from the same word, the longest one wins."""
    end = -1
    for match in sorted(matches, key=lambda match: (match.first, -match.last)):
        if match.first > end:
            end = match.last
            yield match
