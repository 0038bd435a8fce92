"""The plan as JSON and back: what a saved file holds, and what is refused with a reason."""

import json
from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar

from attrs import evolve, fields
from cattrs import BaseValidationError, Converter, transform_error

from rolecraft.plan import FORMAT, VERSION, Plan, RoleHealth, Section, fingerprint

LARGEST_FILE = 10_000_000  # characters; a plan with a very long advertisement has about 50,000
DATA_FORMAT = "the-focused-marketer-data"  # of the file with everything, see site/static/your-data.js
LARGEST_DATA_FILE = 6 * LARGEST_FILE  # the newest version, and those that were put aside
LARGEST_REVISION = 10**14  # far below the largest number, so that counting on never makes a plan unreadable
LARGEST_NUMBER = 1e15  # beyond it a floating-point number no longer counts in ones

Kind = TypeVar("Kind")


class PlanFileError(ValueError):
    """A text that can't be read as a plan; `key` and `values` name the message that tells the learner why."""

    def __init__(self, key: str, **values: Any):
        super().__init__(key, values)
        self.key = f"frame.{key}"
        self.values = values


def _exactly(kind: type, or_none: bool = False) -> Any:
    def structure(value: Any, _: type) -> Any:
        """Refuse another type instead of converting: a plan says 5, never "5"."""
        if or_none and value is None:
            return None
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected")
        if kind in (int, float) and not abs(value) <= LARGEST_NUMBER:  # "not": nan is never <=
            raise ValueError("a smaller number expected")
        return value

    return structure


def _converter() -> Converter:
    converter = Converter()
    for kind in (str, int, float, bool):
        converter.register_structure_hook(kind, _exactly(kind))
    for kind in (int, float):  # cattrs would look up what to do for each value anew
        converter.register_structure_hook(kind | None, _exactly(kind, or_none=True))
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(date, lambda value: value.isoformat())
    return converter


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are Python's JSON, nobody else's


_CONVERTER = _converter()
_JSON = json.JSONDecoder(parse_constant=_refuse_constant)


def plan_to_json(plan: Plan) -> str:
    """Return the plan as JSON text: the same plan always gives the same text."""
    return to_json(FORMAT, VERSION, plan)


def to_json(form: str, version: int, content: Any) -> str:
    """Return an attrs object as JSON text that begins with its format and its version."""
    document = {"format": form, "version": version, **_CONVERTER.unstructure(content)}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    # Half of an emoji, as a keyboard can leave behind, has no UTF-8; JSON can write it as an escape.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def plan_from_json(text: str) -> Plan:
    """Read a plan from JSON text.

    Raises PlanFileError when the text is too large, no JSON, no plan, from a newer edition of the course,
    or has a field that holds something else than it should. Fields that are missing get their defaults.
    """
    return plan_from_document(_document(text))


def plan_from_file(content: bytes) -> Plan:
    """Read a plan from a file that somebody has chosen: a plan, or one with everything from “Your data”.

    Raises PlanFileError as plan_from_json does, and when a file with everything holds no plan.
    """
    return plan_from_document(document_from_file(content))


def document_from_file(content: bytes) -> Any:
    """Return what a file says, of a file with everything the plan in it: JSON's values, not looked at yet.

    Raises PlanFileError when the file is too large or no JSON, or when a file with everything holds no plan.
    """
    text = content.decode("utf-8", "surrogateescape")
    if DATA_FORMAT in text and len(text) <= LARGEST_DATA_FILE:
        try:
            document = json.loads(text.removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            raise PlanFileError("file_no_json") from None
        if isinstance(document, dict) and document.get("format") == DATA_FORMAT:
            if not isinstance(document.get("plan"), str):
                raise PlanFileError("file_no_work")
            return _document(document["plan"])
    return _document(text)


def plan_from_document(document: Any, only: Collection[str] | None = None) -> Plan:
    """Read a plan from JSON's values.

    only: names of the sections to read; the others stay empty, whatever the document holds.
    Raises PlanFileError as plan_from_json does.
    """
    document = body_of(document, FORMAT, VERSION)
    version = document.pop("version")
    try:
        for older in range(version, VERSION):
            _UPGRADES[older](document)
    except (AttributeError, KeyError, TypeError):  # an older plan whose parts are not what they should be
        raise PlanFileError("file_no_plan") from None
    if only is not None:
        document = {name: document[name] for name in only if name in document}
    plan = structured(document, Plan)
    for field in fields(Plan):
        section = getattr(plan, field.name)
        if isinstance(section, Section):
            section.revision = min(max(section.revision, 0), LARGEST_REVISION)
    return plan


def body_of(document: Any, form: str, newest: int) -> dict[str, Any]:
    """Return a copy of a document without its format, its version checked and left in.

    form: what it must say it is. newest: the version that this edition of the course knows.
    Raises PlanFileError when it is something else, or newer.
    """
    if not isinstance(document, dict) or document.get("format") != form:
        raise PlanFileError("file_no_plan")
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise PlanFileError("file_no_plan")
    if version > newest:
        raise PlanFileError("file_newer")
    return {name: value for name, value in document.items() if name != "format"}


def structured(document: Any, kind: type[Kind]) -> Kind:
    """Return JSON's values as a class of the plan's kind. Raises PlanFileError when a value doesn't fit."""
    try:
        return _CONVERTER.structure(document, kind)
    except BaseValidationError as error:
        raise PlanFileError("file_damaged", where=transform_error(error)[0].rpartition("$.")[2]) from None


def _document(text: str) -> Any:
    if len(text) > LARGEST_FILE:
        raise PlanFileError("file_too_large")
    try:
        text.encode("utf-8")  # fails for bytes that were no UTF-8: a damaged file
        return _JSON.decode(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise PlanFileError("file_no_json") from None


def for_others(plan: Plan) -> Plan:
    """Return the plan as a file may hold it: without the health check, unless that is ticked in."""
    return plan if plan.role_health_check.in_files else evolve(plan, role_health_check=RoleHealth())


def _from_1(document: dict[str, Any]) -> None:
    """Version 1 remembered the goals that a KPI map was built on by their revision, 2 by what they say."""
    kpi_map, goals = document.get("kpi_map", {}), document.get("goal_builder", {})
    revision = kpi_map.pop("goals_revision", 0)
    said = [
        [goal.get(name) for name in ("id", "metric", "unit", "baseline", "target")]
        for goal in goals.get("goals", [])
    ]
    current = revision == goals.get("revision", 0)
    if kpi_map:
        kpi_map["built_on"] = {"goals": fingerprint(said) if current else ""}


# How a document of each older version becomes one of the next.
_UPGRADES = {1: _from_1}
