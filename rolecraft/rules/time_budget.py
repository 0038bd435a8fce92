"""The time budget: what is left for projects, whether promises fit, what a yes costs, where thinking fits.

Project hours = paid hours − meetings − admin − buffer − thinking − learning. Values in, values and feedback
out.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from attrs import evolve, frozen

from rolecraft.plan import FocusBlock, Plan, TimeBudget, Weekday
from rolecraft.rules.activity_triage import triage, usable_hours
from rolecraft.rules.arithmetic import known, ratio
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback

# Course rules of thumb, not research.
COMFORTABLE = 85  # per cent of the project hours that may be promised; above, one surprise tips it
LEAST_BUFFER = 10  # per cent of the paid hours
LEAST_THINKING = 2  # hours a week
BLOCK = 90  # minutes, from which on a block counts
LEAST_BLOCKS = 2

# What the paid hours go to before projects, in the order in which it is asked for.
POSTS = ("meetings", "admin", "buffer", "thinking", "learning")
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
DAY = 24 * 60  # minutes


@frozen
class Post:
    """What one post takes. hours: a week, None while not known. share: of the paid hours, 0 to 1."""

    name: str
    hours: float | None
    share: float | None


@frozen
class Budget:
    """What the rules say about the week. Hours are a week's; every number is None while it is not known.

    contract: paid hours. posts: what they go to before projects. left: paid hours minus the posts that are
    known. capacity: hours for projects, 0 or more, once all posts are known. overdrawn: hours that the posts
    take beyond the paid ones. utilisation: promised ÷ capacity, as things are now; utilisation_next: after
    the triage. line: the hours up to which promises are comfortable.
    lead_time, lead_time_next: weeks from start to finish of a task. price: weeks that a favour costs
    everything behind it. focus_blocks: how many are long enough.
    """

    contract: float | None
    posts: tuple[Post, ...]
    left: float | None
    capacity: float | None
    overdrawn: float
    committed: float | None
    committed_next: float | None
    utilisation: float | None
    utilisation_next: float | None
    line: float | None
    lead_time: float | None
    lead_time_next: float | None
    price: float | None
    focus_blocks: int
    feedback: tuple[Feedback, ...] = ()


# Parts of the sum


def lead_time(open_tasks: float | None, finished: float | None) -> float | None:
    """Return how many weeks a task takes from start to finish: open tasks ÷ tasks finished a week.

    Little's law, an average. It holds in a stable system, where about as many tasks begin as end, and when
    both numbers count the same kind of task. None when a number is missing or nothing gets finished.
    """
    return ratio(_not_negative(open_tasks), _not_negative(finished))


def queue_factor(utilisation: float | None) -> float | None:
    """Return how many times as long as it takes, work waits in a simple queue: ρ ÷ (1 − ρ).

    Textbook result for one server and random arrivals (M/M/1); here an illustration and a rule of thumb,
    since a week is no such queue. None from 1 on, where the queue grows without end.
    """
    if known(utilisation) is None or not 0 <= utilisation < 1:
        return None
    return ratio(utilisation, 1 - utilisation)


def minutes_of(start: str) -> int | None:
    """Return the minutes after midnight of a time as people write it ("09:00", "9.30", "9"), or None."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.]?([0-5]\d))?", start.strip(), flags=re.ASCII)
    if not found or int(found[1]) > 23:
        return None
    return 60 * int(found[1]) + int(found[2] or 0)


def length_of(block: FocusBlock) -> int:
    """Return the minutes of a block, 0 while not known."""
    return block.minutes if block.minutes is not None and 0 < block.minutes <= DAY else 0


def counts(block: FocusBlock) -> bool:
    """Tell whether a block is long enough to think in."""
    return length_of(block) >= BLOCK


def focus_hours(blocks: Iterable[FocusBlock]) -> float | None:
    """Return the hours a week in blocks that are long enough, or None when that is more than a week has."""
    return usable_hours(sum(length_of(block) for block in blocks if counts(block)) / 60)


def overlapping(blocks: Sequence[FocusBlock]) -> int | None:
    """Return the number (from 1) of the first block that lies on top of an earlier one, None without any."""
    for later, block in enumerate(blocks):
        for earlier in blocks[:later]:
            starts = minutes_of(block.start), minutes_of(earlier.start)
            lengths = length_of(block), length_of(earlier)
            if block.day != earlier.day or None in starts or 0 in lengths:
                continue
            if starts[0] < starts[1] + lengths[1] and starts[1] < starts[0] + lengths[0]:
                return later + 1
    return None


def _not_negative(value: float | None) -> float | None:
    return None if known(value) is None or value < 0 else value


def _percent(share: float) -> int:
    """Return a share in per cent as it is shown: limits are judged by what the learner sees."""
    return round(100 * share)


# The whole week


def carried(plan: Plan) -> Carried:
    """Return what the triage gives, hours a week: meetings, and what is promised to projects now and next.

    Nothing before an activity has hours; no meetings before one is among the activities.
    """
    activities = [one for one in plan.activity_triage.activities if usable_hours(one.hours)]
    if not activities:
        return {}
    result = triage(plan.activity_triage)
    given = {"committed": result.committed, "committed_next": result.committed_next}
    if any(one.post == "meeting" for one in activities):
        given["meetings"] = result.meetings
    return given


def take(section: TimeBudget, plan: Plan, names: Iterable[str]) -> None:
    """Write what the triage gives into the budget; the rest of it is the learner's and stays."""
    given = carried(plan)
    for name in names:
        if name in given:
            setattr(section, name, given[name])
            section.drafts.pop(name, None)


def budget(section: TimeBudget) -> Budget:
    """Work out the week from what the learner entered."""
    contract = usable_hours(section.contract)
    posts = tuple(_post(section, name, contract) for name in POSTS)
    spent = sum(post.hours or 0 for post in posts)
    # Rounded, so that 0.3 − 0.1 − 0.2 leaves nothing, and not the last digit of the arithmetic.
    left = None if contract is None else round(contract - spent, 6)
    whole = left is not None and all(post.hours is not None for post in posts)
    capacity = max(left, 0.0) if whole else None
    committed, committed_next = usable_hours(section.committed), usable_hours(section.committed_next)
    result = Budget(
        contract=contract,
        posts=posts,
        left=left,
        capacity=capacity,
        overdrawn=max(-left, 0.0) if left is not None else 0.0,
        committed=committed,
        committed_next=committed_next,
        utilisation=ratio(committed, capacity),
        utilisation_next=ratio(committed_next, capacity),
        line=None if capacity is None else capacity * COMFORTABLE / 100,
        lead_time=lead_time(section.open_tasks, section.finished),
        lead_time_next=lead_time(section.open_next, section.finished),
        price=ratio(usable_hours(section.favour), capacity),
        focus_blocks=sum(map(counts, section.blocks)),
    )
    change = _change(section, result)
    feedback = [_good(section, result), change, _next(section, result, change), *_notes(section, result)]
    return evolve(result, feedback=tuple(item for item in feedback if item))


def _post(section: TimeBudget, name: str, contract: float | None) -> Post:
    value = getattr(section, name)
    if name != "buffer":
        hours = usable_hours(value)
        return Post(name, hours, ratio(hours, contract))
    if known(value) is None or not 0 <= value <= 100:
        return Post(name, None, None)
    return Post(name, None if contract is None else contract * value / 100, value / 100)


def _tell(kind: Literal["good", "change", "next", "note"], key: str, **values: object) -> Feedback:
    return Feedback(kind, f"time_budget.{key}", values)


def _promised(result: Budget) -> tuple[float | None, float | None]:
    """Return the hours that are promised from now on and their utilisation: after the triage, if given."""
    if result.committed_next is not None:
        return result.committed_next, result.utilisation_next
    return result.committed, result.utilisation


def _good(section: TimeBudget, result: Budget) -> Feedback | None:
    _, promised = _promised(result)
    now, after = result.utilisation, result.utilisation_next
    if promised is not None and _percent(promised) <= COMFORTABLE:
        return _tell("good", "good_room", share=100 * promised)
    if now is not None and after is not None and _percent(after) < _percent(now):
        less = result.committed - result.committed_next
        return _tell("good", "good_less", now=100 * now, next=100 * after, less=less)
    if result.focus_blocks >= LEAST_BLOCKS:
        return _tell("good", "good_blocks", count=result.focus_blocks)
    if result.capacity:
        return _tell("good", "good_capacity", capacity=result.capacity)
    return _tell("good", "good_begun") if _begun(section) else None


def _begun(section: TimeBudget) -> bool:
    """Tell whether anything is entered beyond what the triage gives."""
    given = TimeBudget(
        revision=section.revision,
        built_on=section.built_on,
        meetings=section.meetings,
        committed=section.committed,
        committed_next=section.committed_next,
    )
    return section != given


def _change(section: TimeBudget, result: Budget) -> Feedback | None:
    hours, promised = _promised(result)
    thinking = usable_hours(section.thinking)
    if result.overdrawn:
        return _tell("change", "overdrawn", over=result.overdrawn)
    if usable_hours(section.evening):
        return _tell("change", "evening", evening=section.evening)
    if result.capacity == 0 and hours:
        return _tell("change", "promised_without_hours", over=hours)
    if promised is not None and _percent(promised) > 100:
        return _tell("change", "promised_too_much", over=hours - result.capacity, share=100 * promised)
    if thinking is not None and round(thinking, 2) < LEAST_THINKING:
        return _tell("change", "thinking_short", thinking=thinking, least=LEAST_THINKING)
    if thinking is not None and result.focus_blocks < LEAST_BLOCKS and section.blocks:
        return _tell("change", "book_blocks", count=result.focus_blocks, minutes=BLOCK)
    if promised is not None and _percent(promised) > COMFORTABLE:
        waits = queue_factor(promised) if _percent(promised) < 100 else None
        key = "full" if waits is None else "full_waits"
        return _tell("change", key, share=100 * promised, line=result.line, waits=waits)
    return None


def _next(section: TimeBudget, result: Budget, change: Feedback | None) -> Feedback:
    if result.contract is None:
        return _tell("next", "next_contract" if _begun(section) else "start")
    for post in result.posts:
        if post.hours is None:
            return _tell("next", f"next_{post.name}")
    if _promised(result)[0] is None:
        return _tell("next", "next_committed")
    booked = change is not None and change.key in ("time_budget.thinking_short", "time_budget.book_blocks")
    if result.focus_blocks < LEAST_BLOCKS and not booked:
        return _tell("next", "next_blocks", minutes=BLOCK)
    if result.lead_time is None:
        return _tell("next", _flow_missing(section))
    if result.price is None and result.capacity:
        return _tell("next", "next_favour")
    if not section.gives_way.strip():
        return _tell("next", "next_gives_way")
    return _tell("next", "next_talk")


def _flow_missing(section: TimeBudget) -> str:
    """Return the message about what is still needed to tell how long people wait."""
    open_tasks, finished = _not_negative(section.open_tasks), _not_negative(section.finished)
    if finished == 0:
        return "next_nothing_finished"
    if open_tasks is None:
        return "next_open_tasks" if finished is None else "next_only_open"
    return "next_finished"


def _notes(section: TimeBudget, result: Budget) -> list[Feedback]:
    notes = []
    buffer = next(post for post in result.posts if post.name == "buffer")
    if buffer.share is not None and round(100 * buffer.share, 2) < LEAST_BUFFER:
        notes.append(_tell("note", "small_buffer", least=LEAST_BUFFER))
    if usable_hours(section.learning) == 0:
        notes.append(_tell("note", "no_learning"))
    thinking = usable_hours(section.thinking)
    placed = sum(map(length_of, section.blocks)) / 60
    if thinking and placed and round(thinking - placed, 2) > 0:
        notes.append(_tell("note", "thinking_not_placed", thinking=thinking, placed=placed))
    if number := overlapping(section.blocks):
        notes.append(_tell("note", "blocks_overlap", number=number))
    return notes
