"""The exercises of The Focused Marketer: `from rolecraft import goal_builder`, then `goal_builder()`."""

from importlib import import_module
from typing import Any

# In the order of the course.
EXERCISES = (
    "job_ad_audit",
    "role_health_check",
    "area_map",
    "goal_builder",
    "kpi_map",
    "activity_triage",
    "backlog_and_sprint",
    "time_budget",
    "skills_plan",
    "alignment",
    "manager_check",
    "role_charter",
)


def __getattr__(name: str) -> Any:
    """Import an exercise when it is asked for, so that one exercise doesn't load the others."""
    if name in EXERCISES:
        return getattr(import_module(f"rolecraft.views.{name}"), name)
    raise AttributeError(f"module 'rolecraft' has no attribute {name!r}")
