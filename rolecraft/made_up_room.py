"""A made-up room: hand-ins, or whole plans, to try the room's result with. Nobody's answers are in them.

Each is the plan of Nordlunda Pumps, a company that we made up, changed by chance: another ad, other hours,
another manager. The same seed gives the same files.
"""

import atexit
import shutil
import tempfile
from pathlib import Path
from random import Random

from rolecraft import example, hand_in
from rolecraft.data_files import read_text
from rolecraft.plan import FocusBlock, Plan
from rolecraft.plan_json import for_others, plan_to_json
from rolecraft.rules.activity_triage import CONFIDENCES
from rolecraft.rules.alignment import AREA_FIELDS, DECISIONS
from rolecraft.rules.time_budget import WEEKDAYS


def folder(people: int = 28, seed: int = 1) -> Path:
    """Return a new folder with so many hand-ins; it is deleted when Python ends."""
    made = Path(tempfile.mkdtemp(prefix="made-up-room-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    write(made, people, seed)
    return made


def write(into: Path, people: int, seed: int = 1, whole_plans: bool = False) -> None:
    """Write so many hand-ins into a folder, or so many whole plans as a learner saves them."""
    chance = Random(seed)
    for number in range(1, people + 1):
        made = plan(chance)
        name = f"{'my-role-plan' if whole_plans else 'hand-in'}-{number:05d}.json"
        whole = plan_to_json(for_others(made)).encode()
        (into / name).write_bytes(whole if whole_plans else hand_in.to_file(hand_in.hand_in(made)))


def plan(chance: Random) -> Plan:
    """Return the plan of one made-up participant."""
    made = example.plan()
    lines = read_text(f"ads/{chance.choice(('broad', 'focused'))}-en.txt").splitlines()
    made.job_ad_audit.text = "\n".join(line for line in lines if chance.random() < 0.7)
    for activity in made.activity_triage.activities:
        activity.hours = chance.randint(1, 14) / 2
        activity.impact = chance.choice((0, 1, 1, 2, 3))
        activity.confidence = chance.choice(CONFIDENCES)
        activity.required = chance.random() < 0.2
    made.time_budget.blocks = [
        FocusBlock(f"b{number}", chance.choice(WEEKDAYS), "09:00", chance.choice((60, 90, 120)))
        for number in range(1, 1 + chance.randint(0, 4))
    ]
    coordinator, manager = made.alignment.coordinator, made.alignment.manager
    for area in AREA_FIELDS:
        if chance.random() < 0.6:
            setattr(manager, area, getattr(coordinator, area))
    for decision in DECISIONS:
        if chance.random() < 0.6:
            setattr(manager.mandate, decision, getattr(coordinator.mandate, decision))
    if chance.random() < 0.5:
        chance.shuffle(manager.ranks)
        for place, rank in enumerate(manager.ranks, 1):
            rank.place = place
    manager.hours = float(chance.randint(12, 30))
    made.role_charter.hand_in = chance.randbytes(8).hex()
    return made
