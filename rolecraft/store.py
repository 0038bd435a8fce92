"""Where the plan is kept: saved as it is typed, never half, never over something that could not be read.

A *drive* is the place: a folder on disk (FileDrive) or the browser's own storage (site/live/boot.py).
The *workbook* is the plan in memory that all exercises of a page or notebook share.
"""

import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Protocol

from attrs import evolve, fields

from rolecraft.plan import Plan, Section, untouched
from rolecraft.plan_json import LARGEST_FILE, PlanFileError, plan_from_json, plan_to_json
from rolecraft.text import say

PLAN_NAME = "my-plan.json"
DAMAGED_NAME = "my-plan.damaged.json"
OTHER_NAME = "my-plan.other.json"
REPLACED_NAME = "my-plan.replaced.json"
SECTIONS = tuple(field.name for field in fields(Plan) if field.name != "language")


def backup_name(name: str) -> str:
    """Return the name under which a drive keeps the version before the newest."""
    return f"{name}.bak"


class Drive(Protocol):
    """A place that keeps texts by name and hands files to the learner."""

    on_saved: Callable[[bool, str], None]

    def read(self, name: str) -> str | None:
        """Return the text kept under this name, None when there is none. Raises OSError."""

    def write(self, name: str, text: str, backup: bool = True) -> None:
        """Keep a text whole or not at all; with backup, the version before it under backup_name(name).

        Calls on_saved(True, "") when it is safe, on_saved(False, reason) when it failed.
        """

    def deliver(self, name: str, content: bytes, mime: str) -> str:
        """Hand a file to the learner; return where it went, ready for a sentence. Raises OSError."""


class FileDrive:
    """A folder on disk: the notebooks' own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.on_saved: Callable[[bool, str], None] = lambda ok, reason: None

    def read(self, name: str) -> str | None:
        """Return the text of a file, None when there is no such file. Raises OSError when it can't be read.

        Bytes that are no UTF-8 become lone surrogates, so that a damaged file is put aside byte for byte.
        """
        try:
            return (self.folder / name).read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return None

    def write(self, name: str, text: str, backup: bool = True) -> None:
        """Write beside, then rename: at any moment a whole version has the name."""
        try:
            if backup and (old := self.read(name)) is not None:
                self._replace(backup_name(name), old)
            self._replace(name, text)
        except OSError as error:
            self.on_saved(False, error.strerror or str(error))
        else:
            self.on_saved(True, "")

    def _replace(self, name: str, text: str) -> None:
        fresh = self.folder / f"{name}.new"
        with fresh.open("wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / name)

    def deliver(self, name: str, content: bytes, mime: str) -> str:
        """Write the file into the folder, under a free name; an older file stays."""
        target = self.folder / name
        number = 2
        while target.exists():
            target = self.folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
            number += 1
        target.write_bytes(content)
        return str(target)


class Workbook:
    """The plan that all exercises share, its drive, and whoever wants to hear of changes.

    problem: key of a message about what happened when the plan was read, or None.
    saved: True when the newest change is safe, False when saving failed, None before the first change.
    reason: why saving failed, in the system's words.
    """

    def __init__(self, drive: Drive):
        self.drive = drive
        self.problem: str | None = None
        self.saved: bool | None = None
        self.reason = ""
        self._listeners: list[Callable[[str, object], None]] = []
        self._changed: set[str] = set()  # sections with changes that are not safe yet
        self._saving: set[str] = set()
        self._before: Plan | None = None
        self._locked = False  # what is stored must not be touched
        self._sound = True  # what is stored is fit to become the backup
        self._known: str | None = None
        self.plan = self._first_plan()
        self._synced = self._revisions(self.plan)  # as of the newest text read or written
        drive.on_saved = self._on_saved

    def _first_plan(self) -> Plan:
        try:
            self._known = self.drive.read(PLAN_NAME)
            backup = self.drive.read(backup_name(PLAN_NAME))
        except OSError:
            self.problem, self._locked = "frame.plan_unreadable", True
            return Plan()
        if self._known is None and backup is None:
            return Plan()
        try:
            return plan_from_json(self._known or "")
        except PlanFileError as error:
            if error.key == "frame.file_newer":
                self.problem, self._locked = "frame.plan_newer", True
                return Plan()
        self._sound = False
        if self._known is not None:
            self.drive.write(DAMAGED_NAME, self._known)
        try:
            plan = plan_from_json(backup or "")
        except PlanFileError:
            self.problem = "frame.plan_damaged"
            return Plan()
        self.problem = "frame.plan_from_backup"
        return plan

    def listen(self, callback: Callable[[str, object], None]) -> None:
        """Call callback(section name, who changed it) after each change; the name "" means everything."""
        self._listeners.append(callback)

    def edited(self, section: str, by: object) -> None:
        """Note that `by` has changed a section, save the plan, tell everybody."""
        changed: Section = getattr(self.plan, section)
        changed.revision += 1
        self._changed.add(section)
        self._save()
        self._tell(section, by)

    def absorb(self, text: str | None) -> None:
        """Take over what another window or notebook has saved; nothing that was entered here is lost.

        Of each section the newer version stays. When both sides changed the same one, a version wins and the
        plan with the other one is kept under OTHER_NAME. What is newer here is saved again.
        """
        if self._merge(text):
            self._write()
        self._tell("", None)

    def _merge(self, text: str | None) -> bool:
        """Take what is newer in a plan's text; return whether something here is newer than there."""
        self._known = text
        try:
            theirs = plan_from_json(text or "")
        except PlanFileError as error:
            if error.key == "frame.file_newer":
                self.problem, self._locked = "frame.plan_newer", True
                return False
            if text:
                self.drive.write(DAMAGED_NAME, text)
                self._sound = False
            return True
        ours_is_newer = False
        ours_before = plan_to_json(self.plan)
        for name in SECTIONS:
            ours, other = getattr(self.plan, name), getattr(theirs, name)
            if ours == other:
                continue
            both = ours.revision == other.revision
            if name in self._changed:
                both = other.revision > self._synced[name]
            if both:
                self.problem = "frame.plan_two_windows"
            # Without unsaved changes here, every window must choose the same version: the larger text.
            if name in self._changed or (both and str(ours) > str(other)):
                if both:
                    self.drive.write(OTHER_NAME, text or "")
                    ours.revision = max(ours.revision, other.revision) + 1
                ours_is_newer = True
            elif both or other.revision > ours.revision:
                if both:
                    self.drive.write(OTHER_NAME, ours_before)
                setattr(self.plan, name, other)
            else:
                ours_is_newer = True
        self._synced = self._revisions(theirs)
        return ours_is_newer

    @staticmethod
    def _revisions(plan: Plan) -> dict[str, int]:
        return {name: getattr(plan, name).revision for name in SECTIONS}

    def replace(self, plan: Plan) -> None:
        """Put an opened file in place of the plan; undo_replace brings the plan until now back.

        A file without a health check, as files usually are, leaves the one that is here. One with it may be
        somebody else's: it goes into no further file before it is ticked in again.
        """
        mine, theirs = self.plan.role_health_check, plan.role_health_check
        if theirs != mine:
            theirs = evolve(theirs, in_files=False)
            nothing = untouched(evolve(theirs, in_charter=False))
            plan = evolve(plan, role_health_check=mine if nothing else theirs)
        self._before = self.plan
        self.drive.write(REPLACED_NAME, plan_to_json(self.plan))
        self._take(plan)

    def undo_replace(self) -> None:
        """Bring back the plan from before the last replace; does nothing when there was none.

        What was entered since then is kept, too: in the plan under REPLACED_NAME.
        """
        if self._before is not None:
            self.drive.write(REPLACED_NAME, plan_to_json(self.plan))
            plan, self._before = self._before, None
            self._take(plan)

    def forget(self) -> None:
        """Begin anew with an empty plan, since the learner has deleted all that was kept."""
        self.plan, self._before, self._known = Plan(), None, None
        self.problem, self.saved, self.reason = None, None, ""
        self._changed, self._saving = set(), set()
        self._locked, self._sound = False, True
        self._synced = self._revisions(self.plan)
        self._tell("saved", self)
        self._tell("", None)

    @property
    def unsaved(self) -> bool:
        """Whether something that was entered here is kept nowhere yet."""
        return bool(self._changed)

    def save_again(self) -> None:
        """Save what could not be saved before; does nothing when all is safe or must not be touched."""
        if self._changed and not self._locked:
            self._save()

    def _take(self, plan: Plan) -> None:
        plan = deepcopy(plan)
        for name in SECTIONS:  # newer than anything that another window has
            section = getattr(plan, name)
            section.revision = 1 + max(section.revision, getattr(self.plan, name).revision)
        self.plan = plan
        self._changed.update(SECTIONS)
        self._save()
        self._tell("", None)

    def _save(self) -> None:
        try:
            stored = self._known if self._locked else self.drive.read(PLAN_NAME)
        except OSError as error:
            self._on_saved(False, error.strerror or str(error))
            return
        if stored != self._known:
            self._merge(stored)
            self._tell("", None)
        self._write()

    def _write(self) -> None:
        text = plan_to_json(self.plan)
        if self._locked or len(text) > LARGEST_FILE:
            reason = "" if self._locked else say("frame.reason_too_long", self.plan.language)
            self._on_saved(False, reason)
            return
        self._known, self._synced = text, self._revisions(self.plan)
        self._saving, self._changed = self._changed, set()
        self.drive.write(PLAN_NAME, text, backup=self._sound)
        self._sound = self.saved is not False

    def _on_saved(self, ok: bool, reason: str) -> None:
        self.saved, self.reason = ok, reason
        if not ok:  # what failed to be saved is still newer than what is stored
            self._changed |= self._saving
        self._tell("saved", self)

    def _tell(self, section: str, by: object) -> None:
        for callback in tuple(self._listeners):
            callback(section, by)


_workbook: Workbook | None = None


def use(drive: Drive) -> Workbook:
    """Keep the plan on this drive from now on; return its workbook."""
    global _workbook
    _workbook = Workbook(drive)
    return _workbook


def workbook() -> Workbook:
    """Return the shared workbook; the first call opens the folder ROLECRAFT_FOLDER, else the current one."""
    return _workbook or use(FileDrive(Path(os.environ.get("ROLECRAFT_FOLDER", "."))))
