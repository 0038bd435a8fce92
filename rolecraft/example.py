"""The worked example: Nordlunda Pumps, a company that we made up, and its plan.

What the exercises' rules make of it is in worked_numbers.py.
"""

import json
from datetime import date
from functools import cache
from typing import Any

from rolecraft.data_files import read_text
from rolecraft.plan import Plan
from rolecraft.plan_json import plan_from_json


@cache
def data() -> dict[str, Any]:
    """Return everything in data/example.json; not to be changed."""
    return json.loads(read_text("example.json"))


def plan() -> Plan:
    """Return the example's whole plan, a new copy each time."""
    made = plan_from_json(json.dumps(data()["plan"]))
    made.job_ad_audit.text = read_text("ads/broad-en.txt")
    return made


def today() -> date:
    """Return the example's own day, the last of its quarter, so that it never grows old."""
    return date.fromisoformat(data()["today"])


def company() -> dict[str, Any]:
    """Return the facts about the company, all made up: name, staff, coordinator, manager …"""
    return dict(data()["company"])
