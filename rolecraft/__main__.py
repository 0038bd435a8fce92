"""The command `rolecraft`, also `python -m rolecraft`.

    rolecraft debrief FOLDER [--to PAGE]

Exit code: 0 when the page is written, 1 when too few files count, 2 when a folder or file can't be used.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rolecraft.text import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code. arguments: None for those of the command line."""
    name = say("debrief.command_name")
    parser = argparse.ArgumentParser(prog="rolecraft")
    commands = parser.add_subparsers(required=True, metavar="debrief")
    debrief = commands.add_parser("debrief", help=say("debrief.command_help"))
    debrief.add_argument("folder", type=Path, help=say("debrief.command_folder"))
    debrief.add_argument("--to", type=Path, default=Path(name), help=say("debrief.command_to", name=name))
    debrief.set_defaults(run=_debrief)
    options = parser.parse_args(arguments)
    # A terminal that lacks a sign shows another one instead of ending the command.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    return options.run(options)


def _debrief(options: argparse.Namespace) -> int:
    try:
        from rolecraft.debrief import LEAST, page, read_folder, summary
    except ModuleNotFoundError as error:
        if error.name != "pandas":
            raise
        return _stop("no_pandas")
    try:
        room = read_folder(options.folder)
    except OSError as error:
        return _stop("no_folder", folder=options.folder, words=error.strerror or error)
    print(summary(room))
    if len(room.handed) < LEAST:
        return 1
    try:
        options.to.write_text(page(room, date.today()), encoding="utf-8")
    except OSError as error:
        return _stop("not_written", place=options.to, words=error.strerror or error)
    print(f"\n{say('debrief.command_written', place=options.to)}")
    return 0


def _stop(reason: str, **values: object) -> int:
    print(say(f"debrief.command_{reason}", **values), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
