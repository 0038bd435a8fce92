"""Which files of the exercise library belong together: what every exercise needs, and what each adds to it.

A page loads the first and, of the others, only those of its exercises; the importers of a learner's own files
come when such a file is opened. What belongs to an exercise is not written down: it is what its view imports,
directly or not, with the messages and data that these modules name.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[2] / "rolecraft"
# What is loaded with the first exercise, whichever that is.
SHARED = ("rolecraft", "rolecraft.views.frame", "rolecraft.views.picker", "rolecraft.store")
SHARED_MESSAGES = ("frame", "live")
NEVER = ("rolecraft.tables", "rolecraft.worked_numbers")  # need pandas, or are for the book only
LATE = "rolecraft.imports"  # loaded when a learner opens a file of their own


def exercises() -> list[str]:
    """Return the names of all exercises ("goal_builder")."""
    stems = {path.stem for path in (LIBRARY / "rules").glob("*.py")}
    views = {path.stem for path in (LIBRARY / "views").glob("*.py")}
    return sorted((stems & views) - {"__init__"})


def path_of(module: str) -> Path | None:
    """Return the file of a module of the library, None when there is no such module."""
    path = LIBRARY.parent.joinpath(*module.split("."))
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return found if found.is_file() else None


@cache
def tree(path: Path) -> ast.Module:
    """Return what Python reads in a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Yield the modules of the library that a file imports when it runs, not those for type checkers."""
    for_types = {
        id(node)
        for block in ast.walk(tree(path))
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree(path)):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def closure(modules: Iterable[str]) -> set[Path]:
    """Return the files of modules and of all that they import from the library."""
    found: set[Path] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        path = path_of(module)
        if path is None or path in found or module in NEVER or not module.startswith("rolecraft"):
            continue
        found.add(path)
        packages = module.split(".")
        waiting += [".".join(packages[:end]) for end in range(1, len(packages))]
        waiting += imported(path)
    return found


def named(files: Iterable[Path]) -> set[Path]:
    """Return the messages and data files that modules name in their texts."""
    catalogues = {path.stem for path in LIBRARY.glob("text/*/*.json")}
    found: set[Path] = set()
    names: set[str] = set()
    for path in files:
        names.add(path.stem)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names |= catalogues & set(re.findall(r"^(\w+)\.", node.value))
                data = LIBRARY / "data" / node.value
                if re.fullmatch(r"[\w/-]+\.\w+", node.value) and data.is_file():
                    found.add(data)
    return found | {path for path in LIBRARY.glob("text/*/*.json") if path.stem in names}


def parts() -> dict[str, list[Path]]:
    """Return the files of the shared part (""), of each exercise and of the late part, sorted.

    No file of the shared part or of the late part is in another one.
    """
    late = set(LIBRARY.joinpath(*LATE.split(".")[1:]).rglob("*.py"))
    shared = closure(SHARED) - late
    shared |= {path for path in named(shared) if LIBRARY / "data" in path.parents}
    shared |= {path for path in LIBRARY.glob("text/*/*.json") if path.stem in SHARED_MESSAGES}
    found = {"": sorted(shared), LATE: sorted(late)}
    for name in exercises():
        own = closure([f"rolecraft.views.{name}"]) - late
        found[name] = sorted((own | named(own)) - shared)
    return found
