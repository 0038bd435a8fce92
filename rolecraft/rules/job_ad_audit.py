"""The job-ad audit: which areas of work an ad asks for, how much that is for one person, what it leaves out.

The twelve areas, the lists of words and all weights and limits are course rules of thumb, not research. The
areas were anchored in ESCO (European Commission) and the Swedish JobTech taxonomy. The audit reads words, not
meaning. It was measured on role texts by others, labelled by hand by one of us, each set before the lists
had met it: 16 texts, mostly narrow roles, gave precision 0.64 and recall 0.75; after mending the lists, nine
more gave 0.83 and 0.89. Weakest are PM and STRATEGY. Plain stems did worse than beginnings of words on all 59
texts (0.78 and 0.70 against 0.87 and 0.74), so the stemmer only lets a listed word be met by its inflections:
a shorter list, not a better score.
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import floor, fsum
from typing import Any, Literal

from attrs import frozen

from rolecraft.data_files import read_text
from rolecraft.plan import Experience, JobAd
from rolecraft.rules.ad_matching import Lexicon, Word, without_overlaps, words
from rolecraft.rules.areas import AREAS
from rolecraft.rules.feedback import Feedback

Language = Literal["en", "sv"]
Band = Literal["focused", "stretched", "broad", "jobs"]

# Course rules of thumb, not research.
CAPACITY: dict[Experience, int] = {
    "junior": 3,
    "mid": 4,
    "senior": 5,
}  # load that one full-time person carries
SHARES = (0.5, 1.0)  # of full time
ASKED = 0.5  # strength from which an area counts as asked for
FOCUSED_BREADTH = 4
BANDS = ((1.0, "focused"), (1.5, "stretched"), (2.0, "broad"))  # overload ratio up to which a band reaches
ESCO_BREADTH = 8
MOST_AREAS = 3  # in a rewritten ad
OUTSOURCED, WISH, UNCLEAR, REQUIRED = 0.25, 0.5, 0.8, 1.0

# Seven things that a clear ad says, the most useful first. Six are points that Swedish rules want an employee
# to know (AFS 2015:4, 10 §, now in AFS 2023:2); the seventh, learning, is the course's own.
CLARITY = ("results", "priorities", "mandate", "support", "learning", "methods", "tasks")

# Questions about an area: asked for at expert's level, asked for, a wish, done by somebody else.
PROMPTS = ("high", "needed", "wish", "outsourced")

_SWEDISH = frozenset(
    ("och", "att", "för", "som", "med", "är", "du", "vi", "på", "av", "till", "ett", "det", "har", "inom")
)
_ENGLISH = frozenset(
    ("and", "the", "of", "to", "with", "you", "we", "for", "is", "are", "our", "a", "or", "your", "in")
)

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
# A full stop ends a sentence when a capital, a digit or a sign follows, so that "t.ex. annonser" stays whole.
# It is looked for at the first of a row of signs only, or a page of dots would take hours.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’)]*\s+(?![a-zåäö])|;\s")
_BULLET = re.compile(r"\s*(?:[-–—•·*▪◦●○‣✓✔»>]|\d{1,2}[.)]\s)")
_HEADING_LENGTH = 60  # characters; longer lines are text


@frozen
class Hit:
    """A term found in the ad, from character start to end of the text as pasted.

    weight: 0.25 somebody else does it, 0.5 a wish, 0.8 unclear, 1 a requirement.
    level: 1 assist, 2 do, 3 lead or be an expert.
    """

    start: int
    end: int
    area: str
    term: str
    weight: float
    level: int

    @property
    def key(self) -> str:
        """Name of the term in the plan's list of unticked ones, for instance "SEO:search console"."""
        return f"{self.area}:{self.term}"


@frozen
class RedFlag:
    """A phrase that tells of the workload, not of the work, from character start to end."""

    start: int
    end: int
    term: str


@frozen
class Area:
    """What the ad says about one area of work.

    terms: how many different ones (m). weight, level: the highest of its hits (w, l); 0 without hits.
    strength: s = w · min(1, 0.5 + 0.25 m), 0 to 1. load: L = s · l ÷ 2, 0 to 1.5. asked: s is 0.5 or more.
    prompt: which of PROMPTS is the question to ask about it; "" without hits.
    """

    id: str
    terms: int
    weight: float
    level: int
    strength: float
    load: float
    asked: bool
    prompt: str

    @property
    def state(self) -> Literal["asked", "little", "not"]:
        """Tell whether the area is asked for, only touched, or not found."""
        return "asked" if self.asked else "little" if self.terms else "not"


@frozen
class Skeleton:
    """A start for a rewritten ad. Areas by id, those that the text says most about first.

    keep: at most three. others: somebody else does them already. choose: buy, learn later, or leave out.
    missing: what the new ad should say and this one doesn't, of results, support, learning and mandate.
    """

    keep: tuple[str, ...]
    others: tuple[str, ...]
    choose: tuple[str, ...]
    missing: tuple[str, ...]


@frozen
class Audit:
    """What the rules say about an ad.

    language: that it was read in. hits: that count. set_aside: hits that the learner has unticked.
    areas: all twelve, in a fixed order. breadth: how many are asked for (B). load: of all areas (ΣL).
    capacity: load that fits one such person (C). overload: load ÷ capacity (OR).
    jobs: about how many jobs that is. says: which of CLARITY the ad mentions. mismatch: a junior is asked
    for an expert's or a strategist's work. band: None while there is nothing to judge.
    """

    language: Language
    hits: tuple[Hit, ...]
    set_aside: tuple[Hit, ...]
    areas: tuple[Area, ...]
    breadth: int
    load: float
    capacity: float
    overload: float
    jobs: int
    says: frozenset[str]
    red_flags: tuple[RedFlag, ...]
    mismatch: bool
    band: Band | None
    skeleton: Skeleton
    feedback: tuple[Feedback, ...]


def audit(ad: JobAd) -> Audit:
    """Return what the ad asks for and leaves out; the learner's unticked terms don't count."""
    read = _read(ad.text, ad.language)
    unticked = frozenset(ad.unticked)
    hits = tuple(hit for hit in read.hits if hit.key not in unticked)
    areas = _measured(hits)
    load = fsum(area.load for area in areas)
    room = capacity(ad.experience, ad.share)
    overload = load / room
    breadth = sum(area.asked for area in areas)
    mismatch = "junior" in read.cues and any(area.level == 3 for area in areas)
    verdict = band(overload, breadth) if hits else None
    says = read.cues & frozenset(CLARITY)
    jobs = max(1, floor(overload + 0.5))
    numbers = {"breadth": breadth, "load": load, "capacity": room, "overload": overload, "jobs": jobs}
    return Audit(
        language=read.language,
        hits=hits,
        set_aside=tuple(hit for hit in read.hits if hit.key in unticked),
        areas=areas,
        breadth=breadth,
        load=load,
        capacity=room,
        overload=overload,
        jobs=jobs,
        says=says,
        red_flags=read.red_flags,
        mismatch=mismatch,
        band=verdict,
        skeleton=_skeleton(areas, says),
        feedback=_feedback(bool(ad.text.strip()), verdict, says, mismatch, len(read.red_flags), numbers),
    )


def asked_areas(ad: JobAd) -> tuple[str, ...] | None:
    """Return the ids of the areas that the audit finds asked for, or None while it finds nothing."""
    hits = _read(ad.text, ad.language).hits
    if ad.unticked:
        hits = tuple(hit for hit in hits if hit.key not in ad.unticked)
    return tuple(area.id for area in _measured(hits) if area.asked) if hits else None


def _measured(hits: Iterable[Hit]) -> tuple[Area, ...]:
    by_area: dict[str, list[Hit]] = {}
    for hit in hits:
        by_area.setdefault(hit.area, []).append(hit)
    return tuple(measure_area(area, by_area.get(area, [])) for area in area_ids())


def area_ids() -> tuple[str, ...]:
    """Return the ids of the twelve areas, in their fixed order."""
    return AREAS


def named_areas(texts: Sequence[str]) -> list[frozenset[str]]:
    """Return for each of some short texts, for instance names of activities, the areas that it names.

    They are read in one language, the one that all of them together seem to be in.
    """
    found = [words(text) for text in texts]
    lexicon = _area_lexicon(detect_language([word for some in found for word in some]))
    matches = [without_overlaps(lexicon.find(*pair)) for pair in zip(texts, found, strict=True)]
    return [frozenset(match.label for match in some if match.label) for some in matches]


def capacity(experience: Experience, share: float) -> float:
    """Return the load that one person carries: 3, 4 or 5 by experience, times the share of full time.

    share: 0.5 to 1; anything outside is taken as the nearest of the two. Course rule of thumb.
    """
    return CAPACITY[experience] * max(SHARES[0], min(SHARES[1], share))


def whole_sentence(purpose: str) -> bool:
    """Tell whether the role's sentence is whole: it has its own "exists" or "so that", or the Swedish words.

    Under the label "… exists so that …", some people write only what comes after it.
    """
    return bool(re.search(r"\b(?:exists?|so that|finns|så att)\b", purpose, flags=re.IGNORECASE))


def measure_area(area: str, hits: list[Hit]) -> Area:
    """Return the strength and load of one area from its hits."""
    if not hits:
        return Area(area, 0, 0.0, 0, 0.0, 0.0, False, "")
    terms = len({hit.term for hit in hits})
    weight = max(hit.weight for hit in hits)
    level = max(hit.level for hit in hits)
    strength = weight * min(1, 0.5 + 0.25 * terms)
    load = strength * level / 2
    return Area(area, terms, weight, level, strength, load, strength >= ASKED, _prompt(weight, level))


def _prompt(weight: float, level: int) -> str:
    if weight == OUTSOURCED:
        return "outsourced"
    if weight == WISH:
        return "wish"
    return "high" if level == 3 else "needed"


def band(overload: float, breadth: int) -> Band:
    """Return how much the text asks of one person; the ratio is judged as it is shown, with two decimals."""
    shown = round(overload, 2)
    for most, name in BANDS:
        if shown <= most and (name != "focused" or breadth <= FOCUSED_BREADTH):
            return name
    return "jobs"


def detect_language(text_words: list[Word]) -> Language:
    """Return the language that has more of its small words in the text; English when there is no telling."""
    swedish = english = 0
    for word in text_words:
        plain = word.plain
        swedish += plain in _SWEDISH or (not plain.isascii() and any(letter in plain for letter in "åäö"))
        english += plain in _ENGLISH
    return "sv" if swedish > english else "en"


# Reading the text


@frozen
class _Reading:
    """All that a text holds, before the learner's choices. cues: those that occur anywhere in it."""

    language: Language
    hits: tuple[Hit, ...]
    red_flags: tuple[RedFlag, ...]
    cues: frozenset[str]


@frozen
class _Sentence:
    """A sentence from character start to end. heading: place of the sentence that heads it, or None."""

    start: int
    end: int
    heading: int | None


@lru_cache(maxsize=2)  # unticking a term reads the same text again
def _read(text: str, language: str) -> _Reading:
    text_words = words(text)
    found_language: Language = detect_language(text_words) if language == "auto" else language
    cue_lists, area_lists = _cue_lexicon(found_language), _area_lexicon(found_language)
    sentences = _sentences(text)
    place_of = _places(text_words, sentences)

    cues: list[set[str]] = [set() for _ in sentences]
    flags = []
    for match in cue_lists.find(text, text_words):
        if match.label == "redflag":
            flags.append(match)
        else:
            cues[place_of[match.first]].add(match.label)
    everywhere = frozenset().union(*cues)

    hits = []
    for match in without_overlaps(area_lists.find(text, text_words)):
        if match.label:
            sentence = sentences[place_of[match.first]]
            own = cues[place_of[match.first]]
            heading = cues[sentence.heading] if sentence.heading is not None else set()
            hits.append(
                Hit(
                    text_words[match.first].start,
                    text_words[match.last].end,
                    match.label,
                    match.term,
                    _weight(match.label, own | heading, everywhere),
                    _level(own, heading),
                )
            )
    red_flags = tuple(
        RedFlag(text_words[flag.first].start, text_words[flag.last].end, flag.term)
        for flag in without_overlaps(flags)
    )
    return _Reading(found_language, tuple(hits), red_flags, everywhere)


def _weight(area: str, cues: set[str], everywhere: frozenset[str]) -> float:
    # Coordinating an agency is the person's own work, whoever does the rest.
    if "outsourced" in cues and area != "PM":
        return OUTSOURCED
    if "blanket" in everywhere:
        return REQUIRED
    if "merit" in cues:
        return WISH
    return REQUIRED if "must" in cues else UNCLEAR


def _level(own: set[str], heading: set[str]) -> int:
    for cues in (own, heading):
        if "lvl1" in cues:
            return 1
        if "lvl3" in cues:
            return 3
    return 2


def _sentences(text: str) -> list[_Sentence]:
    """Split lines, then sentences; a heading gives its cues to the lines below it."""
    lines = [line for line in _LINE.finditer(text) if line.group().strip()]
    found: list[_Sentence] = []
    heading = None
    for number, line in enumerate(lines):
        following = lines[number + 1].group() if number + 1 < len(lines) else ""
        if _is_heading(line.group(), following):
            heading = len(found)
            found.append(_Sentence(line.start(), line.end(), None))
            continue
        start = line.start()
        for stop in _SENTENCE_END.finditer(text, line.start(), line.end()):
            found.append(_Sentence(start, stop.end(), heading))
            start = stop.end()
        found.append(_Sentence(start, line.end(), heading))
    return found


def _is_heading(line: str, following: str) -> bool:
    """Tell whether a line is a heading: short, and ending with a colon or followed by bullets or by text.

    A list without bullets is many short lines: those are items, not headings.
    """
    if not _is_short(line):
        return False
    heads_something = _is_item(following) or not _is_short(following)
    return line.rstrip().endswith(":") or (heads_something and not _is_item(line))


def _is_short(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) <= _HEADING_LENGTH and stripped[-1:] not in (".", "!", "?", ",", ";")


def _is_item(line: str) -> bool:
    return _BULLET.match(line) is not None


def _places(text_words: list[Word], sentences: list[_Sentence]) -> list[int]:
    """Return for each word the place of its sentence."""
    places, place = [], 0
    for word in text_words:
        while sentences[place].end <= word.start:
            place += 1
        places.append(place)
    return places


# The lists, read when the first ad comes


@cache
def _lists() -> dict[str, Any]:
    return json.loads(read_text("areas.json"))


@cache
def _area_lexicon(language: Language) -> Lexicon:
    """Return the terms of the areas. False friends have no area: being longer, they win over a term."""
    lists = _lists()
    terms = [(area["id"], term) for area in lists["areas"] for term in (*area["names"], *area[language])]
    return Lexicon([*terms, *(("", term) for term in lists["false_friends"][language])], _stemmer(language))


@cache
def _cue_lexicon(language: Language) -> Lexicon:
    """Return the cues, all in the form listed: "of course" shall not be a course."""
    return Lexicon((cue, term) for cue, lists in _lists()["cues"].items() for term in lists[language])


def _stemmer(language: Language) -> Any:
    # Imported here, one language at a time: the page loads nothing that it doesn't need.
    if language == "sv":
        from snowballstemmer.swedish_stemmer import SwedishStemmer

        return SwedishStemmer().stemWord
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer().stemWord


# What to say


def _skeleton(areas: tuple[Area, ...], says: frozenset[str]) -> Skeleton:
    asked = sorted((area for area in areas if area.asked), key=lambda area: (-area.strength, -area.terms))
    return Skeleton(
        keep=tuple(area.id for area in asked[:MOST_AREAS]),
        others=tuple(area.id for area in areas if area.weight == OUTSOURCED),
        choose=tuple(area.id for area in asked[MOST_AREAS:]),
        missing=tuple(point for point in ("results", "support", "learning", "mandate") if point not in says),
    )


def _feedback(
    has_text: bool,
    verdict: Band | None,
    says: frozenset[str],
    mismatch: bool,
    red_flags: int,
    numbers: dict[str, float],
) -> tuple[Feedback, ...]:
    """Return first what is good, then one thing to change, then the next step, then notes."""
    if not has_text:
        return (Feedback("next", "job_ad_audit.next_paste"),)
    if verdict is None:
        return (
            Feedback("note", "job_ad_audit.note_no_areas"),
            Feedback("next", "job_ad_audit.next_no_areas"),
        )
    said = next((point for point in CLARITY if point in says), None)
    missing = next((point for point in CLARITY if point not in says), None)
    change = verdict
    if verdict == "focused":
        good = "focused"
        change = "results" if missing == "results" else "mismatch" if mismatch else missing
    else:
        good = f"says_{said}" if said else "looked"
    items = [Feedback("good", f"job_ad_audit.good_{good}", {**numbers, "said": len(says)})]
    if change:
        items.append(Feedback("change", f"job_ad_audit.change_{change}", numbers))
    asks_result = missing == "results" and change != "results"
    items.append(Feedback("next", f"job_ad_audit.next_{'results' if asks_result else 'show'}"))
    if mismatch and change != "mismatch":
        items.append(Feedback("note", "job_ad_audit.note_mismatch"))
    if red_flags:
        items.append(Feedback("note", "job_ad_audit.note_red_flags", {"count": red_flags}))
    if numbers["breadth"] >= ESCO_BREADTH:
        items.append(Feedback("note", "job_ad_audit.note_esco"))
    return tuple(items)
