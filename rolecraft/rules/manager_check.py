"""The manager's own check: eight questions about how the work is led, and a forecast of two kinds.

The forecast is a guess of what the colleague would answer in the role health check, and of which activities
take most of the week. It is compared only with what the colleague has chosen to show.
Values in, values and feedback out; the view makes words of it.
"""

import re
from collections.abc import Iterable
from functools import cache
from math import fsum
from typing import Any, Literal

from attrs import frozen

from rolecraft.plan import Audit, Forecast, HealthAnswers, ManagerCheck, Plan, RoleHealth, Triage
from rolecraft.rules import role_health_check
from rolecraft.rules.activity_triage import usable_hours
from rolecraft.rules.feedback import Feedback

# In the order in which to begin: what the work is for, then what may wait, then how it reaches the desk.
QUESTIONS = ("goal", "dropped", "one_door", "answers", "weekly", "hours", "learning", "bought")
GUESSES = ("top_1", "top_2", "top_3", "top_4", "top_5")

# Course rules of thumb, not research: how many of the eight make which band.
PART_OF_LOAD = 3
GOOD_GROUND = 7
LONG = 4  # letters from which on a word can tell that two names mean the same
SAY_LITTLE = frozenset(("daily", "weekly", "monthly", "with", "from"))  # long words that can't

Band = Literal["load", "way", "ground"]


@frozen
class HealthGap:
    """The guess beside the colleague's answers, where both are there.

    rows: dimension → (guess, answer), both in points, 0 to 100. gap: mean absolute difference in points.
    furthest: the dimension with the largest difference, or "".
    """

    rows: dict[str, tuple[float, float]]
    gap: float
    furthest: str


@frozen
class TopFive:
    """The guessed activities beside those that take most hours in the colleague's triage.

    guessed: each name with whether it is among them. largest: name → hours a week, the most first; more than
    five when the fifth shares its hours with others. right: how many guesses are among them, of `total`.
    perhaps: (guess, name) of those that may mean the same. unseen: of the largest, those that were not
    guessed, not even perhaps.
    """

    guessed: tuple[tuple[str, bool], ...]
    largest: dict[str, float]
    right: int
    total: int
    perhaps: tuple[tuple[str, str], ...]
    unseen: tuple[str, ...]


@frozen
class Check:
    """What the rules say about the manager's own answers.

    ticked: how many of the eight questions so far. yes: the same once all eight are answered, before that
    None. band: of that number. first_no: the question to begin with, or "". guessed: how many of the seven
    dimensions. named: how many of the five activities.
    """

    ticked: int
    yes: int | None
    band: Band | None
    first_no: str
    guessed: int
    named: int
    feedback: tuple[Feedback, ...]

    @property
    def forecast_ready(self) -> bool:
        """Whether the forecast is whole, so that a look at the answers changes nothing any more."""
        return self.guessed == len(role_health_check.DIMENSIONS) and self.named == len(GUESSES)


# The eight questions


def ticked(audit: Audit) -> int:
    """Return how many of the eight questions have a yes, 0 to 8."""
    return sum(getattr(audit, question) for question in QUESTIONS)


def band(yes: int | None) -> Band | None:
    """Return what so many yes of eight mean. Course rule of thumb."""
    if yes is None:
        return None
    return "load" if yes <= PART_OF_LOAD else "ground" if yes >= GOOD_GROUND else "way"


def check(section: ManagerCheck) -> Check:
    """Judge the eight answers, and say what the forecast still needs."""
    counted = ticked(section.audit)
    yes = counted if section.answered or counted == len(QUESTIONS) else None
    open_questions = [question for question in QUESTIONS if not getattr(section.audit, question)]
    first_no = open_questions[0] if yes is not None and open_questions else ""
    guessed = sum(
        role_health_check.points(getattr(section.forecast, name)) is not None
        for name in role_health_check.DIMENSIONS
    )
    named = len(guesses(section.forecast))
    feedback = tuple(_feedback(counted, yes, first_no, guessed, named))
    return Check(counted, yes, band(yes), first_no, guessed, named, feedback)


def _feedback(counted: int, yes: int | None, first_no: str, guessed: int, named: int) -> Iterable[Feedback]:
    total = len(QUESTIONS)
    if yes is None and counted:
        yield _tell("good", "good_so_far", ticked=counted)
        yield _tell("next", "next_all")
    elif yes is None:
        if guessed or named:
            yield _tell("good", "good_begun")
        yield _tell("next", "start")
    else:
        judged = band(yes)
        good = "good_honest" if not yes else "good_ground" if judged == "ground" else "good_some"
        yield _tell("good", good, yes=yes, total=total)
        if judged != "ground":
            yield _tell("change", f"band_{judged}")
        yield _tell("next", f"next_{first_no or 'keep'}")


def _tell(kind: Literal["good", "change", "next", "note"], key: str, **values: object) -> Feedback:
    return Feedback(kind, f"manager_check.{key}", values)


# The forecast


def guesses(forecast: Forecast) -> tuple[str, ...]:
    """Return the activities that were guessed, each once."""
    names: dict[str, str] = {}
    for guess in GUESSES:
        name = getattr(forecast, guess).strip()
        if name:
            names.setdefault(_plain(name), name)
    return tuple(names.values())


def _plain(name: str) -> str:
    """Return a name so that case and blanks make no difference."""
    return "".join(name.casefold().split())


@cache
def _stem() -> Any:
    # Imported here: the page loads it only when there is something to compare.
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer().stemWord


def alikeness(one: str, other: str) -> int:
    """Return how much two names have in common: the long words that they share, else 1 if one has the other.

    "newsletter" and "Newsletters to hotels" share one. 0 when nothing says that they mean the same.
    Course rule of thumb, and only reason enough to ask.
    """
    words = [re.findall(r"[^\W_]+", name.casefold()) for name in (one, other)]
    stems = [
        {_stem()(word) for word in each if len(word) >= LONG and word not in SAY_LITTLE} for each in words
    ]
    if shared := len(stems[0] & stems[1]):
        return shared
    short, long = sorted(words, key=lambda each: len("".join(each)))
    within = f" {' '.join(short)} " in f" {' '.join(long)} "
    joined = "".join(short)
    return int(bool(short) and (within or (len(joined) >= LONG and joined in "".join(long))))


def _perhaps(guessed: Iterable[str], names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield each guess with the names that it is most alike."""
    names = list(names)
    for guess in guessed:
        alike = {name: alikeness(guess, name) for name in names}
        most = max(alike.values(), default=0)
        yield from ((guess, name) for name in names if most and alike[name] == most)


def compare_top(forecast: Forecast, triage: Triage) -> TopFive | None:
    """Compare the guessed activities with those that take most hours a week in the triage.

    None until five are guessed (so that nobody looks first), or while the triage holds no named hours.
    Names count as the same whatever their case and blanks. Of the others, some are perhaps the same.
    """
    guessed = guesses(forecast)
    names: dict[str, str] = {}
    hours: dict[str, list[float]] = {}
    for activity in triage.activities:
        name = activity.name.strip()
        if name and (taken := usable_hours(activity.hours)):
            names.setdefault(_plain(name), name)
            hours.setdefault(_plain(name), []).append(taken)
    if len(guessed) < len(GUESSES) or not hours:
        return None
    sums = sorted(((fsum(each), plain) for plain, each in hours.items()), key=lambda pair: -pair[0])
    total = min(len(GUESSES), len(sums))
    largest = {plain: taken for taken, plain in sums if taken >= sums[total - 1][0]}
    marked = tuple((name, _plain(name) in largest) for name in guessed)
    seen = {_plain(name) for name in guessed}
    others = [names[plain] for plain in largest if plain not in seen]
    perhaps = tuple(_perhaps((name for name, right in marked if not right), others))
    alike = {name for _, name in perhaps}
    return TopFive(
        guessed=marked,
        largest={names[plain]: taken for plain, taken in largest.items()},
        right=min(sum(right for _, right in marked), total),
        total=total,
        perhaps=perhaps,
        unseen=tuple(name for name in others if name not in alike),
    )


# What the colleague has chosen to show


def shown_health(plan: Plan) -> RoleHealth | None:
    """Return the health check of a plan only when its owner has ticked that its answers may be shared.

    That is the tick for files. The tick for the charter promises that no answer and no number is shown.
    """
    health = plan.role_health_check
    return health if health.in_files and role_health_check.assess(newest(health)).answered else None


def compare_health(forecast: Forecast, health: RoleHealth | None) -> HealthGap | None:
    """Compare the guess with the newest answers of the health check.

    health: as shown_health gives it. None while nothing is shown, or until all seven dimensions are guessed.
    """
    if health is None:
        return None
    answers = newest(health)
    differences = role_health_check.forecast_differences(forecast, answers)
    gap = role_health_check.forecast_gap(forecast, answers)
    guessed = [role_health_check.points(getattr(forecast, name)) for name in role_health_check.DIMENSIONS]
    if gap is None or None in guessed:
        return None
    scores = role_health_check.assess(answers).scores
    rows = {
        name: (role_health_check.points(getattr(forecast, name)), scores[name])
        for name in role_health_check.DIMENSIONS
        if name in differences
    }
    furthest = max(differences, key=lambda name: abs(differences[name]))
    return HealthGap(rows, gap, furthest if differences[furthest] else "")


def newest(health: RoleHealth) -> HealthAnswers:
    """Return the second round of answers once it has a balance, as in the health check, else the first."""
    return health.first if role_health_check.assess(health.again).balance is None else health.again
